"""Looks: noted in the request, moved into their own log by the worker."""

import pytest

from lms.ledger.actions.note_look import note_look, sequence_looks
from lms.ledger.enums import Log
from lms.ledger.models import PendingLook
from lms.ledger.queries.entries import disclosures_of
from lms.ledger.queries.looks import looks_at
from lms.ledger.queries.tree import size_of
from tests.factories.people import EmployeeFactory
from tests.ledger.erasures import erase_subject

pytestmark = pytest.mark.django_db(transaction=True)


def look(subject: str, actor: str = "manager", purpose: str = "training progress") -> None:
    note_look(actor=actor, subject=subject, what="team page", purpose=purpose)


def test_a_look_costs_the_request_one_row(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        look("hers")


def test_the_worker_moves_looks_into_their_own_log(run_jobs) -> None:
    for subject in ("hers", "his", "hers"):
        look(subject)
    run_jobs()
    assert not PendingLook.objects.exists()
    assert size_of(Log.LOOKS) == 3
    entries = list(looks_at("hers"))
    assert [entry.seq for entry in entries] == [2, 0]
    said = disclosures_of(entries)[0]
    assert (said["what"].value, said["purpose"].value) == ("team page", "training progress")


def test_nobody_is_noted_for_looking_at_their_own_record() -> None:
    look("hers", actor="hers")
    assert not PendingLook.objects.exists()


def test_many_looks_are_moved_in_batches() -> None:
    for number in range(1203):
        PendingLook.objects.create(
            at="2026-11-22T06:00Z", actor="a", subject=f"s{number % 7}", what="w", purpose="p"
        )
    assert sequence_looks() == 1203
    assert size_of(Log.LOOKS) == 1203


def test_of_a_look_on_its_way_when_somebody_was_erased_only_that_it_was_stays(
    record_things,
) -> None:
    employee = EmployeeFactory.create()
    token = employee.token
    record_things(subject=token)
    look(token)
    erase_subject(actor="hr", subject=token, reason="retention over")
    assert sequence_looks() == 1
    [entry] = looks_at(token)
    assert entry.actor == "manager" and disclosures_of([entry])[entry.seq] == {}
