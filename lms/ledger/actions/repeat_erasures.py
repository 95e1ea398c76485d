from collections.abc import Collection

from django.utils.translation import gettext as _

from lms.ledger.actions.erasing import key_destroyed
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.models import SubjectKey
from lms.ledger.queries.erasures import erased_among
from lms.ledger.registries import directory


def unknown_erasures(tokens: Collection[str]) -> list[str]:
    """Those of the destroyed tokens whose erasure this ledger does not know of, because an older
    database was restored."""
    return sorted(set(tokens) - erased_among(tokens))


def repeat_erasures(*, actor: str, tokens: Collection[str]) -> list[str]:
    """Record again those of the erasures that the ledger does not know of, and destroy the keys if
    they came back with it. The tokens this was done for. In the caller's transaction, as the last
    thing it does: the rows are emptied before (`lms.people.actions.repeat_erasures`)."""
    repeated = unknown_erasures(tokens)
    SubjectKey.objects.filter(token__in=tokens).delete()
    for token in repeated:
        directory().renew_token(token)
    reason = _("Erased before; recorded again because an older backup was restored.")
    record_entries(*(key_destroyed(actor, token, reason) for token in repeated))
    return repeated
