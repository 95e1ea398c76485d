"""Placements, leaves, leaving and coming back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.people.actions.apply_due_changes import apply_due_changes
from lms.people.actions.change_employee import change_employee
from lms.people.actions.correct_placement import correct_placement, withdraw_placement
from lms.people.actions.end_employment import end_employment, withdraw_leaving
from lms.people.actions.grant_role import grant_role
from lms.people.actions.hire_employee import hire_employee
from lms.people.actions.note_leave import end_leave, note_leave, withdraw_leave
from lms.people.actions.rehire_employee import rehire_employee
from lms.people.actions.reset_password import reset_password
from lms.people.actions.transfer_employee import transfer_employee
from lms.people.enums import LeaveKind, Role
from lms.people.errors import (
    AlreadyBegun,
    BackTooEarly,
    BeforeHiring,
    CannotEndOwnEmployment,
    EmployerMissing,
    EmployerNotWanted,
    EndBeforeBeginning,
    HasLeft,
    HasLeftForGood,
    HasNotLeft,
    LastAdministrator,
    LeaveIsOver,
    LeftBeforeMove,
    MovedAfterLeaving,
    MovedTooEarly,
    NoRoomForPlacement,
    NotAllowed,
    NothingMoved,
    OnLeaveThen,
    ReturnTooEarly,
)
from lms.people.models import AttendedSession, Employee, Placement, RoleGrant
from lms.people.queries import people_employed, people_on_leave, placements_of, stood_on
from tests.factories.people import EmployeeFactory, PostFactory, holder_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

HIRED = date(2026, 9, 1)
TODAY = date(2026, 11, 20)
TOMORROW = date(2026, 11, 21)
DAY = timedelta(days=1)


@pytest.fixture
def today():
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False):
        yield TODAY


@pytest.fixture
def officer(world):
    return holder_of(Role.HR_OFFICER, world.north)


@pytest.fixture
def person(world):
    return EmployeeFactory.create(unit=world.lake, post=world.post, hired_on=HIRED)


def days_of(employee):
    return [(each.unit, each.from_on, each.until_on) for each in placements_of(employee)]


def stands(employee):
    employee.refresh_from_db()
    return employee.unit


def logged(employee):
    entries = ModelLogEntry.objects.filter(object_id=str(employee.pk)).order_by("pk")
    return [(entry.action, entry.data) for entry in entries]


def rehire(actor, employee, unit, on=TODAY, **more):
    values = {"post": employee.post, "employment_kind": "own", "password": None}
    return rehire_employee(actor=actor, employee=employee, unit=unit, on=on, **values | more)


# Placements -----------------------------------------------------------------------------------


def test_who_is_hired_is_placed(world, officer):
    employee = hire_employee(
        actor=officer,
        staff_number="Q1",
        name="林小满",
        unit=world.lake,
        post=world.post,
        hired_on=HIRED,
        password=None,
        employment_kind="dispatched",
        employer="安信劳务",
    )
    assert days_of(employee) == [(world.lake, HIRED, None)]
    assert [(e.kind, e.employer) for e in employee.employments.all()] == [
        ("dispatched", "安信劳务")
    ]
    assert not employee.has_sign_in
    assert reset_password(actor=officer, employee=employee, password="k4mx-92hd-wq7p").has_sign_in


@pytest.mark.parametrize(
    ("kind", "employer", "refusal"),
    [("dispatched", "", EmployerMissing), ("outsourced", " ", EmployerMissing),
     ("own", "安信劳务", EmployerNotWanted), ("rehired", "x", EmployerNotWanted)],
)  # fmt: skip
def test_the_employer_goes_with_the_kind(world, officer, person, kind, employer, refusal):
    values = {"name": "x", "latin_name": "", "email": "", "hired_on": HIRED, "is_active": True}
    with pytest.raises(refusal):
        change_employee(
            actor=officer, employee=person, employment_kind=kind, employer=employer, **values
        )


def test_a_transfer_ends_one_placement_and_begins_another(world, officer, person):
    transfer_employee(
        actor=officer, employee=person, unit=world.hill, post=person.post, on=TODAY, note="调剂"
    )
    assert days_of(person) == [(world.lake, HIRED, TODAY - DAY), (world.hill, TODAY, None)]
    assert stands(person) == world.hill
    assert stood_on(person, TODAY - DAY).unit == world.lake
    assert stood_on(person, TODAY).unit == world.hill
    assert stood_on(person, HIRED - DAY) is None
    assert logged(person)[-1][0] == "people.transfer"


def test_another_post_in_the_same_unit_is_a_transfer_too(world, officer, person):
    post = PostFactory.create()
    transfer_employee(actor=officer, employee=person, unit=world.lake, post=post, on=TODAY)
    person.refresh_from_db()
    assert (person.unit, person.post) == (world.lake, post)


def test_a_transfer_to_come_takes_effect_on_its_day(world, officer, person):
    transfer_employee(
        actor=officer, employee=person, unit=world.hill, post=person.post, on=TOMORROW
    )
    assert stands(person) == world.lake
    assert apply_due_changes(actor=world.system) == 0
    with time_machine.travel("2026-11-21 00:10+08:00"):
        assert apply_due_changes(actor=world.system) == 1
        assert stands(person) == world.hill
        assert apply_due_changes(actor=world.system) == 0


def test_a_transfer_to_come_may_be_taken_back(world, officer, person):
    coming = transfer_employee(
        actor=officer, employee=person, unit=world.hill, post=person.post, on=TOMORROW
    )
    withdraw_placement(actor=officer, placement=coming, reason="改主意")
    assert days_of(person) == [(world.lake, HIRED, None)]
    action, data = logged(person)[-1]
    assert (action, data["reason"]) == ("people.withdraw_placement", "改主意")
    with pytest.raises(AlreadyBegun):
        withdraw_placement(actor=officer, placement=person.placements.get(), reason="x")


def test_refused_transfers(world, officer, person):
    def move(unit, on, actor=officer):
        transfer_employee(actor=actor, employee=person, unit=unit, post=person.post, on=on)

    with pytest.raises(NothingMoved):
        move(world.lake, TODAY)
    with pytest.raises(MovedTooEarly):
        move(world.hill, HIRED)
    with pytest.raises(BeforeHiring):
        move(world.hill, HIRED - DAY)
    with pytest.raises(NotAllowed):
        move(world.bay, TODAY)
    with pytest.raises(NotAllowed):
        move(world.hill, TODAY, actor=holder_of(Role.SITE_MANAGER, world.north))
    end_employment(actor=officer, employee=person, on=TOMORROW, reason="x")
    with pytest.raises(MovedAfterLeaving):
        move(world.hill, TODAY)
    assert days_of(person) == [(world.lake, HIRED, TOMORROW)]


def test_somebody_of_another_unit_is_not_moved(world, officer):
    elsewhere = EmployeeFactory.create(unit=world.bay)
    with pytest.raises(NotAllowed):
        transfer_employee(
            actor=officer, employee=elsewhere, unit=world.lake, post=elsewhere.post, on=TODAY
        )


def test_a_correction_keeps_what_stood_before(world, officer, person):
    transfer_employee(actor=officer, employee=person, unit=world.hill, post=person.post, on=TODAY)
    placement = person.placements.last()
    correct_placement(
        actor=officer,
        placement=placement,
        unit=world.north,
        post=person.post,
        from_on=date(2026, 11, 1),
        reason="误填",
    )
    assert days_of(person) == [
        (world.lake, HIRED, date(2026, 10, 31)),
        (world.north, date(2026, 11, 1), None),
    ]
    assert stands(person) == world.north
    action, data = logged(person)[-1]
    assert action == "people.correct_placement"
    assert (world.hill.name in data["before"], data["reason"]) == (True, "误填")


def test_refused_corrections(world, officer, person):
    transfer_employee(actor=officer, employee=person, unit=world.hill, post=person.post, on=TODAY)
    first, last = person.placements.all()

    def correct(placement, from_on, unit=world.lake):
        correct_placement(
            actor=officer, placement=placement, unit=unit, post=person.post, from_on=from_on,
            reason="x",
        )  # fmt: skip

    with pytest.raises(BeforeHiring):
        correct(first, HIRED - DAY)
    with pytest.raises(NoRoomForPlacement):
        correct(first, TODAY)
    with pytest.raises(NoRoomForPlacement):
        correct(last, HIRED)
    with pytest.raises(NotAllowed):
        correct(last, TODAY, unit=world.bay)


def test_the_first_placement_follows_the_day_of_hiring(world, officer, person):
    values = {"name": "林小满", "latin_name": "", "email": "", "is_active": True}
    values |= {"employment_kind": "own", "employer": ""}
    change_employee(actor=officer, employee=person, hired_on=date(2026, 8, 1), **values)
    assert days_of(person) == [(world.lake, date(2026, 8, 1), None)]
    assert person.employments.get().from_on == date(2026, 8, 1)
    transfer_employee(actor=officer, employee=person, unit=world.hill, post=person.post, on=TODAY)
    with pytest.raises(NoRoomForPlacement):
        change_employee(actor=officer, employee=person, hired_on=TODAY, **values)


def test_two_open_placements_cannot_stand(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(
            employee=person, unit=person.unit, post=person.post, from_on=TODAY, noted_by=person
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        person.placements.update(until_on=HIRED - DAY)


# Leaves ---------------------------------------------------------------------------------------


def leave(actor, employee, from_on=TODAY, until_on=None):
    return note_leave(
        actor=actor, employee=employee, kind=LeaveKind.SICK, from_on=from_on, until_on=until_on
    )


def test_leave_and_return(world, officer, person):
    away = leave(officer, person)
    assert list(people_on_leave(TODAY)) == [{"employee": person.pk}]
    end_leave(actor=officer, leave=away, back_on=TODAY + 3 * DAY)
    assert people_on_leave(TODAY + 2 * DAY).exists()
    assert not people_on_leave(TODAY + 3 * DAY).exists()
    end_leave(actor=officer, leave=away, back_on=TOMORROW)  # earlier than planned
    assert not people_on_leave(TOMORROW).exists()


def test_refused_leaves(world, officer, person):
    leave(officer, person, TODAY, TODAY + 5 * DAY)
    with pytest.raises(OnLeaveThen):
        leave(officer, person, TODAY + 5 * DAY)
    with pytest.raises(EndBeforeBeginning):
        leave(officer, person, TODAY + 9 * DAY, TODAY + 8 * DAY)
    with pytest.raises(BeforeHiring):
        leave(officer, person, HIRED - DAY, HIRED)
    with pytest.raises(NotAllowed):
        leave(holder_of(Role.TRAINER, world.north), person, TODAY + 9 * DAY)
    away = person.leaves.get()
    with pytest.raises(ReturnTooEarly):
        end_leave(actor=officer, leave=away, back_on=TODAY)
    with pytest.raises(LeaveIsOver):
        end_leave(actor=officer, leave=away, back_on=TODAY + 9 * DAY)
    withdraw_leave(actor=officer, leave=away, reason="误填")
    assert not person.leaves.exists()
    assert logged(person)[-1][1]["reason"] == "误填"


# Leaving and coming back ----------------------------------------------------------------------


def test_leaving_closes_everything(world, officer, person):
    grant_role(actor=world.system, employee=person, role=Role.TRAINER, unit=world.lake)
    leave(officer, person)
    AttendedSession.objects.create(
        employee=EmployeeFactory.create(), witness=person, started_at=timezone.now()
    )
    end_employment(actor=officer, employee=person, on=TODAY, reason="合同到期")
    person.refresh_from_db()
    assert (person.is_active, person.left_on, person.unit) == (False, TODAY, world.lake)
    assert days_of(person) == [(world.lake, HIRED, TODAY)]
    assert person.employments.get().note == "合同到期"
    assert person.leaves.get().until_on == TODAY
    assert not person.groups.exists()
    grant = RoleGrant.objects.get(employee=person)
    assert grant.revoked_by == officer
    assert not AttendedSession.objects.filter(ended_at=None).exists()
    assert person in people_employed(Employee.objects.all(), TODAY)
    assert person not in people_employed(Employee.objects.all(), TOMORROW)


def test_a_last_day_to_come(world, officer, person):
    grant_role(actor=world.system, employee=person, role=Role.TRAINER, unit=world.lake)
    end_employment(actor=officer, employee=person, on=TOMORROW, reason="x")
    end_employment(actor=officer, employee=person, on=TOMORROW + DAY, reason="y")
    person.refresh_from_db()
    assert (person.is_active, person.left_on) == (True, TOMORROW + DAY)
    withdraw_leaving(actor=officer, employee=person)
    assert days_of(person) == [(world.lake, HIRED, None)]
    end_employment(actor=officer, employee=person, on=TOMORROW, reason="z")
    with time_machine.travel("2026-11-21 12:00+08:00"):
        assert apply_due_changes(actor=world.system) == 0
    with time_machine.travel("2026-11-22 00:05+08:00"):
        assert apply_due_changes(actor=world.system) == 1
        assert apply_due_changes(actor=world.system) == 0
    person.refresh_from_db()
    assert not person.is_active
    assert not RoleGrant.objects.in_force().filter(employee=person).exists()


def test_refused_leavings(world, officer, person):
    def end(employee, on, actor=officer):
        end_employment(actor=actor, employee=employee, on=on, reason="x")

    director = holder_of(Role.HR_DIRECTOR, world.company)
    administrator = holder_of(Role.ADMINISTRATOR, world.company)
    with pytest.raises(CannotEndOwnEmployment):
        end(administrator, TODAY, actor=administrator)
    with pytest.raises(LastAdministrator):
        end(administrator, TODAY, actor=world.system)
    with pytest.raises(NotAllowed):
        end(director, TODAY)
    with pytest.raises(BeforeHiring):
        end(person, HIRED - DAY)
    with pytest.raises(HasNotLeft):
        withdraw_leaving(actor=officer, employee=person)
    coming = transfer_employee(
        actor=officer, employee=person, unit=world.hill, post=person.post, on=TOMORROW
    )
    with pytest.raises(LeftBeforeMove):
        end(person, TODAY)
    withdraw_placement(actor=officer, placement=coming, reason="x")
    end(person, TODAY)
    for again in (
        lambda: end(person, TODAY),
        lambda: withdraw_leaving(actor=officer, employee=person),
        lambda: leave(officer, person),
        lambda: transfer_employee(
            actor=officer, employee=person, unit=world.hill, post=person.post, on=TOMORROW
        ),
    ):
        with pytest.raises(HasLeft):
            again()


def test_who_has_left_cannot_just_be_let_in_again(world, officer, person):
    end_employment(actor=officer, employee=person, on=TODAY, reason="x")
    with pytest.raises(HasLeftForGood):
        change_employee(
            actor=officer, employee=person, name="x", latin_name="", email="", hired_on=HIRED,
            employment_kind="own", employer="", is_active=True,
        )  # fmt: skip


def test_coming_back_keeps_the_old_history(world, officer, person):
    with pytest.raises(HasNotLeft):
        rehire(officer, person, world.hill)
    end_employment(actor=officer, employee=person, on=date(2026, 10, 31), reason="x")
    with pytest.raises(BackTooEarly):
        rehire(officer, person, world.hill, on=date(2026, 10, 31))
    with pytest.raises(NotAllowed):
        rehire(officer, person, world.bay)
    with pytest.raises(EmployerMissing):
        rehire(officer, person, world.hill, employment_kind="dispatched")
    rehire(officer, person, world.hill, employment_kind="rehired", password="k4mx-92hd-wq7p")
    person.refresh_from_db()
    assert (person.unit, person.hired_on, person.left_on) == (world.hill, TODAY, None)
    assert person.has_sign_in
    assert person.must_change_password
    assert days_of(person) == [
        (world.lake, HIRED, date(2026, 10, 31)),
        (world.hill, TODAY, None),
    ]
    assert [each.kind for each in person.employments.all()] == ["own", "rehired"]
    assert stood_on(person, date(2026, 11, 1)) is None
