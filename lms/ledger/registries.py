"""What higher floors register here, in their `apps.ready`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise

from lms.ledger.enums import Log

if TYPE_CHECKING:
    from django.db.models import Q

    from lms.ledger.rules.envelope import Record


@dataclass(frozen=True)
class EntryType:
    """A kind of entry: its lasting name, what people call it, and its fields with their labels.

    `parts` labels the names within a field that holds several values. `confidential` names those
    fields and parts that tell who reported something or witnessed it: no page of the ledger shows
    them, and no bundle opens them unless whoever makes it is entitled to (`conduct_records`).

    `hides_actor` says of an entry, by what its fields say, whether its actor is somebody whom no
    page may name: in entries from before who reported was a closed field.

    `tells_by_key` says of an envelope whether the keys that it names tell whom no page may name, in
    entries from before such fields had a key of their own: such an entry is handed to nobody.

    `hides_text` says, given the entry's case, of a field and of a text in it whether somebody is
    told from it who must not be: such a field stays closed as well; None where nobody can be.

    `evidence`, where business rows stand behind such entries, says which row asks for which entry;
    `ledger verify` compares the two.
    """

    name: str
    label: str | Promise
    fields: Mapping[str, str | Promise] = field(default_factory=dict)
    log: Log = Log.RECORDS
    evidence: "Evidence | None" = None
    parts: Mapping[str, str | Promise] = field(default_factory=dict)
    confidential: Collection[str] = ()
    hides_actor: "Callable[[Mapping[str, Any]], bool] | None" = None
    tells_by_key: "Callable[[Mapping[str, Any]], bool] | None" = None
    hides_text: "Callable[[str], Callable[[str, str], bool] | None] | None" = None


class Evidence(Protocol):
    """The business rows behind entries of one type: one entry for each row, found by its case.
    `queries.evidence.RowEvidence` does all of it for a table.

    `fleeting` names fields that say how things were called at the time, such as the name of a unit:
    they may be called differently by now, and are not to be compared.
    """

    @property
    def fleeting(self) -> Collection[str]: ...

    def cases(self) -> Iterable[str]:
        """The case tokens of all rows that must have an entry of the type."""

    def records_of(self, cases: Collection[str]) -> "Mapping[str, Record]":
        """By its case, what the entry of each row must say; cases without a row are left out.

        Who was erased since has another token in the business rows: where the key of the entry's
        own subject or actor is destroyed, that token is not to be compared, and neither is a field
        that can no longer be opened.
        """


_types: dict[str, EntryType] = {}


def record_type(entry_type: EntryType) -> None:
    _types[entry_type.name] = entry_type


def type_named(name: str) -> EntryType | None:
    return _types.get(name)


def types() -> tuple[EntryType, ...]:
    return tuple(_types.values())


_closed_sights: set[str] = set()


def close_sight(what: str) -> None:
    """Looks at this stand in the log as all do, and whose record it was is shown to nobody but
    them: it would tell who reported something."""
    _closed_sights.add(what)


def closed_sights() -> frozenset[str]:
    return frozenset(_closed_sights)


_closed_lookers: set[str] = set()


def close_lookers(purpose: str) -> None:
    """Looks for this purpose stand in the log as all do, and who looked is shown to nobody: it
    would tell who reported something."""
    _closed_lookers.add(purpose)


def hides_looker(said: Mapping[str, Any]) -> bool:
    """By what the fields of a look say."""
    return said.get("purpose") in _closed_lookers


Unemptied = Callable[[Collection[str]], Iterable[str]]
_unemptied: list[Unemptied] = []


def must_be_emptied(find: Unemptied) -> None:
    """`find` names, of rows with these tokens, those that still say something; once the key of a
    token is destroyed, there must be none."""
    if find not in _unemptied:
        _unemptied.append(find)


def unemptied_among(tokens: Collection[str]) -> list[str]:
    return [str(row) for find in _unemptied for row in find(tokens)]


class Closing(Protocol):
    def __call__(self, reader: Any) -> "Q":
        """The entries of which the reader must not know what they are about: they are told of it
        elsewhere, later or never. At a few queries, whatever their number."""


_closings: list[Closing] = []


def close_entries(closing: Closing) -> None:
    if closing not in _closings:
        _closings.append(closing)


def closings() -> tuple[Closing, ...]:
    return tuple(_closings)


class Directory(Protocol):
    """Who stands behind the tokens; the package that knows people registers it."""

    def names_of(self, tokens: Collection[str]) -> Mapping[str, str]:
        """The names of those who are known, for the reader's language."""

    def token_of(self, staff_number: str) -> str | None:
        """None where nobody has the number."""

    def system_token(self) -> str:
        """Of the account in whose name background work acts."""

    def out_of_reach(
        self, reader: Any, tokens: Collection[str], permission: str
    ) -> Collection[str]:
        """Those of the tokens whose people stand where the reader's roles do not carry the
        permission; in one query. Nobody's own token is among them, and no unknown one."""

    def renew_token(self, token: str) -> None:
        """Whoever had the erased token gets a fresh one."""


_directories: list[Directory] = []


def use_directory(found: Directory) -> None:
    _directories[:] = [found]


def directory() -> Directory:
    return _directories[0]
