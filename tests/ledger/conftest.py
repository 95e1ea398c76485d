"""A kind of entry of the tests' own, and what belongs to it."""

from collections.abc import Callable

import pytest
from django.db import transaction

from lms.ledger.actions.record_entries import record_entries
from lms.ledger.registries import EntryType, record_type
from lms.ledger.rules.envelope import Record


@pytest.fixture(autouse=True)
def known_type() -> None:
    record_type(EntryType("test.thing", "Thing", {"name": "name", "mark": "mark"}))


@pytest.fixture
def record_things() -> Callable[..., list[int]]:
    """Records so many things, about the token given; their numbers."""

    def record(count: int = 1, subject: str | None = "hers", case: str | None = None) -> list[int]:
        thing = Record("test.thing", "actor", {"name": "林小满", "mark": 3}, subject, case)
        with transaction.atomic():
            return record_entries(*[thing] * count)

    return record
