"""Erasing a person: what is refused, what goes, what a killed process leaves."""

from io import StringIO
from unittest.mock import ANY

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from lms.ledger.actions.erasing import erasing
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.enums import Fault
from lms.ledger.errors import AlreadyErased, MasterKeyWrong, OnLegalHold, ReasonMissing
from lms.ledger.models import Entry, ErasurePermit
from lms.notify.models import Notice
from lms.notify.sending import Letter, notify
from lms.people.actions.change_employee import change_employee
from lms.people.actions.empty_person import FINISH
from lms.people.actions.erase_person import erase_person
from lms.people.actions.erase_record import erase_record
from lms.people.actions.finish_erasure import keep_erasures
from lms.people.actions.hold_records import place_hold
from lms.people.actions.lock_people import locked_people
from lms.people.actions.repeat_erasures import repeat_erasures
from lms.people.actions.set_term import set_term
from lms.people.enums import Role
from lms.people.errors import (
    CannotBeErasedYet,
    CannotEraseOneself,
    NotAllowed,
    NotEmptied,
    PersonErased,
    ReasonNames,
    RecordNotDue,
    StillKept,
)
from lms.people.models import Employee, PersonalExport, RoleGrant, RosterImport, RosterRow
from lms.people.queries.retention import schedule
from lms.ui.erased import ERASED
from tests.factories.people import CompanyFactory, EmployeeFactory, UnitFactory, holder_of
from tests.ledger.erasures import erase_subject
from tests.people.test_retention import left

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def director() -> Employee:
    return holder_of(Role.HR_DIRECTOR, CompanyFactory.create())


@pytest.fixture
def gone(director: Employee) -> Employee:
    employee = left(director.unit)
    Employee.objects.filter(pk=employee.pk).update(name="欧阳暮雪", email="muxue@example.com")
    employee.refresh_from_db()
    return employee


def test_who_cannot_be_erased_is_refused_in_words(director: Employee, gone: Employee) -> None:
    act = {"actor": director, "reason": "期满"}
    with pytest.raises(CannotEraseOneself):
        erase_person(employee=director, **act)
    with pytest.raises(NotAllowed):
        erase_person(employee=left(UnitFactory.create()), **act)
    officer = holder_of(Role.HR_OFFICER, director.unit)
    with pytest.raises(NotAllowed):
        erase_person(actor=officer, employee=gone, reason="期满")
    with pytest.raises(ReasonMissing):
        erase_person(actor=director, employee=gone, reason=" ")
    with pytest.raises(CannotBeErasedYet):
        erase_person(employee=EmployeeFactory.create(unit=director.unit), **act)
    system = Employee.objects.system()
    set_term(actor=system, kind=next(iter(schedule())), months=600, reason="x")
    with pytest.raises(StillKept):
        erase_person(employee=gone, **act)


def test_a_hold_keeps_everything(director: Employee, gone: Employee) -> None:
    place_hold(actor=director, employee=gone, reason="仲裁 17 号")
    before = Employee.objects.filter(pk=gone.pk).values().get()
    with pytest.raises(OnLegalHold, match="仲裁 17 号"):
        erase_person(actor=director, employee=gone, reason="期满")
    assert Employee.objects.filter(pk=gone.pk).values().get() == before


def test_a_reason_that_names_the_person_is_refused(director: Employee, gone: Employee) -> None:
    for reason in ("欧阳暮雪期满", f"工号{gone.staff_number.lower()}", "MUXUE@example.com 期满"):
        with pytest.raises(ReasonNames):
            erase_person(actor=director, employee=gone, reason=reason)
    gone.refresh_from_db()
    assert gone.erased_at is None


def test_what_names_them_as_they_were_called_before_goes_too(
    director: Employee, gone: Employee
) -> None:
    change_employee(
        actor=director, employee=gone, name="欧阳夕", latin_name="", email="", employer="",
        hired_on=gone.hired_on, employment_kind=gone.employment_kind, is_active=False,
    )  # fmt: skip
    gone.refresh_from_db()
    with transaction.atomic():
        for title in ("欧阳暮雪已离职", "欧阳夕已离职", "别的"):
            notify(Letter(director.pk, title, "", "", "zh-hans"))
    named = {"asked_by": director, "digest": "x"}
    RosterImport.objects.create(file_name="欧阳暮雪 工资卡.xlsx", **named)
    by_row = RosterImport.objects.create(file_name="三月.xlsx", **named)
    RosterRow.objects.create(roster=by_row, number=2, name="欧阳暮雪", outcome="added")
    other = RosterImport.objects.create(file_name="四月.xlsx", **named)
    erase_person(actor=director, employee=gone, reason="期满")
    assert [each.title for each in Notice.objects.all()] == ["别的"]
    kept = set(RosterImport.objects.values_list("file_name", flat=True))
    assert kept == {ERASED, other.file_name}
    assert not RosterRow.objects.exists()


def test_nothing_of_the_person_is_left(director: Employee, gone: Employee, run_jobs) -> None:
    old, number = gone.token, gone.staff_number
    RoleGrant.objects.create(
        employee=gone, role=Role.TRAINER, unit=gone.unit, granted_by=director,
        revoked_by=director, revoked_at=timezone.now(),
    )  # fmt: skip
    export = PersonalExport.objects.create(employee=gone, owner=director, state="done")
    export.result.save("欧阳暮雪.zip", ContentFile(b"all of it"))
    assert "欧阳" not in export.result.name
    file = export.result
    with transaction.atomic():
        for who, title in ((gone, "你好"), (director, f"{gone.name} 已离职"), (director, "别的")):
            notify(Letter(who.pk, title, "", "", "zh-hans"))
    seq = erase_person(actor=director, employee=gone, reason="期满")
    row = Employee.objects.get(pk=gone.pk)
    assert row.erased_at and row.token != old and not row.has_usable_password()
    assert (row.email, row.is_active) == ("", False)
    assert row.staff_number.startswith("ERASED-") and row.unit == gone.unit
    assert not row.placements.exists() and not row.role_grants.exists()
    assert [each.title for each in Notice.objects.all()] == ["别的"]
    assert not Employee.objects.filter(search_key__contains="muxue").exists()
    assert Entry.objects.get(log="records", seq=seq).subject == old
    assert file.storage.exists(file.name)
    assert number not in str(list(DBTaskResult.objects.values_list("args_kwargs", flat=True)))
    run_jobs()
    assert not file.storage.exists(file.name)
    assert not DBTaskResult.objects.filter(task_path=FINISH).exists()
    with pytest.raises(AlreadyErased):
        erase_person(actor=director, employee=gone, reason="期满")


def test_what_lost_its_worker_is_taken_up_again(director: Employee, gone: Employee) -> None:
    erase_person(actor=director, employee=gone, reason="期满")
    DBTaskResult.objects.filter(task_path=FINISH).update(status="FAILED")
    assert keep_erasures(actor=Employee.objects.system()) == 1
    assert DBTaskResult.objects.get(task_path=FINISH).status == "READY"


def test_an_error_at_the_end_undoes_all_of_it(director: Employee, gone: Employee, settings) -> None:
    settings.LEDGER_MASTER_KEY = "no key"
    with pytest.raises(MasterKeyWrong):
        erase_person(actor=director, employee=gone, reason="期满")
    gone.refresh_from_db()
    assert gone.name == "欧阳暮雪" and gone.erased_at is None
    assert not DBTaskResult.objects.filter(task_path=FINISH).exists()


def test_who_comes_back_with_an_older_backup_goes_again(director: Employee, gone: Employee) -> None:
    """Here the row alone came back, with its token, as no entry knows that it was destroyed."""
    place_hold(actor=director, employee=gone, reason="当时未决")
    system = Employee.objects.system()
    assert repeat_erasures(actor=system, tokens=[gone.token, "of-a-record"]) == sorted(
        [gone.token, "of-a-record"]
    )
    row = Employee.objects.get(pk=gone.pk)
    assert row.erased_at and row.token != gone.token and row.name != gone.name
    assert repeat_erasures(actor=system, tokens=[gone.token]) == []
    assert verify().is_sound


def test_what_is_left_of_the_erased_is_named_and_stops_the_restore(director: Employee) -> None:
    """Only the key went; an entry says so, and the account is as it was."""
    kept = EmployeeFactory.create(unit=director.unit)
    token = kept.token
    erase_subject(actor=director.token, subject=token, reason="x")
    assert verify().is_sound
    Employee.objects.filter(pk=kept.pk).update(token=token)
    found = [(each.fault, each.detail) for each in verify().findings]
    assert (Fault.NOT_EMPTIED, ANY) in found and str(kept.pk) in repr(found)
    with pytest.raises(NotEmptied, match=str(kept.pk)):
        repeat_erasures(actor=Employee.objects.system(), tokens=[token])


def test_whoever_is_erased_is_named_in_nothing_new(director: Employee, gone: Employee) -> None:
    token = gone.token
    with transaction.atomic():
        assert locked_people(pks=[director.pk], tokens=[token]) == [director, gone]
    erase_person(actor=director, employee=gone, reason="期满")
    for named in ({"pks": [gone.pk]}, {"tokens": [token]}, {"tokens": [director.token, token]}):
        with pytest.raises(PersonErased), transaction.atomic():
            locked_people(**named)


def test_a_record_that_is_not_due_is_not_erased(director: Employee) -> None:
    with pytest.raises(RecordNotDue):
        erase_record(actor=director, token="nothing", reason="期满")


def test_the_page_wants_the_staff_number(
    director: Employee, gone: Employee, client: Client
) -> None:
    client.force_login(director)
    url = reverse("people:retention-person", args=[gone.pk])
    client.post(url, {"staff_number": "20416", "reason": "期满"})
    gone.refresh_from_db()
    assert gone.erased_at is None
    client.post(url, {"staff_number": gone.staff_number, "reason": "期满"})
    gone.refresh_from_db()
    assert gone.erased_at is not None
    assert client.get(url).status_code == 404
    assert "期满" in client.get(reverse("people:retention-erased")).content.decode()


def people(*arguments: object) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("people", *(str(each) for each in arguments), stdout=out)
    return out.getvalue()


def test_the_command_erases_one_and_all_who_are_due(director: Employee, gone: Employee) -> None:
    held, third = left(director.unit), left(director.unit)
    place_hold(actor=director, employee=held, reason="case 17")
    with pytest.raises(CommandError, match="case 17"):
        people("erase", held.staff_number, "--reason", "over")
    with pytest.raises(CommandError, match="Nobody has this staff number"):
        people("erase", "99999", "--reason", "over")
    assert "is erased" in people("erase", gone.staff_number, "--reason", "over")
    said = people("erase-due", "--reason", "over", "--dry-run")
    assert "1 would be erased" in said and "case 17" in said
    said = people("erase-due", "--reason", "over")
    assert "1 erased" in said and "case 17" in said
    assert {each.pk for each in Employee.objects.exclude(erased_at=None)} == {gone.pk, third.pk}


@pytest.mark.parametrize("text", [None, "no JSON", "[]", "{}", '{"destroyed": [1]}'])
def test_repeat_erasures_says_what_is_wrong_with_its_file(text, tmp_path) -> None:
    path = tmp_path / "keys.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(CommandError, match="cannot be read" if text is None else "is no subject"):
        people("repeat-erasures", path)


def test_the_permit_is_gone_before_anybody_else_could_use_it() -> None:
    with transaction.atomic(), erasing():
        assert ErasurePermit.objects.exists()
    assert not ErasurePermit.objects.exists()
