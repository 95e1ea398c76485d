"""Entries, and the values that were kept apart from them."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from lms.ledger.enums import Log
from lms.ledger.errors import EntryNotFound
from lms.ledger.models import Entry, SealedFields
from lms.ledger.queries.keys import subject_keys
from lms.ledger.rules.envelope import Disclosure, fields_of
from lms.ledger.rules.sealing import unseal_fields
from lms.ledger.rules.verifier import leaf_hash

Disclosures = Mapping[str, Disclosure | None]


def entry_at(log: Log, seq: int) -> Entry:
    """Raises `EntryNotFound`."""
    entry = Entry.objects.filter(log=log, seq=seq).first()
    if entry is None:
        raise EntryNotFound
    return entry


def newest_of_case(case: str, entry_type: str) -> Entry | None:
    found = Entry.objects.filter(log=Log.RECORDS, case=case, type=entry_type)
    return found.order_by("-seq").first()


def disclosures_of(entries: Sequence[Entry]) -> dict[int, Disclosures]:
    """What each field of the entries of one log says, by entry number and field; None where the key
    was destroyed. Two queries, whatever the number of entries.

    Raises `CannotOpen` for a row that was altered, `MasterKeyMissing`, `MasterKeyWrong`.
    """
    if not entries:
        return {}
    wanted = reduce(or_, (Q(log=entry.log, seq=entry.seq) for entry in entries))
    rows = list(SealedFields.objects.filter(wanted))
    keys = subject_keys({row.key for row in rows})
    public = {entry.seq: entry.envelope for entry in entries}
    found: dict[int, dict[str, Disclosure | None]] = {
        entry.seq: dict.fromkeys(fields_of(entry.envelope)) for entry in entries
    }
    for row in rows:
        if row.key in keys:
            leaf = leaf_hash(public[row.seq].encode())
            found[row.seq] |= unseal_fields(keys[row.key], row.key, leaf, bytes(row.sealed))
    return dict(found)
