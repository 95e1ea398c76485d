from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lms.jobs.schedule import run_every

LEARNERS_PAGES = (
    "door",
    "sitting",
    "elsewhere",
    "state",
    "paper",
    "item",
    "submit",
    "result",
    "progress",
)


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        from assessments.queries.evidence import ENTRY_TYPES
        from assessments.views.attended import answers_given
        from lms.ledger.registries import record_type
        from lms.people.registries import open_while_attended, show_work

        run_every("assessments.tasks.submit_overdue_sittings", every=timedelta(minutes=1))
        for entry_type in ENTRY_TYPES:
            record_type(entry_type)
        open_while_attended(*(f"assessments:{page}" for page in LEARNERS_PAGES))
        show_work(answers_given)
