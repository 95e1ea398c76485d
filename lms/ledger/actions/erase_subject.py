from django.db import transaction
from django.db.models import Q

from lms.ledger.actions.record_entries import lock_head, record_entries
from lms.ledger.enums import Log
from lms.ledger.errors import AlreadyErased, OnLegalHold, ReasonMissing
from lms.ledger.models import Entry, SubjectKey
from lms.ledger.queries.erasures import erased_among
from lms.ledger.queries.holds import hold_on
from lms.ledger.registries import directory
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.types import HOUSE, KEY_DESTROYED


def erase_subject(*, actor: str, subject: str, reason: str) -> int:
    """Destroy the key of whoever the token stands for; the number of the entry that says so.

    From then on nobody can read what was recorded about them, and every proof stays valid. They
    get a new token. Raises `ReasonMissing`, `OnLegalHold`,
    `AlreadyErased`.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic(durable=True):
        directory().renew_token(subject)
        # Both heads, so that no entry of either log is sealed meanwhile, and no hold placed.
        lock_head(Log.LOOKS)
        lock_head(Log.RECORDS)
        if not _is_recorded(subject) or erased_among([subject]):
            raise AlreadyErased
        if (hold := hold_on(subject)) is not None:
            raise OnLegalHold(hold)
        SubjectKey.objects.filter(token=subject).delete()
        [seq] = record_entries(
            Record(
                KEY_DESTROYED,
                actor,
                {"reason": reason.strip()},
                subject=subject,
                keys={"reason": HOUSE},
            )
        )
    return seq


def _is_recorded(token: str) -> bool:
    """Whether the ledger holds anything about them, or by them."""
    named = Entry.objects.filter(Q(subject=token) | Q(actor=token))
    return SubjectKey.objects.filter(token=token).exists() or named.exists()
