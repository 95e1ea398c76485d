"""Where packages on higher floors take part. They register in their `apps.ready`."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar
from uuid import UUID

from assessments.errors import Unmet

if TYPE_CHECKING:
    from assessments.models import Quiz
    from lms.people.models import Employee

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Link:
    url: str
    label: str


class StartCondition(Protocol):
    def __call__(self, employee: "Employee", quiz: "Quiz") -> list[Unmet] | None:
        """What keeps the employee from starting the quiz now; empty when nothing does, None where
        the quiz is not this package's affair. A quiz that is nobody's affair stays closed."""


class ResultLink(Protocol):
    def __call__(self, employee: "Employee", quiz: "Quiz") -> list[Link]:
        """Where the employee goes on from the door or result of the quiz; the first is the main
        one."""


@dataclass(frozen=True)
class Stake:
    """Something that was given for the result of a sitting and stands: a certificate. `url` is
    where the reader can take it back; empty for who may not."""

    sitting_id: UUID
    label: str
    url: str


class AtStake(Protocol):
    def __call__(self, sitting_ids: Collection[UUID], reader: "Employee") -> list[Stake]:
        """What hangs on these sittings, in the order of its labels; a constant number of
        queries."""


class Registry(Generic[Entry]):
    """Entries in the order of registration, each once."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def register(self, entry: Entry) -> Entry:
        """Usable as a decorator."""
        if entry not in self._entries:
            self._entries.append(entry)
        return entry

    def unregister(self, entry: Entry) -> None:
        self._entries.remove(entry)

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))


# Asked by `policies.unmet_conditions`, for the door page and for the direct POST alike.
start_conditions: Registry[StartCondition] = Registry()
# Paths of tasks ("courses.tasks.complete_course") enqueued with `sitting_id` (a string) inside the
# transaction that marks the sitting. They may run more than once.
after_marking: Registry[str] = Registry()
result_links: Registry[ResultLink] = Registry()
# Asked where a result is suspended or would no longer be a pass.
at_stake: Registry[AtStake] = Registry()
