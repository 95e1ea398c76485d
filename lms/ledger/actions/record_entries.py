from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.ledger.enums import Log
from lms.ledger.errors import KeyDestroyed, UnknownEntryType
from lms.ledger.models import Entry, Head, Node, SealedFields, SubjectKey
from lms.ledger.queries.erasures import erased_among
from lms.ledger.queries.keys import master_key, subject_keys
from lms.ledger.queries.tree import frontier_of
from lms.ledger.registries import type_named
from lms.ledger.rules.envelope import Disclosure, Record, envelope
from lms.ledger.rules.sealing import new_key, seal_fields, wrap_key
from lms.ledger.rules.types import HOUSE
from lms.ledger.rules.verifier import leaf_hash

AT_ONCE = 500


def record_entries(*records: Record, log: Log = Log.RECORDS) -> list[int]:
    """Append to the log, in the caller's transaction and as the last thing it does: from here to
    the commit nobody else can append. Returns the entries' numbers, which have no gaps.

    Raises `TransactionManagementError` outside a transaction, `UnknownEntryType`, `KeyDestroyed`
    for who was erased, `ValueError` for a value that canonical JSON cannot carry,
    `MasterKeyMissing`, `MasterKeyWrong`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("Entries belong to the change they record")
    if not records:
        return []
    for record in records:
        _check(record, log)
    disclosed = [
        {name: Disclosure.of(value) for name, value in record.fields.items()} for record in records
    ]
    lock_head(log)
    # Under the lock: nothing is sealed for somebody after the entry that erased them.
    keys = _keys({key for record in records for key in _protectors(record)})
    return _append(log, records, disclosed, keys)


def lock_head(log: Log) -> None:
    """Wait until nobody else appends to the log. SQLite's transactions are immediate: who has come
    this far is alone already. PostgreSQL would check foreign keys at the commit, and wait then for
    rows that others hold, who wait for the head: they are checked before."""
    connection = transaction.get_connection()
    if connection.vendor == "postgresql":
        connection.check_constraints()
    Head.objects.select_for_update().get(log=log)


def _check(record: Record, log: Log) -> None:
    known = type_named(record.type)
    if known is None or known.log != log or not known.fields.keys() >= record.fields.keys():
        raise UnknownEntryType


def _protector(record: Record, name: str) -> str:
    return record.keys.get(name) or record.subject or HOUSE


def _protectors(record: Record) -> set[str]:
    return {_protector(record, name) for name in record.fields}


def _keys(tokens: Collection[str]) -> dict[str, bytes]:
    """The tokens' keys, made where there is none yet."""
    keys = subject_keys(tokens)
    if missing := set(tokens) - keys.keys():
        if erased_among(missing):
            raise KeyDestroyed
        master = master_key()
        SubjectKey.objects.bulk_create(
            (
                SubjectKey(token=token, wrapped=wrap_key(master, token, new_key()))
                for token in sorted(missing)
            ),
            batch_size=AT_ONCE,
            ignore_conflicts=True,  # the other log may have been quicker
        )
        keys |= subject_keys(missing)
    return keys


def _append(
    log: Log,
    records: Sequence[Record],
    disclosed: Sequence[dict[str, Disclosure]],
    keys: dict[str, bytes],
) -> list[int]:
    newest = Entry.objects.filter(log=log).order_by("-seq").first()
    frontier = frontier_of(log, newest.seq + 1 if newest else 0)
    moment = _not_before(newest.recorded_at if newest else None)
    entries, nodes, sealed = [], [], []
    for record, fields in zip(records, disclosed, strict=True):
        seq, public = frontier.size, envelope(record, moment, fields)
        entries.append(_entry(log, seq, record, moment, public))
        leaf = leaf_hash(public)
        nodes += [
            Node(log=log, level=level, index=index, hash=found)
            for (level, index), found in frontier.append(leaf)
        ]
        for key in sorted(_protectors(record)):
            own = {name: each for name, each in fields.items() if _protector(record, name) == key}
            blob = seal_fields(keys[key], key, leaf, own)
            sealed.append(SealedFields(log=log, seq=seq, key=key, sealed=blob))
    Entry.objects.bulk_create(entries, batch_size=AT_ONCE)
    Node.objects.bulk_create(nodes, batch_size=AT_ONCE)
    SealedFields.objects.bulk_create(sealed, batch_size=AT_ONCE)
    return [entry.seq for entry in entries]


def _not_before(newest: datetime | None) -> datetime:
    """Now; or, where the clock was set back, the time of the entry before."""
    now = timezone.now()
    return now if newest is None else max(now, newest)


def _entry(log: Log, seq: int, record: Record, moment: datetime, public: bytes) -> Entry:
    return Entry(
        log=log,
        seq=seq,
        envelope=public.decode(),
        type=record.type,
        recorded_at=moment,
        subject=record.subject,
        actor=record.actor,
        case=record.case,
    )
