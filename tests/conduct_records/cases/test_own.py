"""A case for the person it is about: what they see of it, sign, say, and appeal against."""

import html
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.models import Case, CaseStep, Evidence
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.procedure import State, StepKind
from conduct_records.rules.codebook import Sanction
from lms.people.models import Employee
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import EmployeeFactory

DRAWN = "M10 10L20 30L30 20L40 40L50 10L60 60L70 30"

WRITTEN = Parts(warning=Sanction.WRITTEN_WARNING)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture
def as_subject(client: Client, world: CaseWorld) -> Client:
    Employee.objects.filter(pk=world.subject.pk).update(language="en")
    client.force_login(world.subject)
    return client


def page(case: Case, name: str = "own-case") -> str:
    return reverse(f"conduct_records:{name}", args=[case.pk])


def sent(case: Case, **more: Any) -> dict[str, Any]:
    return {"form_id": str(uuid4()), "seen": str(case.steps.count())} | more


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


# What is open ------------------------------------------------------------------------------------


def test_before_a_notice_there_is_nothing(as_subject: Client, world: CaseWorld) -> None:
    case = world.investigating()
    assert as_subject.get(page(case)).status_code == 404
    assert "card own-case" not in as_subject.get(reverse("home:record")).text
    world.step(case, world.hr, said.Closed("没有证据。"))
    assert as_subject.get(page(case)).status_code == 404


@pytest.mark.parametrize("name", ["own-case", "own-statement", "own-appeal"])
def test_it_is_nobody_elses(client: Client, world: CaseWorld, name: str) -> None:
    case = world.served()
    for other in (EmployeeFactory.create(unit=world.site), world.hr, world.reporter):
        client.force_login(other)
        assert client.get(page(case, name)).status_code == 404
        assert client.post(page(case, "own-sign"), sent(case)).status_code == 404


def test_it_says_what_is_alleged_and_nothing_of_who_reported_it(
    as_subject: Client, world: CaseWorld
) -> None:
    Employee.objects.filter(pk=world.reporter.pk).update(latin_name="Ouyang Ruohe")
    case = world.charged()
    text = as_subject.get(page(case)).text
    assert "两次点名不在岗" in text and "Rule Y01" in text
    for address in (page(case), reverse("home:record")):
        shown = as_subject.get(address).text
        assert world.reporter.name not in shown and "Ouyang" not in shown


def test_what_was_withdrawn_before_it_reached_them_is_gone(
    as_subject: Client, world: CaseWorld
) -> None:
    case = world.charged()
    world.step(case, world.hr, said.Withdrawn("认错了人。"))
    assert as_subject.get(page(case)).status_code == 404


# Signing -----------------------------------------------------------------------------------------


def test_today_asks_for_a_signature_and_one_tap_gives_it(
    as_subject: Client, world: CaseWorld
) -> None:
    case = world.charged()
    assert f"{page(case)}#sign" in as_subject.get(reverse("home:today")).text
    form = sent(case)
    for __ in range(2):
        answer = as_subject.post(page(case, "own-sign"), form, follow=True)
        assert "Signed: you received it." in answer.text
    assert state_of(case) == State.NOTIFIED
    step = CaseStep.objects.get(case=case, kind=StepKind.NOTICE_SERVED)
    assert step.actor == world.subject and step.data["service"]["way"] == "signed"
    assert "You can make a statement" in as_subject.get(reverse("home:today")).text


def test_a_decision_signed_for_twice_is_served_once(as_subject: Client, world: CaseWorld) -> None:
    case = world.decided()
    form = sent(case)
    for __ in range(2):
        as_subject.post(page(case, "own-sign"), form)
    assert CaseStep.objects.filter(case=case, kind=StepKind.DECISION_SERVED).count() == 1


def test_nothing_to_sign_is_said(as_subject: Client, world: CaseWorld) -> None:
    case = world.notified()
    answer = as_subject.post(page(case, "own-sign"), sent(case), follow=True)
    assert "No notice waits for your signature." in answer.text


# Stating -----------------------------------------------------------------------------------------


def test_a_statement_is_shown_once_more_then_given(as_subject: Client, world: CaseWorld) -> None:
    case = world.notified()
    form = sent(case, text="我去借手电。", companion="罗平")
    shown = as_subject.post(page(case, "own-statement"), form)
    assert "Is this your statement?" in shown.text and state_of(case) == State.NOTIFIED
    changed = as_subject.post(page(case, "own-statement"), form | {"change": "1"})
    assert "我去借手电。</textarea>" in changed.text
    for __ in range(2):
        as_subject.post(page(case, "own-statement"), form | {"confirmed": "1"})
    (step,) = CaseStep.objects.filter(case=case, kind=StepKind.STATED)
    assert (step.data["text"], step.data["companion"]) == ("我去借手电。", "罗平")
    assert "I made a statement" in as_subject.get(page(case)).text


def test_what_was_typed_is_kept_when_the_case_moved_on(
    as_subject: Client, world: CaseWorld
) -> None:
    case = world.notified()
    form = sent(case, text="我去借手电。", companion="", confirmed="1")
    until = timezone.now() + timedelta(days=9)
    world.step(case, world.hr, said.HearingMoved(until, "生病"))
    answer = as_subject.post(page(case, "own-statement"), form)
    assert answer.status_code == 422
    assert "我去借手电。</textarea>" in answer.text and "moved the case on" in answer.text
    assert f'name="seen" value="{case.steps.count()}"' in answer.text
    assert state_of(case) == State.NOTIFIED


def test_too_late_to_state_is_said(as_subject: Client, world: CaseWorld) -> None:
    case = world.heard()
    answer = as_subject.get(page(case, "own-statement"), follow=True)
    assert "To be decided" in answer.text
    form = sent(case, text="还有一点。", confirmed="1")
    answer = as_subject.post(page(case, "own-statement"), form)
    assert answer.status_code == 422 and "还有一点。" in answer.text


def test_files_are_handed_in_with_it(as_subject: Client, world: CaseWorld) -> None:
    case = world.notified()
    link = re.search(r'href="(/incidents/[^"]+)"', as_subject.get(page(case, "own-statement")).text)
    assert link
    address = html.unescape(link[1])
    answer = as_subject.post(address, {"photos": pdf()})
    assert answer.headers["Location"] == page(case, "own-statement")
    assert Evidence.objects.get(case=case).added_by == world.subject


# Appealing ---------------------------------------------------------------------------------------


def an_appeal(case: Case, **more: Any) -> dict[str, Any]:
    return sent(case, grounds=["facts", "new_evidence"], text="我当时在岗。", **more)


def pdf(name: str = "值班表.pdf") -> SimpleUploadedFile:
    content = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_an_appeal_with_new_evidence(as_subject: Client, world: CaseWorld) -> None:
    case = world.served()
    form = an_appeal(case)
    answer = as_subject.post(page(case, "own-appeal"), form | {"photos": pdf()}, follow=True)
    assert "Your appeal is lodged." in answer.text
    as_subject.post(page(case, "own-appeal"), form | {"photos": pdf()})
    (step,) = CaseStep.objects.filter(case=case, kind=StepKind.APPEALED)
    evidence = Evidence.objects.get(case=case)
    assert step.data["evidence"] == [evidence.token] and evidence.added_by == world.subject
    assert state_of(case) == State.APPEALED
    shown = as_subject.get(page(case)).text
    assert "值班表.pdf" in shown and "does not count until that is decided" in shown


def test_what_is_refused_leaves_nothing(as_subject: Client, world: CaseWorld) -> None:
    case = world.served()
    no_pdf = SimpleUploadedFile("x.pdf", b"MZ program")
    answer = as_subject.post(page(case, "own-appeal"), an_appeal(case) | {"photos": no_pdf})
    assert answer.status_code == 422 and "我当时在岗。</textarea>" in answer.text
    stale = an_appeal(case) | {"seen": "1", "photos": pdf()}
    answer = as_subject.post(page(case, "own-appeal"), stale)
    assert answer.status_code == 422 and "moved the case on" in answer.text
    assert state_of(case) == State.SERVED and not Evidence.objects.exists()


def test_after_its_time_gate_8_refuses(as_subject: Client, world: CaseWorld) -> None:
    case = world.served()
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        as_subject.force_login(world.subject)
        answer = as_subject.get(page(case, "own-appeal"), follow=True)
        assert "The time to appeal ended on" in answer.text
        answer = as_subject.post(page(case, "own-appeal"), an_appeal(case))
    assert answer.status_code == 422 and "The time to appeal ended on" in answer.text
    assert state_of(case) == State.SERVED


# The record --------------------------------------------------------------------------------------


def test_the_record_says_what_counts(as_subject: Client, world: CaseWorld) -> None:
    case = world.served()
    text = as_subject.get(reverse("home:record")).text
    assert "Counting now: 1 record, 2 points." in text
    assert "Decision: Oral warning" in text and page(case, "own-appeal") in text
    world.appealed(case)
    assert "Nothing counts against you." in as_subject.get(reverse("home:record")).text


def test_praise_stands_beside(as_subject: Client, world: CaseWorld) -> None:
    world.commended()
    text = as_subject.get(reverse("home:record")).text
    assert 'class="seal"' in text and "主动、及时。" in text
    assert "Nothing counts against you." in text


def test_what_is_over_is_folded_away(as_subject: Client, world: CaseWorld) -> None:
    case = world.overturned()
    assert "1 case that no longer counts" not in as_subject.get(reverse("home:record")).text
    as_subject.post(page(case, "own-sign"), sent(case))
    text = as_subject.get(reverse("home:record")).text
    assert "1 case that no longer counts" in text
    assert "Cancelled by your appeal" in as_subject.get(page(case)).text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("home:today", 13), ("home:record", 17)])
def test_it_costs_the_same_number_of_queries(
    as_subject: Client,
    world: CaseWorld,
    count: int,
    name: str,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    for __ in range(count):
        world.served()
    as_subject.get(reverse(name))
    with django_assert_num_queries(queries):
        assert as_subject.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_the_evidence(
    as_subject: Client, world: CaseWorld, count: int, django_assert_num_queries: Any
) -> None:
    case = world.served(None, *("Y01", "R01", "F1")[:count], parts=WRITTEN)
    as_subject.get(page(case))
    with django_assert_num_queries(12):
        assert as_subject.get(page(case)).status_code == 200


# Attended ----------------------------------------------------------------------------------------


@pytest.fixture
def device(client: Client, world: CaseWorld) -> Client:
    """The site manager's device, to be handed to the subject, who has no sign-in."""
    subject = Employee.objects.get(pk=world.subject.pk)
    subject.set_unusable_password()
    subject.language = "en"
    subject.save(update_fields=["password", "language"])
    return client


def hand_over(device: Client, world: CaseWorld) -> None:
    device.force_login(world.reporter)
    device.post(f"/desk/attended/{world.subject.pk}/")


def test_on_a_supervisors_device_a_signature_is_needed(device: Client, world: CaseWorld) -> None:
    case = world.charged()
    hand_over(device, world)
    assert "signature-pad" in device.get(page(case)).text
    device.post(page(case, "own-sign"), sent(case))
    assert state_of(case) == State.CHARGED
    device.post(page(case, "own-sign"), sent(case, signature=DRAWN))
    service = CaseStep.objects.get(case=case, kind=StepKind.NOTICE_SERVED).data["service"]
    assert (service["signature"], service["attended_by"]) == (DRAWN, world.reporter.token)
    form = sent(case, text="我去借手电。", confirmed="1")
    answer = device.post(page(case, "own-statement"), form)
    assert answer.status_code == 422 and "我去借手电。" in answer.text
    device.post(page(case, "own-statement"), form | {"signature": DRAWN})
    assert CaseStep.objects.get(case=case, kind=StepKind.STATED).data["signature"] == DRAWN
    work = device.get("/attended/end/").text
    assert "Notice of allegation served" in work and "Statement" in work


def test_an_appeal_on_a_supervisors_device(device: Client, world: CaseWorld) -> None:
    case = world.served()
    hand_over(device, world)
    assert "<kept-draft" not in device.get(page(case, "own-appeal")).text
    assert device.post(page(case, "own-appeal"), an_appeal(case)).status_code == 422
    device.post(page(case, "own-appeal"), an_appeal(case, signature=DRAWN))
    step = CaseStep.objects.get(case=case, kind=StepKind.APPEALED)
    assert step.actor == world.subject and step.data["attended_by"] == world.reporter.token
