from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "lms.ledger"
    label = "ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        from lms.ledger.enums import Log
        from lms.ledger.receivers import begin
        from lms.ledger.registries import EntryType, record_type
        from lms.ledger.rules.types import HOLD_LIFTED, HOLD_PLACED, KEY_DESTROYED, LOOK

        post_migrate.connect(begin, sender=self, dispatch_uid="lms.ledger.begin")
        reason = {"reason": _("reason")}
        record_type(EntryType(KEY_DESTROYED, _("Person erased"), reason))
        record_type(EntryType(HOLD_PLACED, _("Legal hold placed"), reason))
        record_type(EntryType(HOLD_LIFTED, _("Legal hold lifted"), reason))
        record_type(
            EntryType(
                LOOK,
                _("Looked at"),
                {"what": _("what was opened"), "purpose": _("purpose"), "at": _("when")},
                log=Log.LOOKS,
            )
        )
