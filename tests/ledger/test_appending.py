"""Appending to the ledger."""

import pytest
from django.db import connection, transaction

from lms.ledger.actions.record_entries import record_entries
from lms.ledger.enums import Log
from lms.ledger.errors import Fixed, UnknownEntryType
from lms.ledger.models import Entry, Node
from lms.ledger.queries.tree import inclusion_proof, root_at, size_of
from lms.ledger.registries import EntryType, record_type
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.verifier import is_included

THING = Record("test.thing", "actor", {"name": "林小满", "mark": 3}, subject="hers", case="case")


@pytest.fixture(autouse=True)
def known_type() -> None:
    record_type(EntryType("test.thing", "Thing", {"name": "name", "mark": "mark"}))


@pytest.mark.django_db
def test_entries_are_numbered_without_gaps_and_each_is_provable() -> None:
    numbers = [number for count in range(1, 8) for number in record_entries(*[THING] * count)]
    assert numbers == list(range(28))
    size = size_of(Log.RECORDS)
    root = root_at(Log.RECORDS, size)
    for seq in range(size):
        leaf = bytes(Node.objects.get(log=Log.RECORDS, level=0, index=seq).hash)
        assert is_included(seq, size, leaf, inclusion_proof(Log.RECORDS, seq, size), root)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_appending_costs_the_same_number_of_queries(count: int, django_assert_num_queries) -> None:
    record_entries(THING)
    # PostgreSQL checks foreign keys first, by two statements.
    with django_assert_num_queries(9 if connection.vendor == "postgresql" else 7):
        record_entries(*[THING] * count)


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record_entries(THING)


@pytest.mark.django_db
def test_an_unknown_type_or_field_is_refused() -> None:
    for record in (Record("test.else", "a", {}), Record("test.thing", "a", {"age": 3})):
        with pytest.raises(UnknownEntryType):
            record_entries(record)
    assert size_of(Log.RECORDS) == 0


@pytest.mark.django_db
def test_an_entry_is_never_changed() -> None:
    record_entries(THING)
    entry = Entry.objects.get()
    for change in (entry.save, entry.delete, Entry.objects.all().delete):
        with pytest.raises(Fixed):
            change()
