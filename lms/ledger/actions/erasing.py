"""The one way in which rows of evidence are ever emptied."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from lms.ledger.actions.legal_hold import check_not_held
from lms.ledger.actions.record_entries import lock_head, record_entries
from lms.ledger.enums import Log
from lms.ledger.errors import AlreadyErased, MayNotErase, ReasonMissing
from lms.ledger.models import ErasurePermit, SubjectKey
from lms.ledger.queries.erasures import erased_among
from lms.ledger.registries import directory
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.types import HOUSE, KEY_DESTROYED


@contextmanager
def erasing() -> Iterator[None]:
    """In the caller's transaction: inside, rows of tables that `can_be_redacted` may be emptied
    (`AppendOnlyQuerySet.redact`, `.remove`). The permit is gone again before the commit.

    Raises `MayNotErase` where the database's account has no right to it
    (`lms.ledger.actions.grant_rights`).
    """
    try:
        with transaction.atomic():
            permit = ErasurePermit.objects.create(opened_at=timezone.now())
    except ProgrammingError as error:
        raise MayNotErase from error
    yield
    permit.delete()


def destroy_keys(
    *,
    actor: str,
    subject: str,
    records: Collection[str],
    reason: str,
    held: Collection[str] = (),
) -> int:
    """Destroy the key of a token, and those of the records that stand under keys of their own; the
    number of the entry about the first. In the caller's transaction, as the last thing it does.
    Whoever had the token gets a new one. A legal hold on the token, or on one of `held`, keeps all
    of it.

    Raises `ReasonMissing`, `AlreadyErased`, `OnLegalHold`.
    """
    if not reason.strip():
        raise ReasonMissing
    directory().renew_token(subject)
    # Both heads, so that no entry of either log is sealed meanwhile, and no hold placed.
    lock_head(Log.LOOKS)
    lock_head(Log.RECORDS)
    if erased_among([subject]):
        raise AlreadyErased
    check_not_held({subject, *held})
    tokens = [subject, *sorted(set(records) - {subject} - erased_among(records))]
    SubjectKey.objects.filter(token__in=tokens).delete()
    return record_entries(*(key_destroyed(actor, token, reason) for token in tokens))[0]


def key_destroyed(actor: str, token: str, reason: str) -> Record:
    """The entry that says so; its reason is the house's to read."""
    said = {"reason": reason.strip()}
    return Record(KEY_DESTROYED, actor, said, subject=token, keys={"reason": HOUSE})


def forget_old_pages() -> None:
    """After the commit: SQLite's write-ahead log holds what stood on the pages before until it is
    taken over and cut off. PostgreSQL drops old rows by itself (VACUUM)."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
