"""Eight writers at the same moment, some of whom think better of it: real transactions."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, transaction

from lms.ledger.actions.record_entries import record_entries
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.enums import Log
from lms.ledger.models import Entry
from lms.ledger.queries.tree import inclusion_proof, root_at, size_of
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.types import LOOK
from lms.ledger.rules.verifier import is_included, leaf_hash
from lms.people.enums import Role
from lms.people.models import Employee, RoleGrant, Unit
from lms.people.rules.evidence import ROLE_GRANTED, role_granted
from tests.factories.people import EmployeeFactory, UnitFactory

WRITERS = 8
CHANGES = 12
PEOPLE = 4


class ThoughtBetter(Exception):
    pass


def write(units: list[Unit]) -> None:
    """A change for each unit, with its entries in both logs, all of them about the same four
    people; every third is undone at the last moment."""
    people, actor = Employee.objects.filter(name="林小满"), Employee.objects.system()
    try:
        for number, unit in enumerate(units):
            with suppress(ThoughtBetter), transaction.atomic(durable=True):
                employee = people[number % PEOPLE]
                grant = RoleGrant.objects.create(
                    employee=employee, role=Role.TRAINER, unit=unit, granted_by=actor
                )
                record_entries(role_granted(grant))
                record_entries(look_at(employee, actor), log=Log.LOOKS)
                if number % 3 == 2:
                    raise ThoughtBetter
    finally:
        connection.close()


def look_at(employee: Employee, actor: Employee) -> Record:
    fields = {"what": "record", "purpose": "a question", "at": "now"}
    return Record(LOOK, actor.token, fields, subject=employee.token)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_leave_a_dense_sequence_and_a_valid_tree() -> None:
    EmployeeFactory.create_batch(PEOPLE, name="林小满")
    units = UnitFactory.create_batch(WRITERS * CHANGES)
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, [units[number::WRITERS] for number in range(WRITERS)]))
    kept = RoleGrant.objects.count()
    assert kept == WRITERS * CHANGES * 2 // 3
    for log in Log:
        numbers = Entry.objects.filter(log=log).order_by("seq").values_list("seq", flat=True)
        assert list(numbers) == list(range(kept))
        root = root_at(log, kept)
        for entry in Entry.objects.filter(log=log):
            leaf = leaf_hash(entry.envelope.encode())
            proof = inclusion_proof(log, entry.seq, kept)
            assert is_included(entry.seq, kept, leaf, proof, root)
    recorded = Entry.objects.filter(log=Log.RECORDS, type=ROLE_GRANTED)
    assert set(recorded.values_list("case", flat=True)) == set(
        RoleGrant.objects.values_list("case", flat=True)
    )
    verdict = verify()
    assert verdict.is_sound, verdict.in_words
    assert size_of(Log.RECORDS) == kept
