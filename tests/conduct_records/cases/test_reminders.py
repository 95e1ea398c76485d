"""Whoever's turn it is gets told, before something is due and while it is overdue."""

import multiprocessing
import time
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.actions.cases.open_case import open_case
from conduct_records.actions.cases.remind_owners import remind_owners
from conduct_records.models import Case
from conduct_records.rules.cases import steps as said
from lms.notify.models import Notice
from lms.people.enums import Role, Standing, UnitKind
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.cases import HIRED, CaseWorld, case_world, deduction
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of


@pytest.fixture
def world(db: None) -> CaseWorld:
    world = case_world()
    Employee.objects.update(language="en")
    return world


def remind(at: datetime | None = None) -> int:
    with time_machine.travel(at or timezone.now(), tick=False):
        return remind_owners(actor=Employee.objects.system())


def told(employee: Employee) -> list[Notice]:
    return list(Notice.objects.filter(recipient_id=employee.pk).order_by("pk"))


def due(case: Case) -> datetime:
    case.refresh_from_db()
    assert case.due_at is not None
    return case.due_at


def forget() -> None:
    """What other actions told is not counted here."""
    Notice.objects.all().delete()


def test_nobody_but_the_system_reminds(world: CaseWorld) -> None:
    with pytest.raises(NotAllowed):
        remind_owners(actor=world.director)


def test_two_days_before_it_is_due_and_not_earlier_and_once(world: CaseWorld) -> None:
    case = world.investigating()
    forget()
    assert remind(due(case) - timedelta(days=3)) == 0
    for days in (2, 1, 0):
        remind(due(case) - timedelta(days=days, hours=1))
    (notice,) = told(world.investigator)
    assert notice.url == reverse("conduct_records:case", args=[case.pk])
    assert notice.title == "1 case waits for you"
    assert case.number in notice.text and "is due on" in notice.text


def test_what_is_overdue_is_said_once_a_day(world: CaseWorld) -> None:
    case = world.investigating()
    forget()
    for days in (1, 2):
        for __ in range(2):
            remind(due(case) + timedelta(days=days))
    assert [notice.title for notice in told(world.investigator)] == [
        "1 case waits for you, 1 overdue"
    ] * 2


def test_nothing_in_it_says_what_a_case_is_about(world: CaseWorld) -> None:
    Employee.objects.update(email="somebody@example.org")
    case = world.investigating()
    forget()
    remind(due(case))
    (notice,) = told(world.investigator)
    for secret in (world.subject.name, world.subject.staff_number, case.incident.what, "Y01"):
        assert secret not in notice.title + notice.text


def test_hr_of_the_unit_is_told_where_it_is_hr_s_turn(world: CaseWorld) -> None:
    case = world.opened()
    region = UnitFactory.create(kind=UnitKind.REGION, parent=world.company)
    elsewhere = holder_of(Role.HR_OFFICER, region)
    on_site = holder_of(Role.HR_OFFICER, world.site)
    left = holder_of(Role.HR_OFFICER, world.site, is_active=False)
    world.step(case, world.third_hr, said.Recused())
    forget()
    remind(due(case))
    for employee in (world.hr, world.other_hr, world.director, on_site):
        assert len(told(employee)) == 1
    for employee in (elsewhere, left, world.third_hr, world.reporter, world.subject):
        assert told(employee) == []


def test_nobody_is_told_of_their_own_case_or_of_one_about_somebody_above(
    world: CaseWorld,
) -> None:
    case = world.opened(subject=world.other_hr)
    forget()
    remind(due(case))
    assert told(world.other_hr) == [] and len(told(world.hr)) == 1
    forget()
    manager = PostFactory.create(standing=Standing.MANAGER)
    chief = EmployeeFactory.create(unit=world.company, post=manager, hired_on=HIRED)
    peer = holder_of(Role.HR_OFFICER, world.company, post=manager, hired_on=HIRED)
    case = open_case(actor=peer, incident=world.incident(person=None), subject=chief)
    forget()
    remind(due(case))
    assert len(told(peer)) == 1
    assert all(case.number not in notice.text for notice in told(world.hr))


def test_several_cases_come_in_one_letter(world: CaseWorld) -> None:
    cases = [
        world.opened(subject=EmployeeFactory.create(unit=world.site, hired_on=HIRED))
        for __ in range(3)
    ]
    forget()
    assert remind(due(cases[0])) == 3
    (notice,) = told(world.hr)
    assert notice.title == "3 cases wait for you"
    assert notice.url == reverse("conduct_records:cases")
    assert all(case.number in notice.text for case in cases)


def test_the_person_is_told_before_their_time_ends_and_not_after(world: CaseWorld) -> None:
    case = world.notified()
    forget()
    remind(due(case) - timedelta(hours=30))
    remind(due(case) + timedelta(days=1))
    (notice,) = told(world.subject)
    assert notice.url == reverse("conduct_records:own-case", args=[case.pk])
    assert "make your statement" in notice.text
    assert told(world.hr) == []


def test_the_person_is_told_that_the_time_to_appeal_ends(world: CaseWorld) -> None:
    case = world.served()
    forget()
    remind(due(case) - timedelta(days=1))
    (notice,) = told(world.subject)
    assert "appeal" in notice.title


def test_letters_are_in_the_language_of_who_gets_them(world: CaseWorld) -> None:
    Employee.objects.filter(pk=world.investigator.pk).update(language="zh-hans")
    case = world.investigating()
    forget()
    remind(due(case))
    (notice,) = told(world.investigator)
    assert notice.language == "zh-hans"


def test_where_the_holder_of_a_seat_is_gone_hr_is_told(world: CaseWorld) -> None:
    case = world.investigating()
    Employee.objects.filter(pk=world.investigator.pk).update(is_active=False)
    forget()
    remind(due(case))
    assert told(world.investigator) == [] and len(told(world.hr)) == 1


def test_a_step_begins_the_count_anew(world: CaseWorld) -> None:
    case = world.opened()
    forget()
    remind(due(case))
    world.investigating(case)
    assert Case.objects.get().reminded_at is None
    forget()
    remind(due(case))
    assert len(told(world.investigator)) == 1


def test_what_has_ended_or_counts_is_nobody_s_turn(world: CaseWorld) -> None:
    world.commended()
    forget()
    assert remind(timezone.now() + timedelta(days=364)) == 0


# Two workers at once ----------------------------------------------------------------------------


def _remind_in_a_process(start: float) -> None:
    connections.close_all()
    time.sleep(max(0, start - time.time()))
    remind_owners(actor=Employee.objects.system())


@pytest.fixture
def overdue(transactional_db: None) -> CaseWorld:
    world = case_world()
    world.investigating()
    past = timezone.now() - timedelta(days=2)
    Case.objects.update(due_at=past)
    Notice.objects.all().delete()
    return world


def test_of_two_workers_at_once_one_tells(overdue: CaseWorld) -> None:
    connection.close()
    context = multiprocessing.get_context("fork")
    start = time.time() + 1
    workers = [context.Process(target=_remind_in_a_process, args=(start,)) for __ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert len(told(overdue.investigator)) == 1


def test_hr_is_reminded_of_what_an_upheld_appeal_leaves(world: CaseWorld) -> None:
    world.overturned(None, "R01", parts=Parts(deduction=deduction()))
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        assert remind_owners(actor=Employee.objects.system()) == 1
