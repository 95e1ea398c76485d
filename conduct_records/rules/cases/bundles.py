"""What a case's bundle is made of, and what of its entries is opened in it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conduct_records.rules.cases.closed_texts import SUBJECTS_OWN
from conduct_records.rules.cases.evidence import entry_name
from conduct_records.rules.cases.procedure import BEFORE_DECISION, State
from lms.ledger.rules.texts import texts_within
from lms.ledger.rules.verifier_archive import CASE_FORMAT

# Until then there is nothing to bring before anybody.
NOT_CLOSED = (*BEFORE_DECISION, State.DECIDED)
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
    concerned it is not asked whom they name. `confidential` are those that no page shows."""
    closed = set(confidential)
    are_subjects_own = entry_type in map(entry_name, SUBJECTS_OWN)
    return sorted(
        name
        for name, value in values.items()
        if name not in closed
        and not closed & set(_names_within(value))
        and (are_subjects_own or not any(names_somebody(text) for text in texts_within(value)))
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
