from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
        from conduct_records.actions.cases.erase_conduct import (
            erase_conduct,
            erase_conduct_again,
            erase_conduct_record,
        )
        from conduct_records.blocks import OwnRulesBlock
        from conduct_records.policies.cases import SEE_CASES, can_see_cases
        from conduct_records.policies.codebook import can_see_signatures
        from conduct_records.policies.figures import sees_figures_only
        from conduct_records.policies.identities import can_answer_identities
        from conduct_records.policies.incidents import REPORT
        from conduct_records.queries.cases import retention
        from conduct_records.queries.cases.evidence import ENTRY_TYPES as CASE_ENTRIES
        from conduct_records.queries.cases.gathered import gathered_conduct
        from conduct_records.queries.cases.incident_evidence import ENTRY_TYPES as INCIDENT_ENTRIES
        from conduct_records.queries.cases.kept_closed import entries_kept_from
        from conduct_records.queries.evidence import ENTRY_TYPES
        from conduct_records.rules.cases.purposes import IDENTITIES, OWN_REPORT
        from conduct_records.views.attended import codebook_signed, signed_and_said
        from courses.registries import add_lesson_block
        from lms.files.limits import allow_larger
        from lms.jobs.schedule import run_every
        from lms.ledger.registries import close_entries, close_lookers, close_sight, record_type
        from lms.people.registries import (
            PersonalRecords,
            keep_records,
            open_while_attended,
            show_work,
        )
        from lms.ui.places import Place, register

        add_lesson_block("own_rules", OwnRulesBlock)
        for entry_type in (*ENTRY_TYPES, *CASE_ENTRIES, *INCIDENT_ENTRIES):
            record_type(entry_type)
        keep_records(
            PersonalRecords(
                "conduct_records",
                _("Conduct"),
                retention.KINDS,
                gather=gathered_conduct,
                erase=erase_conduct,
                obstacles=retention.obstacles_to,
                told_to=SEE_CASES,
                due=retention.due_records,
                erase_record=erase_conduct_record,
                erase_again=erase_conduct_again,
                unemptied=retention.unemptied,
                keepers=retention.keepers_of,
            )
        )
        close_sight(IDENTITIES)
        close_lookers(OWN_REPORT)
        close_entries(entries_kept_from)
        show_work(codebook_signed)
        show_work(signed_and_said)
        open_while_attended(*EVERYBODYS_PAGES)
        run_every("conduct_records.tasks.keep_signing_rounds", every=timedelta(minutes=10))
        run_every("conduct_records.tasks.ask_newcomers", every=timedelta(hours=1))
        run_every("conduct_records.tasks.keep_cases", every=timedelta(minutes=10))
        run_every("conduct_records.tasks.remind_owners", every=timedelta(days=1))
        run_every("conduct_records.tasks.keep_trainings", every=timedelta(hours=1))
        run_every("conduct_records.tasks.make_missing_views", every=timedelta(minutes=10))
        run_every("conduct_records.tasks.keep_bundles", every=timedelta(minutes=10))
        run_every("conduct_records.tasks.keep_tallies", every=timedelta(minutes=10))
        for prefix in ("/report/", "/incidents/"):
            allow_larger(prefix, setting="EVIDENCE_MAX_MB", permission=REPORT)
        run_every("conduct_records.tasks.remind_who_does_not_sign", every=timedelta(days=1))
        register(
            Place("codebook", _("Codebook"), "list", "conduct_records:gaps", can_see_signatures)
        )
        register(Place("cases", _("Cases"), "scale", "conduct_records:cases", can_see_cases))
        register(
            Place(
                "identities",
                _("Identities"),
                "key",
                "conduct_records:identities",
                can_answer_identities,
            )
        )
        figures = pgettext_lazy("cases", "Figures")
        register(Place("figures", figures, "chart", "conduct_records:charts", sees_figures_only))
