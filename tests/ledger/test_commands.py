"""`manage.py ledger …`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from lms.ledger.actions.note_look import sequence_looks
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.queries.looks import looks_at
from lms.ledger.rules.verifier import check_bundle
from tests.factories.people import EmployeeFactory
from tests.ledger.erasures import erase_subject

pytestmark = pytest.mark.django_db(transaction=True)


def ledger(*arguments: object) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("ledger", *(str(each) for each in arguments), stdout=out)
    return out.getvalue()


def test_prove_shows_the_way_to_the_root(record_things) -> None:
    record_things(6)
    assert "entry 4 of 6" in ledger("prove", 4)
    with pytest.raises(CommandError, match="no entry of this number"):
        ledger("prove", 6)


def test_checkpoint_signs_and_files(record_things, checkpoint_file) -> None:
    record_things(2)
    said = ledger("checkpoint")
    assert "test.example/ledger/records\n2\n" in said
    assert "test.example/ledger/records\n2\n" in checkpoint_file.read_text()


def test_disclose_shows_the_fields_named_and_is_itself_a_look(record_things, tmp_path) -> None:
    employee = EmployeeFactory.create()
    [seq] = record_things(subject=employee.token)
    ledger("checkpoint")
    path = tmp_path / "bundle.json"
    ledger("disclose", seq, "name", "--to", path, "--purpose", "tribunal")
    data = path.read_bytes()
    assert check_bundle(data, [str(key) for key in verifier_keys()]).is_sound
    assert list(json.loads(data)["entries"][0]["disclosed"]) == ["name"]
    sequence_looks()
    assert looks_at(employee.token).count() == 1


def test_disclose_refuses_an_unknown_field_and_an_erased_one(record_things) -> None:
    employee = EmployeeFactory.create(staff_number="20416")
    [seq] = record_things(subject=employee.token)
    ledger("checkpoint")
    with pytest.raises(CommandError, match="no field age; it has: mark, name"):
        ledger("disclose", seq, "age")
    erase_subject(actor="actor", subject=employee.token, reason="retention over")
    with pytest.raises(CommandError, match="destroyed"):
        ledger("disclose", seq, "name")


def test_disclose_to_where_nothing_can_be_written_notes_no_look(record_things, tmp_path) -> None:
    employee = EmployeeFactory.create()
    [seq] = record_things(subject=employee.token)
    ledger("checkpoint")
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        ledger("disclose", seq, "name", "--to", tmp_path / "nowhere" / "x")
    sequence_looks()
    assert looks_at(employee.token).count() == 0


def test_nobody_is_held_under_an_unknown_number() -> None:
    with pytest.raises(CommandError, match="Nobody has this staff number"):
        ledger("hold", "99999", "--reason", "x")


def test_a_hold_that_is_not_in_force_is_not_lifted(record_things) -> None:
    employee = EmployeeFactory.create(staff_number="20416")
    record_things(subject=employee.token)
    lift = ("hold", "20416", "--lift", "--reason", "settled")
    with pytest.raises(CommandError, match="No legal hold is in force"):
        ledger(*lift)
    ledger("hold", "20416", "--reason", "case 17")
    ledger(*lift)
    with pytest.raises(CommandError, match="No legal hold is in force"):
        ledger(*lift)
