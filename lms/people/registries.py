"""Where packages on higher floors take part in attended sessions, and in what becomes of all that
is kept about a person. They register in `apps.ready`."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.utils.functional import Promise

from lms.ledger.registries import must_be_emptied

if TYPE_CHECKING:
    from lms.people.models import AttendedSession, Employee


class WorkDone(Protocol):
    def __call__(self, session: "AttendedSession") -> list[str]:
        """What was done in the session, in the reader's words, one line each."""


_open_while_attended: set[str] = set()
_work_while_attended: list[WorkDone] = []


def open_while_attended(*view_names: str) -> None:
    """These pages ("courses:list") may be reached on a device that is handed over; all others
    stay closed until the session ends."""
    _open_while_attended.update(view_names)


def is_open_while_attended(view_name: str) -> bool:
    return view_name in _open_while_attended


def show_work(work: WorkDone) -> None:
    """Name this work on the page where the session is signed."""
    if work not in _work_while_attended:
        _work_while_attended.append(work)


def work_done(session: "AttendedSession") -> list[str]:
    return [line for work in _work_while_attended for line in work(session)]


# What is kept about people ----------------------------------------------------------------------

Row = TypeVar("Row")


@dataclass(frozen=True)
class DataTable:
    """Rows of one kind, as they are handed to the person: `columns` labels what a row holds; values
    are texts, numbers, days and moments, or lists of them."""

    name: str
    label: str | Promise
    columns: Mapping[str, str | Promise]
    rows: Sequence[Mapping[str, Any]]

    @classmethod
    def of(
        cls,
        name: str,
        label: str | Promise,
        rows: Iterable[Row],
        columns: Mapping[str, tuple[str | Promise, Callable[[Row], Any]]],
    ) -> "DataTable":
        """From whatever rows: of each column what it is called, and what a row has there."""
        return cls(
            name,
            label,
            {key: title for key, (title, __) in columns.items()},
            [{key: value(row) for key, (__, value) in columns.items()} for row in rows],
        )


@dataclass(frozen=True)
class Portion:
    """What a package keeps about somebody, in the reader's language; `files` by the name under
    which each is handed out."""

    tables: Sequence[DataTable]
    files: Mapping[str, FieldFile] = field(default_factory=dict)


@dataclass(frozen=True)
class Erased:
    """What an erasure leaves to be done: the ledger's tokens of records that stand under keys of
    their own, and the stored files that are to be deleted once it is committed."""

    tokens: Sequence[str] = ()
    files: Sequence[FieldFile] = ()


@dataclass(frozen=True)
class RecordKind:
    """A kind of record with its term: `months` is proposed, and `lms.people.models.RetentionTerm`
    may say another; `runs_from` says in words what the term runs from.

    `at_least` is the shortest term that may be set: what a law asks for, or the work itself.

    `ended_on` is that day for somebody: None where nothing of the kind is kept about them, and
    `date.max` where it has not come yet.
    """

    name: str
    label: str | Promise
    months: int
    runs_from: str | Promise
    ended_on: "Callable[[Employee], date | None]"
    at_least: int = 1


def last_day(employee: "Employee") -> date:
    """In the company, as `RecordKind.ended_on` has it."""
    return employee.left_on or date.max


def since_leaving(
    *models: type[Model], person: str = "employee"
) -> "Callable[[Employee], date | None]":
    """A `RecordKind.ended_on` of records that are kept until so long after the last day in the
    company; `person` leads from the rows to whom they are about."""

    def ended_on(employee: "Employee") -> date | None:
        kept = (model._default_manager.filter(**{person: employee}) for model in models)
        return last_day(employee) if any(rows.exists() for rows in kept) else None

    return ended_on


@dataclass(frozen=True)
class DueRecord:
    """A single record whose term is over while its people stay, such as a case long spent.
    `subject` is the token of whom it is about, whose legal hold keeps it, as does one on any of
    `held`, whom it names as well."""

    kind: str
    token: str
    title: str
    ended_on: date
    due_on: date
    subject: str | None = None
    held: Collection[str] = ()

    @property
    def keepers(self) -> set[str]:
        """The tokens of all whose legal hold keeps it."""
        return {*self.held} | ({self.subject} if self.subject else set())


@dataclass(frozen=True)
class PersonalRecords:
    """All that one package keeps about people.

    `gather` is what they get to see of it, without what would tell on others; where the reader, who
    comes second, is somebody else, without what is theirs alone to know, too. `obstacles` are the
    reasons, in the reader's words, for which it cannot be erased now, terms and holds apart;
    whoever lacks the permission `told_to` over the person is told no more than that something is
    open; none of them says who reported or witnessed something. `keepers` are the tokens of others
    whose legal hold keeps what they did and said: those whose cases they had a part in.

    `erase` empties and deletes, in the caller's transaction and inside
    `lms.ledger.actions.erasing.erasing`, whatever tells who somebody is; what is left are rows that
    figures are counted from. `due` lists single records whose term is over, given the months of a
    kind and today; `erase_record` is to one of them, by its token, as `erase` to a person, and None
    where the token is none of the package's.

    `erase_again` is `erase_record` after an older database was restored: to whatever row has the
    token, however it stood then. `unemptied` names those of the rows with these tokens that are not
    emptied; once their keys are destroyed, there must be none.
    """

    name: str
    label: str | Promise
    kinds: Sequence[RecordKind]
    gather: "Callable[[Employee, Employee], Portion]"
    erase: "Callable[[Employee], Erased]"
    obstacles: "Callable[[Employee], Iterable[str]]" = lambda employee: ()
    told_to: str = ""
    due: Callable[[Callable[[str], int], date], Iterable[DueRecord]] = lambda months, today: ()
    erase_record: Callable[[str], Erased | None] = lambda token: None
    erase_again: Callable[[str], Erased | None] = lambda token: None
    unemptied: Callable[[Collection[str]], Iterable[str]] = lambda tokens: ()
    keepers: "Callable[[Employee], Collection[str]]" = lambda employee: ()


_records: dict[str, PersonalRecords] = {}


def keep_records(records: PersonalRecords) -> None:
    _records[records.name] = records
    must_be_emptied(records.unemptied)


def all_records() -> tuple[PersonalRecords, ...]:
    """In the order of the floors, the highest first: what hangs on something goes before it."""
    return tuple(reversed(_records.values()))
