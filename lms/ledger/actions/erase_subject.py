from django.db import transaction

from lms.ledger.actions.record_entries import record_entries
from lms.ledger.errors import AlreadyErased, OnLegalHold, ReasonMissing
from lms.ledger.models import SubjectKey
from lms.ledger.queries.holds import hold_on
from lms.ledger.registries import directory
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.types import HOUSE, KEY_DESTROYED


def erase_subject(*, actor: str, subject: str, reason: str) -> int:
    """Destroy the key of whoever the token stands for; the number of the entry that says so.

    From then on nobody can read what was recorded about them, and every proof stays valid. Their
    token is a new one, which nothing connects with the old. Raises `ReasonMissing`, `OnLegalHold`,
    `AlreadyErased`.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic(durable=True):
        key = SubjectKey.objects.select_for_update().filter(token=subject).first()
        if key is None:
            raise AlreadyErased
        if (hold := hold_on(subject)) is not None:
            raise OnLegalHold(hold)
        directory().renew_token(subject)
        key.delete()
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
