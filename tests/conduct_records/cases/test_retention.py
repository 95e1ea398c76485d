"""Until when somebody's conduct is kept, what stands against erasing it, what falls due alone."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.actions.cases.keep_cases import keep_cases
from conduct_records.enums import Source
from conduct_records.models import Case, Incident, Notice
from conduct_records.queries.cases.own import own_cases
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.procedure import State
from lms.people.models import Employee
from tests.conduct_records.cases.erased import (
    PACKAGE,
    check_sound,
    counts,
    due_on,
    erase_record,
    signed,
)
from tests.factories.cases import CaseWorld, case_world
from tests.people.erasure import left_of, records_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def leave(employee: Employee, day: date | None = None) -> None:
    employee.left_on = day or timezone.localdate()
    employee.save(update_fields=["left_on"])


def obstacles(employee: Employee) -> list[str]:
    return list(records_named(PACKAGE).obstacles(employee))


def ended(kind: str, employee: Employee) -> date | None:
    (found,) = (each for each in records_named(PACKAGE).kinds if each.name == kind)
    return found.ended_on(employee)


def test_a_case_under_way_or_under_appeal_stands_against_it(world: CaseWorld) -> None:
    assert obstacles(world.subject) == []
    world.opened()
    world.appealed()
    assert len(obstacles(world.subject)) == 2
    assert obstacles(world.director) == []


def test_a_report_about_them_that_waits_stands_against_it(world: CaseWorld) -> None:
    incident = world.incident()
    assert len(obstacles(world.subject)) == 1
    close_incident(actor=world.hr, incident=incident, reason="查无实据。")
    assert obstacles(world.subject) == []


def test_a_decision_on_appeal_that_was_not_served_stands_against_it(world: CaseWorld) -> None:
    case = world.overturned()
    assert len(obstacles(world.subject)) == 1
    world.step(case, world.subject, said.AppealServed(signed()))
    assert obstacles(world.subject) == []


def test_the_term_runs_from_leaving_or_from_the_end_of_the_case(world: CaseWorld) -> None:
    assert ended("conduct_cases", world.subject) is None
    assert ended("codebook_signatures", world.subject) == date.max
    case = world.overturned()
    assert ended("conduct_cases", world.subject) == date.max
    today = timezone.localdate()
    leave(world.subject, today - timedelta(days=30))
    assert ended("codebook_signatures", world.subject) == today - timedelta(days=30)
    assert ended("conduct_cases", world.subject) == today
    leave(world.subject, today + timedelta(days=3))
    assert ended("conduct_cases", world.subject) == today + timedelta(days=3)
    praised = world.commended()
    praised.refresh_from_db()
    assert praised.counts_until is not None
    assert ended("conduct_cases", world.subject) == praised.counts_until
    world.opened()
    assert ended("conduct_cases", world.subject) == date.max
    assert case.erased_at is None


def spent(world: CaseWorld) -> Case:
    """A commendation whose year is over."""
    case = world.commended()
    case.refresh_from_db()
    assert case.counts_until is not None
    with time_machine.travel(datetime.combine(case.counts_until, time(12))):
        keep_cases(actor=Employee.objects.system())
    case.refresh_from_db()
    assert case.state == State.SPENT
    return case


def test_a_spent_case_falls_due_on_its_day_and_goes_alone(world: CaseWorld) -> None:
    open_one = world.served()
    case = spent(world)
    last = case.steps.get(kind="spent")
    ended_on = timezone.localdate(last.at)
    due = ended_on.replace(year=ended_on.year + 1)
    assert due_on(due - timedelta(days=1)) == []
    (found,) = due_on(due)
    assert (found.token, found.due_on, found.subject) == (case.token, due, world.subject.token)
    before = counts()
    with time_machine.travel(datetime.combine(due, time(12))):
        erase_record(case.token)
        assert left_of(PACKAGE, "主动、及时", "暴雨夜") == []
        assert due_on(due) == [] and counts() == before
        assert records_named(PACKAGE).erase_record(case.token) is None
        # What else there is of them stays as it was.
        assert [own.case for own in own_cases(world.subject)] == [open_one]
        assert "两次点名" in repr(list(Notice.objects.values_list("content", flat=True)))
        assert check_sound().startswith("1 cases")


def test_a_case_that_still_counts_is_not_due_and_cannot_go_alone(world: CaseWorld) -> None:
    case = world.served()
    assert due_on(date(2099, 1, 1)) == []
    assert records_named(PACKAGE).erase_record(case.token) is None
    assert records_named(PACKAGE).erase_record("no-such-token") is None


def test_incidents_set_aside_fall_due_after_half_a_year(world: CaseWorld) -> None:
    incident = world.incident(source=Source.COMPLAINT, reference="TS-7788")
    waiting = world.incident(what="仍在等。")
    closing = close_incident(actor=world.hr, incident=incident, reason="查无实据。")
    ended_on = timezone.localdate(closing.closed_at)
    records = due_on(ended_on + timedelta(days=190))
    assert [each.token for each in records] == [incident.token]
    assert due_on(ended_on + timedelta(days=170)) == []
    erase_record(incident.token)
    assert left_of(PACKAGE, "TS-7788", "查无实据", "夜班时离开") == []
    assert Incident.objects.get(pk=waiting.pk).what == "仍在等。"
    incident = Incident.objects.get(pk=incident.pk)
    assert (incident.unit, incident.person) == (world.site, None)
    check_sound()
