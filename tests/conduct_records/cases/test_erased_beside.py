"""What was erased stands in nobody's way: not of what stays beside it, and not as work to be
done."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from conduct_records.actions.cases.answer_as_reporter import answer_as_reporter
from conduct_records.actions.cases.ask_identity import ask_identity
from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.actions.cases.note_answer import note_answer
from conduct_records.models import Case, Evidence, Incident
from conduct_records.policies.identities import APPROVE, can_ask_identity
from conduct_records.queries.cases.channel import answers_waiting
from conduct_records.queries.cases.identities import requests_for
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.reporter_codes import new_code
from lms.people.enums import Role
from lms.people.models import Employee
from tests.conduct_records.cases.desks import opened
from tests.conduct_records.cases.erased import erase_record
from tests.conduct_records.cases.reports import photo, reported
from tests.conduct_records.cases.speaking_up import spoken_up
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import EmployeeFactory, holder_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture
def auditor(world: CaseWorld) -> Employee:
    return holder_of(Role.AUDITOR, world.company, name="申屠衡")


def half_erased(world: CaseWorld) -> Incident:
    """Of its two cases one is erased, and one under way."""
    incident = reported(world.reporter, photo(), person=world.subject)
    other = EmployeeFactory.create(unit=world.site, hired_on=world.subject.hired_on)
    world.opened(incident)
    case = world.opened(incident, other)
    world.step(case, world.hr, said.Withdrawn("不是他。"))
    erase_record(case.token)
    assert Case.objects.filter(incident=incident, erased_at=None).count() == 1
    return Incident.objects.get(pk=incident.pk)


def test_a_report_and_its_files_open_beside_an_erased_case(
    client: Client, world: CaseWorld
) -> None:
    incident = half_erased(world)
    client.force_login(world.hr)
    page = opened(client, reverse("conduct_records:incident", args=[incident.pk]))
    assert page.status_code == 200
    file = reverse("conduct_records:evidence", args=[Evidence.objects.get().token])
    assert opened(client, file).status_code == 200


def test_no_answer_waits_any_more(world: CaseWorld) -> None:
    code = new_code()
    incident = spoken_up(world.site, code)
    answer_as_reporter(code=code, text="补充。", form_id=uuid4(), photos={})
    assert answers_waiting().exists()
    erase_record(incident.token)
    assert not answers_waiting().exists()
    assert note_answer(actor=world.hr, incident=incident) is None


def test_no_request_for_identities_waits_any_more(world: CaseWorld, auditor: Employee) -> None:
    incident = world.incident()
    ask_identity(actor=world.hr, incident=incident, reason="需核实。", form_id=uuid4())
    close_incident(actor=world.hr, incident=incident, reason="查无实据。")
    assert requests_for(auditor, APPROVE).exists()
    erase_record(incident.token)
    assert not requests_for(auditor, APPROVE).exists()
    assert not can_ask_identity(world.hr, Incident.objects.get(pk=incident.pk))
