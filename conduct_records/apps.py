from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConductRecordsConfig(AppConfig):
    name = "conduct_records"
    verbose_name = _("Conduct")

    def ready(self) -> None:
        from conduct_records.blocks import OwnRulesBlock
        from conduct_records.policies import can_see_signatures
        from conduct_records.queries.evidence import ENTRY_TYPES
        from conduct_records.views.attended import codebook_signed
        from courses.registries import add_lesson_block
        from lms.jobs.schedule import run_every
        from lms.ledger.registries import record_type
        from lms.people.registries import open_while_attended, show_work
        from lms.ui.places import Place, register

        add_lesson_block("own_rules", OwnRulesBlock)
        for entry_type in ENTRY_TYPES:
            record_type(entry_type)
        show_work(codebook_signed)
        open_while_attended(
            "conduct_records:codebook", "conduct_records:sign", "conduct_records:search"
        )
        run_every("conduct_records.tasks.keep_signing_rounds", every=timedelta(minutes=10))
        run_every("conduct_records.tasks.ask_newcomers", every=timedelta(hours=1))
        run_every("conduct_records.tasks.remind_who_does_not_sign", every=timedelta(days=1))
        register(
            Place("codebook", _("Codebook"), "scale", "conduct_records:gaps", can_see_signatures)
        )
