"""Business rows against the entries that record them."""

import json
from collections.abc import Collection, Iterator

from lms.ledger.enums import Fault, Log
from lms.ledger.models import Entry
from lms.ledger.queries.verification.batches import batches
from lms.ledger.queries.verification.entries import Chunk
from lms.ledger.queries.verification.findings import Finding
from lms.ledger.registries import EntryType, Evidence, types
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.types import KEY_DESTROYED
from lms.ledger.rules.verifier import canonical

AT_ONCE = 500


def compare_with_rows(chunk: Chunk) -> None:
    """Blame those entries of the chunk whose business row is gone or says something else. The same
    few queries for each kind of entry that occurs."""
    for kind in types():
        seqs = [seq for seq in chunk.values if chunk.public[seq].type == kind.name]
        if kind.evidence is not None and seqs:
            _compare(chunk, seqs, kind.evidence)


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


def _compare(chunk: Chunk, seqs: Collection[int], evidence: Evidence) -> None:
    cases = {case for seq in seqs if (case := chunk.public[seq].case) is not None}
    records = evidence.records_of(cases)
    doubted = {}
    for seq in seqs:
        record = records.get(chunk.public[seq].case or "")
        if record is None:
            chunk.blame(seq, Fault.ROW_MISSING)
            continue
        if altered := _altered_fields(chunk, seq, record, evidence.fleeting):
            chunk.blame(seq, Fault.ROW_ALTERED, ", ".join(altered))
        doubted[seq] = _other_people(chunk, seq, record)
    erased = _erased({token for people in doubted.values() for token in people})
    for seq, people in doubted.items():
        if people - erased:
            chunk.blame(seq, Fault.ROW_ALTERED)


def _altered_fields(chunk: Chunk, seq: int, record: Record, fleeting: Collection[str]) -> list[str]:
    """The fields that differ, in order; those that nobody can open any more are not compared."""
    public, values = chunk.public[seq], chunk.values[seq]
    return sorted(
        name
        for name in (public.fields.keys() | record.fields.keys()) - set(fleeting)
        if name not in record.fields
        or name not in public.fields
        or (name in values and not _are_equal(values[name].value, record.fields[name]))
    )


def _are_equal(one: object, other: object) -> bool:
    """As canonical JSON, in which the entry has it."""
    try:
        return canonical(one) == canonical(json.loads(json.dumps(other)))
    except (TypeError, ValueError):
        return False


def _other_people(chunk: Chunk, seq: int, record: Record) -> set[str | None]:
    """Tokens of the entry that are not the row's."""
    public = chunk.public[seq]
    pairs = (public.subject, record.subject), (public.actor, record.actor)
    return {entry for entry, row in pairs if entry != row}


def _erased(tokens: set[str | None]) -> set[str | None]:
    """Whoever was erased has another token in the business rows since."""
    if not tokens:
        return set()
    said = Entry.objects.filter(log=Log.RECORDS, type=KEY_DESTROYED, subject__in=tokens - {None})
    return set(said.values_list("subject", flat=True))
