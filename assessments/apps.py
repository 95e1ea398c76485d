from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lms.jobs.schedule import run_every


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        run_every("assessments.tasks.submit_overdue_sittings", every=timedelta(minutes=1))
