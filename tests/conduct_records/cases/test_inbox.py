"""Which cases somebody meets at the desk, in which order, and what a search finds."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.actions.cases.open_case import open_case
from conduct_records.actions.cases.serve_paper import serve_paper
from conduct_records.models import Case
from conduct_records.policies.cases import HANDLE_CASES, SEE_CASES, can_see_case
from conduct_records.queries.cases.files import file_of
from conduct_records.queries.cases.inbox import Due, Group, Inbox, Wanted, narrowed
from conduct_records.queries.cases.incidents import incident_number
from conduct_records.queries.cases.seen import cases_seen
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.procedure import Seat
from lms.people.enums import Role, Standing, UnitKind
from lms.people.models import Employee
from tests.conduct_records.cases.reports import photo, reported
from tests.factories.cases import HIRED, CaseWorld, case_world, deduction
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db
INBOX = reverse("conduct_records:cases")
INCIDENTS = reverse("conduct_records:incidents")
QUERIES = 22
INCIDENT_QUERIES = 8


@pytest.fixture
def world() -> CaseWorld:
    world = case_world()
    Employee.objects.update(language="en")
    return world


@pytest.fixture
def as_hr(client: Client, world: CaseWorld) -> Client:
    client.force_login(world.hr)
    return client


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def fresh(employee: Employee) -> Employee:
    return Employee.objects.select_related("unit", "post").get(pk=employee.pk)


def another(world: CaseWorld, name: str, **employee: object) -> Employee:
    return EmployeeFactory.create(
        **{"unit": world.site, "name": name, "latin_name": name, "hired_on": HIRED} | employee
    )


# Who sees what ---------------------------------------------------------------------------------


def test_the_inbox_is_closed_to_who_has_nothing_to_do_with_cases(
    client: Client, world: CaseWorld
) -> None:
    for role in (None, Role.TRAINER, Role.AUDITOR, Role.ADMINISTRATOR):
        asker = holder_of(role, world.site) if role else world.subject
        client.force_login(asker)
        assert client.get(INBOX).status_code == 403
        assert client.get(INCIDENTS).status_code == 403


def test_a_site_manager_without_a_seat_sees_nothing_and_is_told_what_comes(
    client: Client, world: CaseWorld
) -> None:
    case = world.charged()
    client.force_login(world.reporter)
    page = client.get(INBOX).text
    assert case.number not in page and world.subject.name not in page
    assert "When HR appoints you in a case" in page
    assert client.get(INCIDENTS).status_code == 403


def test_hr_of_another_region_sees_neither_case_nor_incident(
    client: Client, world: CaseWorld
) -> None:
    case, incident = world.charged(), world.incident(what="门岗无人")
    region = UnitFactory.create(kind=UnitKind.REGION, parent=world.company)
    client.force_login(holder_of(Role.HR_OFFICER, region, language="en"))
    page = client.get(INBOX).text
    assert case.number not in page and "门岗无人" not in page
    address = reverse("conduct_records:incident", args=[incident.pk])
    assert client.get(address).status_code == 404


def test_whoever_holds_a_seat_sees_that_case_alone(client: Client, world: CaseWorld) -> None:
    mine, other = world.investigating(), world.opened(subject=another(world, "Ma Jun"))
    client.force_login(world.investigator)
    page = client.get(INBOX).text
    assert mine.number in page and other.number not in page


def test_what_lists_show_is_what_the_policy_lets_open(world: CaseWorld) -> None:
    manager = PostFactory.create(standing=Standing.MANAGER)
    chief = another(world, "Chief", unit=world.company, post=manager)
    head = another(world, "Head", unit=world.site, post=manager)
    region = UnitFactory.create(kind=UnitKind.REGION, parent=world.company)
    highest = holder_of(Role.HR_OFFICER, world.company, hired_on=HIRED, post=manager)
    subjects = [world.subject, chief, head, world.hr, world.reporter, world.investigator]
    for subject in subjects:
        incident = world.incident(person=None)
        case = open_case(actor=highest, incident=incident, subject=subject)
        if subject != chief:
            world.step(case, world.other_hr, said.Recused())
    world.investigating(world.opened(subject=another(world, "Ma Jun")))
    actors = [
        *(world.hr, world.other_hr, world.director, world.reporter, world.investigator),
        *(chief, head, highest, world.subject),
        holder_of(Role.HR_OFFICER, world.site, hired_on=HIRED),
        holder_of(Role.HR_OFFICER, world.site, hired_on=HIRED, post=manager),
        holder_of(Role.HR_OFFICER, region, hired_on=HIRED),
    ]
    cases = list(Case.objects.select_related("subject__unit", "subject__post"))
    for actor in map(fresh, actors):
        seen = set(cases_seen(actor, SEE_CASES))
        assert seen == {case for case in cases if can_see_case(actor, case, file_of(case))}
    assert cases_seen(fresh(highest), SEE_CASES).count() == len(cases)
    assert [case.subject.name for case in cases_seen(fresh(world.other_hr), SEE_CASES)] == [
        "Ma Jun"
    ]


# Whose turn, and what is due --------------------------------------------------------------------


def groups_for(employee: Employee, now: datetime | None = None) -> dict[str, str]:
    employee = fresh(employee)
    found = narrowed(employee, SEE_CASES, Wanted())
    inbox = Inbox(found, employee, HANDLE_CASES, now or timezone.now())
    return {case.subject.name: group for group in Group for case in inbox.of(group)}


def test_each_finds_what_waits_for_them_under_my_turn(world: CaseWorld) -> None:
    world.opened(subject=another(world, "opened"))
    world.investigating(world.opened(subject=another(world, "investigated")))
    world.heard()
    of_hr, of_decider = groups_for(world.hr), groups_for(world.other_hr)
    assert of_hr == {"opened": Group.MINE, "investigated": Group.WAITING, "高远": Group.WAITING}
    assert of_decider["高远"] == Group.MINE
    assert groups_for(world.investigator) == {
        "investigated": Group.MINE,
        "高远": Group.WAITING,
    }


def test_an_empty_seat_is_hr_s_to_fill(world: CaseWorld) -> None:
    case = world.investigating()
    world.step(case, world.investigator, said.Recused("亲属"))
    assert groups_for(world.hr) == {"高远": Group.MINE}
    assert groups_for(world.investigator) == {}


def test_what_others_are_late_with_and_what_is_over(world: CaseWorld) -> None:
    world.investigating()
    assert groups_for(world.hr) == {"高远": Group.WAITING}
    later = timezone.now() + timedelta(days=40)
    assert groups_for(world.hr, later) == {"高远": Group.OVERDUE}
    assert groups_for(world.investigator, later) == {"高远": Group.MINE}


def test_what_counts_and_what_has_ended(world: CaseWorld) -> None:
    world.commended()
    case = world.opened(subject=another(world, "talked"))
    world.step(case, world.hr, said.Talked("已提醒。"))
    assert groups_for(world.hr) == {"高远": Group.IN_EFFECT, "talked": Group.ENDED}


def test_what_an_upheld_appeal_leaves_to_be_done_is_hr_s_until_it_is_done(
    as_hr: Client, world: CaseWorld
) -> None:
    case = world.overturned(None, "R01", parts=Parts(deduction=deduction()))
    page = as_hr.get(INBOX).text
    assert "after the appeal: serve the decision, pay back" in page
    assert groups_for(world.third_hr) == {"高远": Group.MINE}
    by_post = said.Service(said.ServiceWay.COURIER, "SF1234567890")
    serve_paper(actor=world.hr, case=case, service=by_post)
    page = as_hr.get(INBOX).text
    assert "after the appeal: serve the decision, pay back" in page
    world.step(case, world.hr, said.Repaid(30_000, f"{timezone.localdate():%Y-%m}"))
    assert groups_for(world.hr) == {"高远": Group.ENDED}


def test_the_page_leads_from_what_is_under_way_to_what_is_over(
    as_hr: Client, world: CaseWorld
) -> None:
    open_case = world.opened(subject=another(world, "Ma Jun"))
    done = world.opened(subject=another(world, "Chen Jing"))
    world.step(done, world.hr, said.Withdrawn("报错了人。"))
    page = as_hr.get(INBOX).text
    assert open_case.number in page and done.number not in page
    assert "in 3 days" in page
    page = as_hr.get(INBOX, {"group": Group.ENDED}).text
    assert done.number in page and open_case.number not in page


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (-60, "2 days overdue"),
        (-36, "1 day overdue"),
        (-2, "time ran out today"),
        (2, "due today"),
        (24, "due tomorrow"),
        (72, "in 3 days"),
    ],
)
def test_what_is_due_is_said_in_words(hours: int, words: str, in_english: None) -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=timezone.get_default_timezone())
    assert Due.of(now + timedelta(hours=hours), now).words == words


def test_a_case_that_is_late_says_so(as_hr: Client, world: CaseWorld) -> None:
    world.opened()
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        page = as_hr.get(INBOX).text
    assert "2 days overdue" in page and "is-late" in page


# Searching --------------------------------------------------------------------------------------


def test_the_list_is_narrowed(as_hr: Client, world: CaseWorld) -> None:
    team = UnitFactory.create(parent=world.site, kind=UnitKind.TEAM)
    ma = world.opened(subject=another(world, "Ma Jun", unit=team))
    chen = world.charged()
    for wanted in (
        {"unit": team.pk},
        {"text": "majun"},
        {"text": ma.subject.staff_number},
        {"text": ma.number},
        {"state": "opened"},
        {"group": Group.MINE, "text": "Ma J"},
    ):
        page = as_hr.get(INBOX, wanted).text
        assert ma.number in page and chen.number not in page, wanted
    page = as_hr.get(INBOX, {"line": "yellow"}).text
    assert chen.number in page and ma.number not in page
    page = as_hr.get(INBOX, {"text": "nobody at all"}).text
    assert "No case like this" in page


@pytest.mark.parametrize(
    "nonsense", [{"group": "x"}, {"unit": "x"}, {"text": "9" * 40}, {"state": "x", "page": "x"}]
)
def test_what_cannot_be_understood_is_left_out(
    nonsense: dict[str, str], as_hr: Client, world: CaseWorld
) -> None:
    assert as_hr.get(INBOX, nonsense).status_code == 200


def test_a_search_finds_what_has_ended_too(as_hr: Client, world: CaseWorld) -> None:
    case = world.opened()
    world.step(case, world.hr, said.Withdrawn("报错了人。"))
    assert case.number in as_hr.get(INBOX, {"text": world.subject.staff_number}).text


# Incidents that wait ----------------------------------------------------------------------------


def test_waiting_incidents_stand_above_until_they_are_taken_up(
    as_hr: Client, world: CaseWorld
) -> None:
    incident = world.incident(what="夜班在岗亭睡觉")
    page = as_hr.get(INBOX).text
    assert "1 incident waits" in page and incident_number(incident) in page
    world.opened(incident)
    assert "incident waits" not in as_hr.get(INBOX).text
    assert incident_number(incident) in as_hr.get(INCIDENTS, {"state": "taken_up"}).text
    assert incident_number(incident) not in as_hr.get(INCIDENTS).text


def test_an_incident_about_a_superior_waits_for_somebody_else(
    client: Client, world: CaseWorld
) -> None:
    chief = another(
        world, "Chief", unit=world.company, post=PostFactory.create(standing=Standing.MANAGER)
    )
    reported(holder_of(Role.HR_DIRECTOR, world.company), unit=world.company, person=chief)
    nobody_named = world.incident(person=None, what="不知何人")
    client.force_login(world.hr)
    page = client.get(INCIDENTS).text
    assert incident_number(nobody_named) in page and "Chief" not in page
    client.force_login(holder_of(Role.HR_OFFICER, world.company, post=chief.post))
    assert "Chief" in client.get(INCIDENTS).text


def test_lists_cost_the_same_for_one_row_and_for_three(as_hr: Client, world: CaseWorld) -> None:
    counts: list[tuple[int, int]] = []
    as_hr.get(INBOX)
    for __ in range(2):
        for one in range(1 if not counts else 2):
            subject = another(world, f"Person {len(counts)}{one}")
            case = world.opened(subject=subject)
            if one:
                world.investigating(case)
            reported(world.reporter, photo(), person=subject, what="待处理")
        with CaptureQueriesContext(connection) as inbox:
            as_hr.get(INBOX)
        with CaptureQueriesContext(connection) as incidents:
            as_hr.get(INCIDENTS)
        counts.append((len(inbox), len(incidents)))
    assert counts == [(QUERIES, INCIDENT_QUERIES)] * 2


def test_seats_are_named_in_the_list(as_hr: Client, world: CaseWorld) -> None:
    case = world.investigating()
    world.step(case, world.hr, said.Appointed(Seat.DECIDER, world.other_hr.token))
    assert f"Investigator: {fresh(world.investigator).latin_name}" in as_hr.get(INBOX).text
