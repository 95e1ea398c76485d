"""An incident at HR's desk: read, taken up as cases, commended, set aside."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conduct_records.actions.cases.make_view import make_view
from conduct_records.enums import IncidentKind
from conduct_records.models import Case, CaseStep, Incident, IncidentClosing
from conduct_records.rules.cases.procedure import State, StepKind
from lms.ledger.models import PendingLook
from lms.people.enums import Role, Standing
from lms.people.models import Employee
from tests.conduct_records.cases.reports import photo, reported
from tests.factories.cases import HIRED, CaseWorld, case_world
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CaseWorld:
    world = case_world()
    Employee.objects.update(language="en")
    return world


@pytest.fixture
def as_hr(client: Client, world: CaseWorld) -> Client:
    client.force_login(world.hr)
    return client


def page_of(incident: Incident) -> str:
    return reverse("conduct_records:incident", args=[incident.pk])


def take_up(client: Client, incident: Incident, **given: Any) -> Any:
    address = reverse("conduct_records:take-up", args=[incident.pk])
    return client.post(address, {"form_id": uuid4()} | given)


def set_aside(client: Client, incident: Incident, reason: str = "查无此事。") -> Any:
    address = reverse("conduct_records:set-aside", args=[incident.pk])
    return client.post(address, {"reason": reason})


# Reading ---------------------------------------------------------------------------------------


def test_everything_that_was_reported_can_be_read(as_hr: Client, world: CaseWorld) -> None:
    incident = reported(world.reporter, photo(), person=world.subject, rule_code="Y01")
    evidence = incident.evidence.get()
    make_view(actor=Employee.objects.system(), evidence=evidence)
    page = as_hr.get(page_of(incident)).text
    for part in (incident.what, incident.place, world.subject.staff_number, "Y01", evidence.sha256):
        assert part in page
    picture = reverse("conduct_records:evidence", args=[evidence.token])
    assert f'<img src="{picture}"' in page


def test_the_look_at_the_person_is_noted(as_hr: Client, world: CaseWorld) -> None:
    as_hr.get(page_of(world.incident()))
    look = PendingLook.objects.get(subject=world.subject.token)
    assert (look.actor, look.what) == (world.hr.token, "incident")


def test_who_reported_it_is_masked(as_hr: Client, world: CaseWorld) -> None:
    incident = world.incident()
    Employee.objects.filter(pk=world.reporter.pk).update(latin_name="Ouyang Ruohe")
    for asked in ({}, {"reporter": 1}):
        assert "Ouyang Ruohe" not in as_hr.get(page_of(incident), asked).text
    assert not PendingLook.objects.filter(subject=world.reporter.token).exists()


@pytest.mark.parametrize("role", [None, Role.SITE_MANAGER, Role.ASSESSOR, Role.ADMINISTRATOR])
def test_the_page_is_hr_s_alone(role: Role | None, client: Client, world: CaseWorld) -> None:
    incident = world.incident()
    client.force_login(holder_of(role, world.site) if role else world.subject)
    assert client.get(page_of(incident)).status_code == 403
    assert take_up(client, incident, person=world.subject.pk).status_code == 403
    assert set_aside(client, incident).status_code == 403


def test_an_incident_of_another_site_or_about_oneself_is_not_there(
    client: Client, world: CaseWorld
) -> None:
    incident = world.incident()
    for asker in (
        holder_of(Role.HR_OFFICER, UnitFactory.create(parent=world.company)),
        holder_of(Role.HR_DIRECTOR, UnitFactory.create()),
    ):
        client.force_login(asker)
        assert client.get(page_of(incident)).status_code == 404
    own = world.incident(person=None)
    world.opened(own, subject=world.other_hr)
    client.force_login(world.other_hr)
    assert client.get(page_of(own)).status_code == 404


# Taking up -------------------------------------------------------------------------------------


def test_a_case_is_opened_about_the_person_named(as_hr: Client, world: CaseWorld) -> None:
    incident = world.incident()
    answer = take_up(as_hr, incident, person=world.subject.pk, reason="值得一查。")
    case = Case.objects.get()
    assert answer.url == reverse("conduct_records:case", args=[case.pk])
    assert (case.subject, case.state) == (world.subject, State.OPENED)
    assert case.steps.get().data["reason"] == "值得一查。"


def test_a_form_sent_twice_is_one_case(as_hr: Client, world: CaseWorld) -> None:
    incident, form_id = world.incident(), uuid4()
    answers = [
        take_up(as_hr, incident, person=world.subject.pk, form_id=form_id) for __ in range(2)
    ]
    assert answers[0].url == answers[1].url
    assert Case.objects.count() == CaseStep.objects.count() == 1


def test_a_form_sent_again_about_somebody_else_is_not_taken_for_the_first(
    as_hr: Client, world: CaseWorld
) -> None:
    incident, form_id = world.incident(), uuid4()
    ma = EmployeeFactory.create(unit=world.site, name="马骏", hired_on=HIRED)
    take_up(as_hr, incident, person=world.subject.pk, form_id=form_id)
    answer = take_up(as_hr, incident, who=ma.staff_number, form_id=form_id)
    assert answer.status_code == 422 and "Open it anew" in answer.text
    assert Case.objects.get().subject == world.subject


def test_a_second_case_about_the_same_person_is_refused_in_words(
    as_hr: Client, world: CaseWorld
) -> None:
    incident = world.incident()
    world.opened(incident)
    answer = take_up(as_hr, incident, person=world.subject.pk, reason="再查。")
    assert answer.status_code == 422
    assert "There is a case about this person" in answer.text and "再查。" in answer.text


def test_several_people_one_after_the_other(as_hr: Client, world: CaseWorld) -> None:
    incident = world.incident()
    world.opened(incident)
    ma = EmployeeFactory.create(unit=world.site, name="马骏", hired_on=HIRED)
    assert world.subject.staff_number in as_hr.get(page_of(incident)).text
    take_up(as_hr, incident, who=ma.staff_number)
    assert set(incident.cases.values_list("subject", flat=True)) == {world.subject.pk, ma.pk}


def test_who_is_typed_counts_before_who_was_preselected(as_hr: Client, world: CaseWorld) -> None:
    ma = EmployeeFactory.create(unit=world.site, name="马骏", hired_on=HIRED)
    take_up(as_hr, world.incident(), who="马骏", person=world.subject.pk)
    assert Case.objects.get().subject == ma


def test_a_name_that_several_bear_is_asked_about_and_what_was_typed_stays(
    as_hr: Client, world: CaseWorld
) -> None:
    people = [
        EmployeeFactory.create(unit=world.site, name="马骏", hired_on=HIRED) for __ in range(2)
    ]
    answer = take_up(as_hr, world.incident(), who="马骏", reason="监控可见。")
    assert answer.status_code == 422
    for one in people:
        assert f'value="{one.pk}"' in answer.text
    assert "监控可见。" in answer.text
    take_up(as_hr, Incident.objects.get(), who="马骏", person=people[1].pk)
    assert Case.objects.get().subject == people[1]


def test_nobody_opens_a_case_about_themselves_a_superior_or_a_stranger(
    as_hr: Client, world: CaseWorld
) -> None:
    incident = world.incident(person=None)
    manager = PostFactory.create(standing=Standing.MANAGER)
    chief = EmployeeFactory.create(unit=world.company, post=manager, hired_on=HIRED)
    stranger = EmployeeFactory.create(hired_on=HIRED)
    for who in (world.hr, chief, stranger):
        for given in ({"who": who.staff_number}, {"person": who.pk}, {}):
            assert take_up(as_hr, incident, **given).status_code == 422
    assert not Case.objects.exists()


def test_who_did_not_work_here_then_is_refused(as_hr: Client, world: CaseWorld) -> None:
    newcomer = EmployeeFactory.create(unit=world.site, hired_on=timezone.localdate())
    yesterday = timezone.now() - timedelta(days=1)
    incident = world.incident(person=None, happened_at=yesterday)
    answer = take_up(as_hr, incident, person=newcomer.pk)
    assert answer.status_code == 422 and "did not work here on that day" in answer.text


def test_the_search_offers_people_of_the_units(as_hr: Client, world: CaseWorld) -> None:
    address = reverse("conduct_records:incident-people", args=[world.incident().pk])
    page = as_hr.get(address, {"who": "gaoyuan"}).text
    assert world.subject.staff_number in page and world.hr.staff_number not in page
    assert world.hr.staff_number not in as_hr.get(address, {"who": world.hr.staff_number}).text
    page = as_hr.get(address).text
    assert f'value="{world.subject.pk}" checked' in page


# Commending ------------------------------------------------------------------------------------


def praise(world: CaseWorld) -> Incident:
    return world.incident(kind=IncidentKind.COMMENDATION, what="暴雨夜协助住户。")


def test_somebody_is_commended_in_one_form_and_once(as_hr: Client, world: CaseWorld) -> None:
    incident = praise(world)
    given = {"person": world.subject.pk, "reason": "主动、及时。", "points": 3, "form_id": uuid4()}
    for __ in range(2):
        assert take_up(as_hr, incident, **given).status_code == 302
    case = Case.objects.get()
    assert (case.state, case.points) == (State.PRAISED, 3)
    assert [step.kind for step in case.steps.all()] == [StepKind.OPENED, StepKind.COMMENDED]


@pytest.mark.parametrize("points", ["0", "6", "x", ""])
def test_points_outside_the_range_are_refused(points: str, as_hr: Client, world: CaseWorld) -> None:
    incident = praise(world)
    answer = take_up(as_hr, incident, person=world.subject.pk, reason="主动。", points=points)
    assert answer.status_code == 422 and not Case.objects.exists()


# Setting aside ---------------------------------------------------------------------------------


def test_an_incident_is_set_aside_with_its_reason(as_hr: Client, world: CaseWorld) -> None:
    incident = world.incident()
    assert set_aside(as_hr, incident, "").status_code == 422
    assert set_aside(as_hr, incident).status_code == 302
    assert IncidentClosing.objects.get().closed_by == world.hr
    page = as_hr.get(page_of(incident)).text
    assert "查无此事。" in page
    assert reverse("conduct_records:take-up", args=[incident.pk]) not in page
    assert set_aside(as_hr, incident).status_code == 422
    assert take_up(as_hr, incident, person=world.subject.pk).status_code == 422


def test_what_was_taken_up_is_not_set_aside(as_hr: Client, world: CaseWorld) -> None:
    incident = world.incident()
    world.opened(incident)
    assert (
        reverse("conduct_records:set-aside", args=[incident.pk])
        not in as_hr.get(page_of(incident)).text
    )
    assert set_aside(as_hr, incident).status_code == 422
    assert not IncidentClosing.objects.exists()
