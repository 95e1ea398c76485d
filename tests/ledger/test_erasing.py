"""Erasing somebody: nothing can be read any more, everything can still be proved."""

import pytest
from django.db import transaction

from lms.ledger.actions.erasing import destroy_keys
from lms.ledger.actions.legal_hold import lift_hold, place_hold
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.errors import AlreadyErased, KeyDestroyed, NotCovered, OnLegalHold, ReasonMissing
from lms.ledger.models import Entry, SubjectKey
from lms.ledger.queries.bundles import bundle_of, bundle_text
from lms.ledger.queries.entries import disclosures_of, entry_at
from lms.ledger.queries.holds import hold_on
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.rules.verifier import check_bundle
from lms.people.models import Employee
from tests.factories.people import EmployeeFactory
from tests.ledger.erasures import erase_subject

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def xiaoman() -> Employee:
    return EmployeeFactory.create(name="林小满", staff_number="20416")


def erase(employee: Employee, reason: str = "retention over") -> int:
    actor = Employee.objects.system().token
    return erase_subject(actor=actor, subject=employee.token, reason=reason)


def checked(entry: Entry, *fields: str):
    text = bundle_text(bundle_of([entry], fields))
    return check_bundle(text.encode(), [str(key) for key in verifier_keys()])


def test_what_was_said_of_somebody_is_gone_and_the_proof_stays(record_things, xiaoman) -> None:
    [seq] = record_things(subject=xiaoman.token)
    entry = entry_at(Log.RECORDS, seq)
    assert disclosures_of([entry])[seq]["name"].value == "林小满"
    erase(xiaoman)
    assert disclosures_of([entry])[seq] == {"name": None, "mark": None}
    sign_checkpoint(Log.RECORDS)
    assert checked(entry, "name").is_sound


def test_the_erasure_is_an_entry_whose_reason_can_be_read(record_things, xiaoman) -> None:
    record_things(subject=xiaoman.token)
    token = xiaoman.token
    entry = entry_at(Log.RECORDS, erase(xiaoman))
    assert (entry.type, entry.subject) == ("ledger.key_destroyed", token)
    assert disclosures_of([entry])[entry.seq]["reason"].value == "retention over"


def test_a_hold_on_somebody_else_may_keep_it_too(record_things, xiaoman) -> None:
    """Asked under the lock, whatever was asked before."""
    other = EmployeeFactory.create()
    record_things(subject=xiaoman.token)
    place_hold(actor=xiaoman.token, subject=other.token, reason="仲裁 17 号")
    with pytest.raises(OnLegalHold, match="仲裁 17 号"), transaction.atomic():
        destroy_keys(
            actor=other.token, subject=xiaoman.token, records=[], reason="x", held=[other.token]
        )
    assert SubjectKey.objects.filter(token=xiaoman.token).exists()


def test_others_stay_readable(record_things, xiaoman) -> None:
    record_things(subject=xiaoman.token)
    [other] = record_things(subject="another")
    erase(xiaoman)
    assert disclosures_of([entry_at(Log.RECORDS, other)])[other]["mark"].value == 3


def test_the_person_gets_another_token_and_the_old_one_takes_nothing_more(
    record_things, xiaoman
) -> None:
    old = xiaoman.token
    record_things(subject=old)
    erase(xiaoman)
    xiaoman.refresh_from_db()
    assert xiaoman.token != old
    with pytest.raises(KeyDestroyed):
        record_things(subject=old)
    record_things(subject=xiaoman.token)


def test_a_legal_hold_refuses_with_its_reason_until_it_is_lifted(record_things, xiaoman) -> None:
    record_things(subject=xiaoman.token)
    hold = {"actor": "hr", "subject": xiaoman.token}
    place_hold(**hold, reason="arbitration case 17")
    with pytest.raises(OnLegalHold, match="arbitration case 17"):
        erase(xiaoman)
    assert SubjectKey.objects.filter(token=xiaoman.token).exists()
    lift_hold(**hold, reason="settled")
    assert hold_on(xiaoman.token) is None
    erase(xiaoman)


def test_a_reason_is_needed_and_nobody_is_erased_twice(record_things, xiaoman) -> None:
    record_things(subject=xiaoman.token)
    with pytest.raises(ReasonMissing):
        erase(xiaoman, reason="  ")
    with pytest.raises(ReasonMissing):
        place_hold(actor="hr", subject=xiaoman.token, reason="")
    erase(xiaoman)
    with pytest.raises(AlreadyErased):
        erase(xiaoman)


def test_one_field_is_shown_without_the_others(record_things, xiaoman) -> None:
    [seq] = record_things(subject=xiaoman.token)
    entry = entry_at(Log.RECORDS, seq)
    with pytest.raises(NotCovered):
        bundle_of([entry], ["mark"])
    sign_checkpoint(Log.RECORDS)
    found = bundle_of([entry], ["mark"])
    assert list(found["entries"][0]["disclosed"]) == ["mark"]
    assert "林小满" not in bundle_text(found)
    assert checked(entry, "mark").is_sound


def test_who_only_acted_is_erased_too(record_things, xiaoman) -> None:
    """They have no key, but a token that stands in what they did."""
    place_hold(actor=xiaoman.token, subject="another", reason="case 17")
    old = xiaoman.token
    erase(xiaoman)
    xiaoman.refresh_from_db()
    assert xiaoman.token != old
