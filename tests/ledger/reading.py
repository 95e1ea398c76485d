"""What tests read out of the ledger."""

from dataclasses import dataclass

from lms.ledger.models import Entry
from lms.ledger.queries.entries import disclosures_of
from lms.ledger.registries import types
from lms.ledger.rules.envelope import Value


@dataclass(frozen=True)
class Said:
    """One entry: who did what, about whom, and its values (those whose key still exists)."""

    type: str
    actor: str
    subject: str | None
    case: str | None
    values: dict[str, Value]


def said(*kinds: str) -> list[Said]:
    """The entries of these kinds in their order; of all kinds where none is named."""
    entries = list(Entry.objects.filter(log="records").order_by("seq"))
    if kinds:
        entries = [entry for entry in entries if entry.type in kinds]
    disclosed = disclosures_of(entries)
    return [
        Said(
            entry.type,
            entry.actor,
            entry.subject,
            entry.case,
            {name: each.value for name, each in disclosed[entry.seq].items() if each},
        )
        for entry in entries
    ]


def check_agreement() -> int:
    """Every row of evidence has its one entry, which says what the row says, and no entry is
    without its row. How many there are."""
    kinds = {each.name: each.evidence for each in types() if each.evidence}
    entries = {(each.type, each.case): each for each in said(*kinds)}
    assert len(entries) == len(said(*kinds)), "an entry stands twice"
    for kind, evidence in kinds.items():
        cases = list(evidence.cases())
        assert sorted(cases) == sorted(case for name, case in entries if name == kind)
        for case, record in evidence.records_of(cases).items():
            entry = entries[kind, case]
            assert (entry.actor, entry.subject) == (record.actor, record.subject)
            changed = {name for name in record.fields if entry.values[name] != record.fields[name]}
            assert entry.values.keys() == record.fields.keys() and changed <= {*evidence.fleeting}
    return len(entries)
