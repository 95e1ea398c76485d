"""The page of a case: who sees what, and that looking is noted."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from conduct_records.actions.cases.add_evidence import add_evidence
from conduct_records.actions.cases.decide_case import Parts
from conduct_records.actions.cases.keep_evidence import HandedIn
from conduct_records.models import Case
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.measures import Training
from lms.ledger.models import PendingLook
from lms.people.enums import Role
from lms.people.models import Employee
from tests.conduct_records.cases.desks import opened
from tests.factories.cases import CaseWorld, case_world, deduction, dismissal
from tests.factories.people import UnitFactory, holder_of
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def signed_in(actor: Employee) -> Client:
    Employee.objects.filter(pk=actor.pk).update(language="en")
    client = Client()
    client.force_login(actor)
    return client


def url_of(case: Case) -> str:
    return reverse("conduct_records:case", args=[case.pk])


def page_for(actor: Employee, case: Case) -> str:
    response = opened(signed_in(actor), url_of(case))
    assert response.status_code == 200
    return response.content.decode()


def test_hr_and_who_sits_see_it_and_nobody_else(world: CaseWorld) -> None:
    case = world.heard()
    elsewhere = holder_of(Role.HR_DIRECTOR, UnitFactory.create())
    may = [world.hr, world.director, world.investigator, world.other_hr]
    may_not = [world.subject, world.reporter, elsewhere]
    assert [opened(signed_in(who), url_of(case)).status_code for who in may] == [200] * 4
    assert [signed_in(who).get(url_of(case)).status_code for who in may_not] == [404] * 3


def test_opening_it_is_a_noted_look(world: CaseWorld) -> None:
    case = world.investigating()
    text = page_for(world.hr, case)
    look = PendingLook.objects.get()
    assert (look.actor, look.subject) == (world.hr.token, world.subject.token)
    assert "This look was recorded" in text


@pytest.mark.parametrize(
    "stage",
    [
        *("opened", "investigating", "charged", "notified", "heard", "decided", "served"),
        *("appealed", "overturned", "commended"),
    ],
)
def test_every_state_has_its_page(world: CaseWorld, stage: str) -> None:
    case = getattr(world, stage)()
    assert case.number in page_for(world.hr, case)


def test_a_refused_form_shows_the_case_and_is_a_look(world: CaseWorld) -> None:
    case = world.opened()
    address = reverse("conduct_records:case-step", args=[case.pk, "talked"])
    signed_in(world.hr).post(address, {})
    assert PendingLook.objects.filter(actor=world.hr.token).count() == 1


def test_who_reported_it_is_masked(world: CaseWorld) -> None:
    Employee.objects.filter(pk=world.reporter.pk).update(latin_name="Ouyang Ruohe")
    case = world.investigating()
    incident = reverse("conduct_records:incident", args=[case.incident_id])
    for who, sees_link in ((world.hr, True), (world.investigator, False)):
        text = page_for(who, case)
        assert "Ouyang Ruohe" not in text and "欧阳若禾" not in text
        assert (f'"{incident}"' in text) is sees_link


def test_each_is_offered_the_steps_that_are_theirs(world: CaseWorld) -> None:
    case = world.investigating()

    def is_offered(actor: Employee, kind: str) -> bool:
        address = reverse("conduct_records:case-step", args=[case.pk, kind])
        return address in page_for(actor, case)

    assert is_offered(world.investigator, "charged")
    assert not is_offered(world.hr, "charged")
    assert is_offered(world.hr, "closed") and not is_offered(world.investigator, "closed")
    assert is_offered(world.director, "overridden") and not is_offered(world.hr, "overridden")


def test_the_gates_of_the_decision_say_what_is_missing(world: CaseWorld) -> None:
    case = world.notified()
    text = page_for(world.hr, case)
    assert "signed on" in text
    assert "The person has not been heard yet." in text
    assert "Record the statement; or the time given runs out" in text
    assert "months from knowledge" in text


def test_what_a_dismissal_would_need_stands_beside_a_red_line(world: CaseWorld) -> None:
    assert "The trade union has not been notified." in page_for(
        world.hr, world.notified(None, "R01")
    )
    assert "The trade union" not in page_for(world.hr, world.notified())


def test_like_cases_and_live_records_are_for_those_who_weigh(world: CaseWorld) -> None:
    before = world.served()
    case = world.heard()
    weighing = page_for(world.other_hr, case)
    assert "Like cases · 1 in 24 months" in weighing
    assert 'aria-label="Oral warning 1"' in weighing
    assert before.number in weighing
    assert "Oral warning is next" in weighing
    assert before.number not in page_for(world.investigator, case)


def test_pay_is_shown_to_the_fen_and_goes_back(world: CaseWorld) -> None:
    case = world.overturned(None, "R01", parts=Parts(deduction=deduction()))
    text = page_for(world.hr, case)
    assert "To pay back" in text and "¥300.00" in text


def test_everything_stands_in_one_line_of_time(world: CaseWorld) -> None:
    case = world.heard()
    world.decide(case, parts=Parts(training=None, deduction=None, warning="oral_warning"))
    text = page_for(world.hr, case)
    said_in_order = [
        "It happened",
        "It became known",
        "Case opened",
        "Investigation opened",
        "两次点名不在岗。",
        "Notice of allegation served",
        "当时去借手电。",
        "罗平",
        "事实清楚。",
        "days to appeal",
    ]
    found = [text.index(each) for each in said_in_order]
    assert found == sorted(found)


def test_what_was_taught_stands_with_the_charge(world: CaseWorld) -> None:
    training = Training("3f0d9d5e-3f59-4c0c-8d6c-bd7c9b5d4c11", "礼貌用语", timezone.localdate())
    case = world.served(parts=Parts(warning="oral_warning", training=training))
    text = page_for(world.hr, case)
    assert "Taught before it happened" in text
    assert "礼貌用语" in text


def handed_in(world: CaseWorld, case: Case, name: str, content: bytes) -> None:
    file: Any = SimpleUploadedFile(name, content)
    add_evidence(actor=world.hr, incident=case.incident, case=case, files=[HandedIn(file, name)])


def test_evidence_shows_its_hash_and_more_can_be_added(world: CaseWorld) -> None:
    case = world.investigating()
    handed_in(world, case, "打卡记录.pdf", pdf())
    text = page_for(world.investigator, case)
    assert "打卡记录.pdf" in text and "1 piece of evidence" in text
    assert reverse("conduct_records:add-evidence", args=[case.incident.token]) in text


def test_the_page_costs_the_same_however_much_happened(
    world: CaseWorld, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world.served()
    case = world.heard(world.notified(None, "Y01", "R01"))
    client = signed_in(world.hr)
    client.get(url_of(case))
    with django_assert_num_queries(33):
        client.get(url_of(case))
    for number in range(3):
        world.served()
        handed_in(world, case, f"{number}.pdf", pdf() + str(number).encode())
        world.step(case, world.hr, said.CounselNoted(f"律师{number}", "可以继续。"))
        world.step(case, world.hr, said.UnionNotified("工会", "拟解除。"))
    with django_assert_num_queries(33):
        client.get(url_of(case))


def test_a_served_dismissal_leads_to_where_the_leaving_is_noted(world: CaseWorld) -> None:
    case = world.heard(None, "R01")
    world.prepare_dismissal(case)
    world.served(world.decided(case, parts=dismissal()))
    link = f"/admin/people/employees/end/{world.subject.pk}/"
    assert link in page_for(world.hr, case)
    Employee.objects.filter(pk=world.subject.pk).update(left_on=timezone.localdate())
    assert link not in page_for(world.hr, case)
