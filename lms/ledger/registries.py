"""What higher floors register here, in their `apps.ready`."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise

from lms.ledger.enums import Log

if TYPE_CHECKING:
    from lms.ledger.rules.envelope import Record


@dataclass(frozen=True)
class EntryType:
    """A kind of entry: its lasting name, what people call it, and its fields with their labels.

    `parts` labels the names within a field that holds several values.

    `evidence`, where business rows stand behind such entries, says which row asks for which entry;
    `ledger verify` compares the two.
    """

    name: str
    label: str | Promise
    fields: Mapping[str, str | Promise] = field(default_factory=dict)
    log: Log = Log.RECORDS
    evidence: "Evidence | None" = None
    parts: Mapping[str, str | Promise] = field(default_factory=dict)


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
