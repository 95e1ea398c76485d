"""Why a case or a report is opened: by duty, or asked first; the person it is about reads it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from conduct_records.actions.cases.add_evidence import add_evidence
from conduct_records.models import Case, Evidence, Notice
from conduct_records.rules.cases import purposes
from conduct_records.rules.cases import steps as said
from lms.ledger.actions.note_look import sequence_looks
from lms.ledger.models import PendingLook
from tests.conduct_records.cases.reports import handed_in, photo, reported
from tests.factories.cases import CaseWorld, case_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture
def client(world: CaseWorld) -> Client:
    client = Client()
    client.force_login(world.hr)
    return client


def page_of(case: Case) -> str:
    return reverse("conduct_records:case", args=[case.pk])


def last_purpose() -> str:
    look = PendingLook.objects.order_by("pk").last()
    assert look is not None
    return look.purpose


def test_a_plain_duty_says_why(world: CaseWorld, client: Client) -> None:
    case = world.investigating()
    for reader, purpose in ((world.hr, "handling the case"), (world.investigator, "investigating")):
        client.force_login(reader)
        assert client.get(page_of(case)).status_code == 200
        assert last_purpose() == purpose
    incident = world.incident()
    client.force_login(world.hr)
    client.get(reverse("conduct_records:incident", args=[incident.pk]))
    assert last_purpose() == "looking at a report"


def test_whose_turn_is_over_is_asked(world: CaseWorld, client: Client) -> None:
    case = world.charged()
    client.force_login(world.investigator)
    assert client.get(page_of(case)).status_code == 302
    assert not PendingLook.objects.exists()


def test_where_nothing_is_to_be_done_it_is_asked_before_anything_is_shown(
    world: CaseWorld, client: Client
) -> None:
    case = world.commended()
    answer = client.get(page_of(case), {"from": "search"})
    question = answer.headers["Location"]
    page = client.get(question).text
    assert world.subject.name not in page and case.incident.what not in page
    assert not PendingLook.objects.exists()
    for missing in ({}, {"purpose": "other"}, {"purpose": "made up"}):
        assert client.post(question, missing).status_code == 422
    sent: Any = client.post(question, {"purpose": "other", "words": "核对奖金名单"})
    assert sent.url == page_of(case) + "?from=search"
    assert "核对奖金名单" in client.get(sent.url).text
    assert last_purpose() == "核对奖金名单"


def test_an_answer_holds_for_half_an_hour_and_for_that_case(
    world: CaseWorld, client: Client
) -> None:
    first, second = world.commended(), world.commended()
    client.post(
        reverse("conduct_records:case-purpose", args=[first.pk]), {"purpose": purposes.SUPERVISING}
    )
    assert client.get(page_of(first)).status_code == 200
    assert last_purpose() == "supervision"
    assert client.get(page_of(second)).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert client.get(page_of(first)).status_code == 302


def test_papers_and_evidence_of_the_case_go_with_its_answer(
    world: CaseWorld, client: Client
) -> None:
    case = world.commended()
    paper = Notice.objects.get(case=case)
    incident = reported(world.reporter, photo(), person=world.subject)
    other = world.opened(incident)
    file = Evidence.objects.get(incident=incident)
    world.step(other, world.hr, said.Withdrawn("查无此事。"))
    for address, about in (
        (reverse("conduct_records:notice", args=[paper.token]), case),
        (reverse("conduct_records:evidence", args=[file.token]), other),
    ):
        question: Any = client.get(address)
        assert question.status_code == 302
        assert reverse("conduct_records:case-purpose", args=[about.pk]) in question.url
        back: Any = client.post(question.url, {"purpose": purposes.ANSWERING})
        assert back.url == address and client.get(address).status_code == 200
        assert last_purpose() == purposes.ANSWERING
        assert client.get(page_of(about)).status_code == 200


def test_nobody_is_asked_about_what_is_their_own(world: CaseWorld, client: Client) -> None:
    case = world.served()
    file = add_evidence(
        actor=world.hr, incident=case.incident, case=case, files=handed_in(photo())
    )[0]
    client.force_login(world.subject)
    for name, key in (("notice", Notice.objects.all()[0].token), ("evidence", file.token)):
        assert client.get(reverse(f"conduct_records:{name}", args=[key])).status_code == 200
    assert not PendingLook.objects.exists()


def test_a_step_that_is_open_is_not_kept_up_by_a_question(world: CaseWorld, client: Client) -> None:
    case = world.charged()
    client.force_login(world.investigator)
    address = reverse("conduct_records:case-step", args=[case.pk, "recused"])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert last_purpose() == purposes.TAKING_STEP


def test_what_may_not_be_sent_off_is_no_way_around_the_question(
    world: CaseWorld, client: Client
) -> None:
    case = world.commended()
    address = reverse("conduct_records:case-step", args=[case.pk, "talked"])
    asked = client.post(address, {"facts": "离岗两次"})
    assert asked.status_code == 422
    assert case.incident.what not in asked.text and world.subject.name not in asked.text
    assert not PendingLook.objects.exists()
    # What was typed is sent on with the answer.
    question = reverse("conduct_records:case-purpose", args=[case.pk])
    assert 'name="kept-facts" value="离岗两次"' in asked.text
    assert f'action="{question}"' in asked.text
    given = {"next": address, "kept-": "", "kept-facts": "离岗两次"}
    assert 'name="kept-facts"' in client.post(question, given).text
    said_so = client.post(question, given | {"purpose": purposes.SUPERVISING}).text
    assert f'action="{address}"' in said_so and 'name="facts" value="离岗两次"' in said_so
    client.post(address, {"facts": "离岗两次"})
    assert last_purpose() == purposes.SUPERVISING


def test_an_incident_is_not_read_by_a_form_with_nothing_in_it(
    world: CaseWorld, client: Client
) -> None:
    incident = world.incident(what="夜里两点岗亭无人。")
    for name in ("take-up", "set-aside"):
        PendingLook.objects.all().delete()
        url = reverse(f"conduct_records:{name}", args=[incident.pk])
        assert "岗亭无人" in client.post(url, {}).text
        assert last_purpose() == purposes.READING_REPORT
    PendingLook.objects.all().delete()
    people = reverse("conduct_records:incident-people", args=[incident.pk])
    assert world.subject.name in client.get(people).text
    assert last_purpose() == purposes.READING_REPORT
    case = world.opened(incident)
    world.step(case, world.hr, said.Withdrawn("误报。"))
    PendingLook.objects.all().delete()
    for name in ("take-up", "set-aside"):
        url = reverse(f"conduct_records:{name}", args=[incident.pk])
        asked = client.post(url, {})
        assert asked.status_code == 422 and "岗亭无人" not in asked.text
    assert client.get(people).status_code == 302
    assert not PendingLook.objects.exists()


def test_a_question_leads_to_no_other_site(world: CaseWorld, client: Client) -> None:
    case = world.commended()
    address = reverse("conduct_records:case-purpose", args=[case.pk])
    given = {"purpose": purposes.SUPERVISING, "next": "https://example.org/"}
    sent: Any = client.post(address, given)
    assert sent.url == page_of(case)


def test_the_person_reads_what_it_was_opened_for(world: CaseWorld, client: Client) -> None:
    case = world.commended()
    question = reverse("conduct_records:case-purpose", args=[case.pk])
    client.post(question, {"purpose": "other", "words": "核对奖金名单"})
    client.get(page_of(case))
    sequence_looks()
    client.force_login(world.subject)
    for name in ("home:looks", "home:record"):
        page = client.get(reverse(name)).text
        assert "核对奖金名单" in page and world.hr.name in page


@given(st.timedeltas(timedelta(days=-1), timedelta(days=1)))
def test_an_answer_holds_from_when_it_was_given(after: timedelta) -> None:
    at = timezone.now()
    assert purposes.holds(at, at + after) is (timedelta() <= after < purposes.LASTS)
