"""What higher floors register here, in their `apps.ready`."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.functional import Promise

from lms.ledger.enums import Log


@dataclass(frozen=True)
class EntryType:
    """A kind of entry: its lasting name, what people call it, and its fields with their labels.

    `evidence`, where business rows stand behind such entries, yields for each row in a batch of
    case tokens the record that its entry should say (None: for all rows there are); `ledger verify`
    compares the two.
    """

    name: str
    label: str | Promise
    fields: Mapping[str, str | Promise] = field(default_factory=dict)
    log: Log = Log.RECORDS
    evidence: "Evidence | None" = None


class Evidence(Protocol):
    """The business rows behind entries of one type."""

    def cases(self) -> Iterable[str]:
        """The case tokens of all rows that must have an entry of the type."""

    def records_of(self, cases: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
        """For each of the cases that has a row: fields and values as the entry must hold them."""


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

    def renew_token(self, token: str) -> None:
        """Whoever had the erased token gets a fresh one."""


_directories: list[Directory] = []


def use_directory(found: Directory) -> None:
    _directories[:] = [found]


def directory() -> Directory:
    return _directories[0]
