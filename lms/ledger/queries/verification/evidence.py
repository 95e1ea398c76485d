"""Business rows against the entries that record them."""

import json
from collections.abc import Collection, Iterator, Mapping

from django.db.models import Min
from django.utils.translation import gettext as _

from lms.ledger.enums import Fault, Log
from lms.ledger.models import Entry
from lms.ledger.queries.verification.batches import batches
from lms.ledger.queries.verification.entries import Chunk
from lms.ledger.queries.verification.findings import Finding
from lms.ledger.queries.verification.rows import destroyed_among
from lms.ledger.registries import EntryType, Evidence, types
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.verifier import canonical

AT_ONCE = 500


def compare_with_rows(chunk: Chunk, log: Log) -> None:
    """Blame those entries of the chunk whose business row is gone, says something else, or has an
    entry already. The same few queries for each kind of entry that occurs."""
    for kind in types():
        if kind.evidence is None:
            continue
        seqs = [seq for seq, public in chunk.public.items() if public.type == kind.name]
        if seqs and kind.log == log:
            _blame_repeated(chunk, seqs, kind)
        if opened := [seq for seq in seqs if seq in chunk.values]:
            _compare(chunk, opened, kind.evidence)


def check_recorded() -> Iterator[Finding]:
    """Business rows that must have an entry and have none."""
    for kind in types():
        if kind.evidence is None:
            continue
        for cases in batches(kind.evidence.cases(), AT_ONCE):
            for case in _unrecorded(kind, cases):
                yield Finding(Fault.NOT_RECORDED, detail=f"{kind.label}, {case}")


def _unrecorded(kind: EntryType, cases: Collection[str]) -> list[str]:
    found = Entry.objects.filter(log=Log.RECORDS, type=kind.name, case__in=cases)
    recorded = set(found.values_list("case", flat=True))
    return [case for case in cases if case not in recorded]


def _blame_repeated(chunk: Chunk, seqs: Collection[int], kind: EntryType) -> None:
    """A row has one entry: with a second one, which of them counts would be anybody's choice."""
    cases = {case for seq in seqs if (case := chunk.public[seq].case) is not None}
    entries = Entry.objects.filter(log=kind.log, type=kind.name, case__in=cases).order_by()
    first = dict(entries.values("case").annotate(first=Min("seq")).values_list("case", "first"))
    for seq in seqs:
        if (number := first.get(chunk.public[seq].case, seq)) < seq:
            detail = _("entry %(number)d records it already") % {"number": number}
            chunk.blame(seq, Fault.IMPOSSIBLE, detail)


def _compare(chunk: Chunk, seqs: Collection[int], evidence: Evidence) -> None:
    cases = {case for seq in seqs if (case := chunk.public[seq].case) is not None}
    records = evidence.records_of(cases)
    doubted = {}
    for seq in seqs:
        record = records.get(chunk.public[seq].case or "")
        if record is None:
            if not _is_erased(chunk, seq):
                chunk.blame(seq, Fault.ROW_MISSING)
            continue
        if altered := _altered_fields(chunk, seq, record, evidence.fleeting):
            chunk.blame(seq, Fault.ROW_ALTERED, ", ".join(altered))
        doubted[seq] = _other_people(chunk, seq, record)
    strangers = {token for people in doubted.values() for token in people if token is not None}
    # Whoever was erased has another token in the business rows since.
    erased = destroyed_among(strangers, chunk.keys) if chunk.keys else {}
    for seq, people in doubted.items():
        if people - erased.keys():
            chunk.blame(seq, Fault.ROW_ALTERED)


def _altered_fields(chunk: Chunk, seq: int, record: Record, fleeting: Collection[str]) -> list[str]:
    """The fields that differ, in order; those whose key was destroyed are gone from the row too."""
    public, values, keys = chunk.public[seq], chunk.values[seq], _keys(record)
    gone = {name for token in _erased_keys(chunk, seq) for name in public.protected[token]}
    gone |= set(record.emptied)
    return sorted(
        name
        for name in (public.fields.keys() | record.fields.keys()) - set(fleeting) - gone
        if name not in record.fields
        or name not in public.fields
        or (name in public.keys) != (name in keys)
        or (name in values and not _are_equal(values[name].value, record.fields[name]))
    )


def _erased_keys(chunk: Chunk, seq: int) -> set[str]:
    """The tokens that protect something in the entry and whose key was destroyed."""
    destroyed = chunk.keys.destroyed.keys() if chunk.keys else set()
    return chunk.public[seq].protected.keys() & destroyed


def _is_erased(chunk: Chunk, seq: int) -> bool:
    """Whether the row may be gone, because nothing of what the entry says can be read any more."""
    protected = chunk.public[seq].protected
    return bool(protected) and protected.keys() == _erased_keys(chunk, seq)


def _are_equal(one: object, other: object) -> bool:
    """As canonical JSON, in which the entry has it."""
    try:
        return canonical(one) == canonical(json.loads(json.dumps(other)))
    except (TypeError, ValueError):
        return False


def _other_people(chunk: Chunk, seq: int, record: Record) -> set[str | None]:
    """Tokens of the entry that are not the row's."""
    public, keys = chunk.public[seq], _keys(record)
    pairs = [(public.subject, record.subject), (public.actor, record.actor)]
    if record.subject is None and _is_erased(chunk, seq):
        # Of what may be gone, the row may also name nobody any more.
        del pairs[0]
    pairs += [(key, keys[name]) for name, key in public.keys.items() if name in keys]
    return {entry for entry, row in pairs if entry != row}


def _keys(record: Record) -> Mapping[str, str]:
    """As the envelope has them."""
    return {name: key for name, key in record.keys.items() if key and name in record.fields}
