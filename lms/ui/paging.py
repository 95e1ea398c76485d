"""Pages of a list that nobody counts: whether there is another one is all that is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row")
SomeModel = TypeVar("SomeModel", bound=Model)


@dataclass(frozen=True)
class OpenPage(Generic[Row]):
    """As templates use a page of Django's, without the number of all pages."""

    rows: Sequence[Row]
    number: int
    has_next: bool

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def page_number(said: str | None) -> int:
    """The first, where no page is named."""
    return int(said) if said and said.isdecimal() and 0 < len(said) < 7 and int(said) > 0 else 1


def open_page(rows: QuerySet[SomeModel], said: str | None, size: int) -> OpenPage[SomeModel]:
    """The page that was asked for: one query."""
    number = page_number(said)
    found = list(rows[(number - 1) * size : number * size + 1])
    return OpenPage(found[:size], number, len(found) > size)
