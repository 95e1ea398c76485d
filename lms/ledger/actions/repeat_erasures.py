from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from lms.ledger.actions.record_entries import record_entries
from lms.ledger.models import SubjectKey
from lms.ledger.queries.erasures import erased_among
from lms.ledger.registries import directory
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.types import HOUSE, KEY_DESTROYED


def repeat_erasures(*, actor: str, tokens: Collection[str]) -> list[str]:
    """After an older database was restored: record again those of the erasures that it does not
    know of, and destroy the keys if they came back with it. The tokens this was done for."""
    with transaction.atomic(durable=True):
        repeated = sorted(set(tokens) - erased_among(tokens))
        SubjectKey.objects.filter(token__in=tokens).delete()
        for token in repeated:
            directory().renew_token(token)
        reason = _("Erased before; recorded again because an older backup was restored.")
        record_entries(
            *(
                Record(
                    KEY_DESTROYED, actor, {"reason": reason}, subject=token, keys={"reason": HOUSE}
                )
                for token in repeated
            )
        )
    return repeated
