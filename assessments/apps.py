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
    "own-observations",
    "own-observation",
    "observation-photo",
    "observation-pdf",
)


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        from assessments.actions.erase_personal import erase_personal
        from assessments.policies.observing import OBSERVE
        from assessments.queries import evidence, personal
        from assessments.queries.observing import evidence as observing
        from assessments.views.attended import answers_given
        from lms.files.limits import allow_larger
        from lms.ledger.registries import record_type
        from lms.people.registries import (
            PersonalRecords,
            keep_records,
            open_while_attended,
            show_work,
        )

        run_every("assessments.tasks.submit_overdue_sittings", every=timedelta(minutes=1))
        run_every("assessments.tasks.resume_regrades", every=timedelta(minutes=2))
        run_every("assessments.tasks.resume_question_imports", every=timedelta(minutes=10))
        run_every("assessments.tasks.sweep_quarantine", every=timedelta(minutes=10))
        for entry_type in (*evidence.ENTRY_TYPES, *observing.ENTRY_TYPES):
            record_type(entry_type)
        keep_records(
            PersonalRecords(
                "assessments",
                _("Assessments"),
                personal.KINDS,
                gather=personal.gather,
                erase=erase_personal,
                obstacles=personal.obstacles,
            )
        )
        open_while_attended(*(f"assessments:{page}" for page in LEARNERS_PAGES))
        show_work(answers_given)
        allow_larger("/observe/", setting="EVIDENCE_MAX_MB", permission=OBSERVE)
