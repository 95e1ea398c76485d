from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lms.jobs.schedule import run_every


class NotifyConfig(AppConfig):
    name = "lms.notify"
    label = "notify"
    verbose_name = _("Notices")

    def ready(self) -> None:
        run_every("lms.notify.tasks.send_due_emails", every=timedelta(minutes=1))
        run_every("lms.notify.tasks.forget_old_notices", every=timedelta(hours=6))
