"""The calendar of cases: what stands on which day, for whom."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conduct_records.actions.cases.charge_rule import charge_rule
from conduct_records.actions.cases.issue_notice import issue_notice
from conduct_records.models import Case
from conduct_records.queries.cases.calendar import Entry, Event, month_of
from conduct_records.rules.cases import steps as said
from lms.people.models import Employee
from lms.people.rules.periods import add_months
from tests.factories.cases import HIRED, CaseWorld, case_world
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
CALENDAR = reverse("conduct_records:calendar")
QUERIES = 7


@pytest.fixture
def world() -> CaseWorld:
    world = case_world()
    Employee.objects.update(language="en")
    return world


def entries_around(day: date, now: datetime | None = None) -> list[Entry]:
    month = month_of(Case.objects.all(), day.replace(day=1), now or timezone.now())
    return [entry for week in month.weeks for each in week for entry in each.entries]


def events_around(day: date) -> dict[Event, date]:
    return {entry.event: entry.day for entry in entries_around(day)}


def notice_with_hearing(world: CaseWorld, at: datetime) -> Case:
    case = world.investigating()
    charge_rule(actor=world.investigator, case=case, code="Y01", facts="两次点名不在岗。")
    issue_notice(actor=world.hr, case=case, hearing_at=at, place="会议室")
    case.refresh_from_db()
    return case


def test_what_is_due_stands_on_its_day(world: CaseWorld) -> None:
    case = world.opened()
    assert case.due_at is not None
    day = timezone.localdate(case.due_at)
    assert events_around(day) == {Event.DUE: day}
    late = entries_around(day, now=case.due_at + timedelta(days=1))
    assert [entry.is_late for entry in late] == [True]


def test_a_hearing_stands_at_its_hour_and_moves_with_it(world: CaseWorld) -> None:
    first = timezone.now() + timedelta(days=3)
    case = notice_with_hearing(world, first)
    assert events_around(timezone.localdate(first))[Event.HEARING] == timezone.localdate(first)
    world.notified(case)
    case.refresh_from_db()
    later = first + timedelta(days=40)
    moved = said.HearingMoved(answer_by=later + timedelta(days=1), reason="生病", hearing_at=later)
    world.step(case, world.hr, moved)
    found = entries_around(timezone.localdate(later))
    assert [entry.at for entry in found if entry.event == Event.HEARING] == [later]
    before = entries_around(timezone.localdate(first))
    assert Event.HEARING not in {
        entry.event for entry in before if entry.day == timezone.localdate(first)
    }


def test_a_hearing_of_a_withdrawn_case_is_off(world: CaseWorld) -> None:
    at = timezone.now() + timedelta(days=3)
    case = notice_with_hearing(world, at)
    world.step(case, world.hr, said.Withdrawn("报错了人。"))
    assert entries_around(timezone.localdate(at)) == []


def test_times_to_answer_and_to_appeal_end_on_their_days(world: CaseWorld) -> None:
    case = world.notified()
    case.refresh_from_db()
    assert case.due_at is not None
    day = timezone.localdate(case.due_at)
    assert events_around(day)[Event.ANSWER] == day
    world.served(world.decided(world.heard(case)))
    case.refresh_from_db()
    day = timezone.localdate(case.due_at)
    assert events_around(day)[Event.APPEAL] == day


def test_a_record_is_spent_on_its_day(world: CaseWorld) -> None:
    world.commended()
    day = add_months(timezone.localdate(), 12)
    assert events_around(day) == {Event.SPENT: day}


def test_the_page_shows_what_one_may_see_and_goes_from_month_to_month(
    client: Client, world: CaseWorld
) -> None:
    case = world.opened()
    assert case.due_at is not None
    month = {"month": f"{timezone.localdate(case.due_at):%Y-%m}"}
    client.force_login(world.hr)
    page = client.get(CALENDAR, month).text
    address = reverse("conduct_records:case", args=[case.pk])
    assert address in page and 'rel="prev"' in page and 'rel="next"' in page
    assert address in client.get(CALENDAR, month | {"as": "list"}).text
    client.force_login(world.investigator)
    assert address not in client.get(CALENDAR, month).text
    client.force_login(world.subject)
    assert client.get(CALENDAR, month).status_code == 403


@pytest.mark.parametrize("month", ["", "2026-13", "0001-01", "9999-12", "x", "2026-11-01"])
def test_what_is_no_month_is_this_one(month: str, client: Client, world: CaseWorld) -> None:
    client.force_login(world.hr)
    page = client.get(CALENDAR, {"month": month})
    assert page.status_code == 200
    assert page.context["month"].first == timezone.localdate().replace(day=1)


def test_today_is_marked_and_an_empty_month_says_what_comes(
    client: Client, world: CaseWorld
) -> None:
    client.force_login(world.hr)
    assert 'aria-current="date"' in client.get(CALENDAR).text
    page = client.get(CALENDAR, {"month": "2030-02"}).text
    assert "Nothing this month" in page and 'aria-current="date"' not in page


def test_the_month_costs_the_same_for_one_case_and_for_three(
    client: Client, world: CaseWorld
) -> None:
    client.force_login(world.hr)
    client.get(CALENDAR)
    counts = []
    for new in (1, 2):
        for one in range(new):
            subject = EmployeeFactory.create(unit=world.site, hired_on=HIRED, name=f"人{new}{one}")
            case = world.opened(subject=subject)
        month = {"month": f"{timezone.localdate(case.due_at):%Y-%m}"}
        with CaptureQueriesContext(connection) as queries:
            client.get(CALENDAR, month)
        counts.append(len(queries))
    assert counts == [QUERIES, QUERIES]
