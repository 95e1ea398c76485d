from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What somebody reads, signs and says for themselves, on a device that is handed over too.
EVERYBODYS_PAGES = (
    "conduct_records:codebook",
    "conduct_records:sign",
    "conduct_records:search",
    "conduct_records:own-case",
    "conduct_records:own-sign",
    "conduct_records:own-statement",
    "conduct_records:own-appeal",
    "conduct_records:notice",
    "conduct_records:add-evidence",
    "conduct_records:evidence",
    "conduct_records:evidence-original",
)


class ConductRecordsConfig(AppConfig):
    name = "conduct_records"
    verbose_name = _("Conduct")

    def ready(self) -> None:
        from conduct_records.blocks import OwnRulesBlock
        from conduct_records.policies.cases import can_see_cases
        from conduct_records.policies.codebook import can_see_signatures
        from conduct_records.policies.incidents import REPORT
        from conduct_records.queries.cases.evidence import ENTRY_TYPES as CASE_ENTRIES
        from conduct_records.queries.cases.incident_evidence import ENTRY_TYPES as INCIDENT_ENTRIES
        from conduct_records.queries.evidence import ENTRY_TYPES
        from conduct_records.views.attended import codebook_signed, signed_and_said
        from courses.registries import add_lesson_block
        from lms.files.limits import allow_larger
        from lms.jobs.schedule import run_every
        from lms.ledger.registries import record_type
        from lms.people.registries import open_while_attended, show_work
        from lms.ui.places import Place, register

        add_lesson_block("own_rules", OwnRulesBlock)
        for entry_type in (*ENTRY_TYPES, *CASE_ENTRIES, *INCIDENT_ENTRIES):
            record_type(entry_type)
        show_work(codebook_signed)
        show_work(signed_and_said)
        open_while_attended(*EVERYBODYS_PAGES)
        run_every("conduct_records.tasks.keep_signing_rounds", every=timedelta(minutes=10))
        run_every("conduct_records.tasks.ask_newcomers", every=timedelta(hours=1))
        run_every("conduct_records.tasks.keep_cases", every=timedelta(minutes=10))
        run_every("conduct_records.tasks.remind_owners", every=timedelta(days=1))
        run_every("conduct_records.tasks.keep_trainings", every=timedelta(hours=1))
        run_every("conduct_records.tasks.make_missing_views", every=timedelta(minutes=10))
        for prefix in ("/report/", "/incidents/"):
            allow_larger(prefix, setting="EVIDENCE_MAX_MB", permission=REPORT)
        run_every("conduct_records.tasks.remind_who_does_not_sign", every=timedelta(days=1))
        register(
            Place("codebook", _("Codebook"), "list", "conduct_records:gaps", can_see_signatures)
        )
        register(Place("cases", _("Cases"), "scale", "conduct_records:cases", can_see_cases))
