"""What a case's bundle is made of, and what of its entries is opened in it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conduct_records.rules.cases.procedure import BEFORE_DECISION, State
from lms.ledger.rules.verifier_archive import CASE_FORMAT

# Until then there is nothing to bring before anybody.
NOT_CLOSED = (*BEFORE_DECISION, State.DECIDED)
# Beside what the ledger's own pages keep to themselves: a file is often called after somebody.
ALWAYS_CLOSED: Mapping[str, frozenset[str]] = {
    "evidence.added": frozenset({"file"}),
    "case.interviewed": frozenset({"name", "person"}),
}
# What a witness said is evidence: before an arbitrator it is read, under no name.
READ_BY_ARBITRATORS: Mapping[str, frozenset[str]] = {"case.interviewed": frozenset({"text"})}
# What the person concerned says themselves is left as it is: were it closed where they name the
# right one, their guess would be confirmed.
SUBJECTS_OWN = frozenset({"case.stated", "case.appealed"})
INDEX, README, VERIFIER = "index.pdf", "README.txt", "verifier.py"


@dataclass(frozen=True)
class Stated:
    """The entry that states a file's hash, and in which of its fields."""

    seq: int
    field: str


@dataclass(frozen=True)
class Enclosed:
    """A file of the bundle; `what` it is, in words."""

    path: str
    size: int
    sha256: str
    what: str
    stated: Stated | None = None


@dataclass(frozen=True)
class EnclosedEntry:
    """An entry of the bundle: `leaf` is its hash in base64, `shown` the fields opened."""

    seq: int
    leaf: str
    shown: Sequence[str]


def is_closed(state: State) -> bool:
    """Decided and served, or over."""
    return state not in NOT_CLOSED


def fields_to_open(
    entry_type: str,
    values: Mapping[str, Any],
    confidential: Collection[str],
    names_somebody: Callable[[str], bool],
) -> list[str]:
    """Those that name neither reporter nor witness, sorted. A field that does so in a part of it
    cannot be opened without that part, and stays closed as a whole. Of the words of the person
    concerned it is not asked whom they name."""
    closed = set(confidential) - READ_BY_ARBITRATORS.get(entry_type, frozenset())
    closed |= ALWAYS_CLOSED.get(entry_type, frozenset())
    return sorted(
        name
        for name, value in values.items()
        if name not in closed
        and not closed & set(_names_within(value))
        and (
            entry_type in SUBJECTS_OWN
            or not any(names_somebody(text) for text in _texts_within(value))
        )
    )


def _names_within(value: Any) -> Iterator[str]:
    """Of the parts that say something."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            if part not in (None, "", [], {}):
                yield name
            yield from _names_within(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _names_within(part)


def _texts_within(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts_within(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts_within(part)


def list_of_files(
    *,
    log: str,
    case: str,
    purpose: str,
    made_at: str,
    files: Sequence[Enclosed],
    entries: Sequence[EnclosedEntry],
) -> dict[str, Any]:
    """`manifest.json`: plain values, to be written as canonical JSON. Files by path, entries by
    number."""
    return {
        "format": CASE_FORMAT,
        "log": log,
        "case": case,
        "purpose": purpose,
        "made_at": made_at,
        "files": [_file(each) for each in sorted(files, key=lambda file: file.path)],
        "entries": [
            {"seq": each.seq, "leaf": each.leaf, "shown": list(each.shown)}
            for each in sorted(entries, key=lambda entry: entry.seq)
        ],
    }


def _file(each: Enclosed) -> dict[str, Any]:
    stated = each.stated and {"seq": each.stated.seq, "field": each.stated.field}
    return {
        "path": each.path,
        "size": each.size,
        "sha256": each.sha256,
        "what": each.what,
        "stated": stated,
    }
