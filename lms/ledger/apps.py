from datetime import timedelta

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from lms.jobs.schedule import run_every


class LedgerConfig(AppConfig):
    name = "lms.ledger"
    label = "ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        from lms.ledger.enums import Log
        from lms.ledger.receivers import begin, catch_up, guard
        from lms.ledger.registries import EntryType, hides_looker, record_type
        from lms.ledger.rules.types import HOLD_LIFTED, HOLD_PLACED, KEY_DESTROYED, LOOK

        post_migrate.connect(begin, sender=self, dispatch_uid="lms.ledger.begin")
        # The signal is sent for each package that has models, in this order.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(guard, sender=last, dispatch_uid="lms.ledger.guard")
        post_migrate.connect(catch_up, sender=last, dispatch_uid="lms.ledger.catch_up")
        run_every("lms.ledger.tasks.sign_checkpoints", every=timedelta(minutes=5))
        run_every("lms.ledger.tasks.sequence_looks", every=timedelta(minutes=1))
        run_every("lms.ledger.tasks.verify_when_due", every=timedelta(hours=1))
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
                hides_actor=hides_looker,
            )
        )
