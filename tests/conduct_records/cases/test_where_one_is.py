"""What a page says of itself: who reads a report, what is being opened, and the way back."""

import pytest
from django.test import Client
from django.urls import reverse

from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.models import Evidence, Incident
from lms.people.enums import Role
from lms.people.models import Employee
from tests.conduct_records.cases.reports import photo, reported
from tests.conduct_records.cases.speaking_up import Reporter, asked, spoken_up
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture
def director(world: CaseWorld) -> Employee:
    return holder_of(Role.HR_DIRECTOR, world.company)


def reader(employee: Employee) -> Client:
    client = Client()
    client.force_login(employee)
    return client


@pytest.mark.parametrize("is_reserved", [True, False])
def test_a_reporter_reads_who_has_the_report(director: Employee, is_reserved: bool) -> None:
    reporter = Reporter(HTTP_ACCEPT_LANGUAGE="zh-hans")
    given = {"is_reserved": "on"} if is_reserved else {}
    sent = reporter.report(**given)
    assert ("人事总监看过你的举报" in sent.text) == is_reserved
    page = reporter.send("speak-up-follow", code=reporter.code)
    assert ("人事总监已收到你的举报" in page.text) == is_reserved
    incident = Incident.objects.get()
    asked(incident, director)
    answered = reporter.send(
        "speak-up-answer", code=reporter.code, text="九号楼", form_id=incident.form_id
    )
    assert ("通知了公司的人事总监" in answered.text) == is_reserved


def test_the_question_before_a_report_names_a_report(world: CaseWorld) -> None:
    incident = spoken_up(world.site)
    close_incident(actor=world.hr, incident=incident, reason="没有依据。")
    client = reader(world.hr)
    page = client.get(reverse("conduct_records:incident", args=[incident.pk]), follow=True)
    assert page.context["is_report"]
    assert reverse("conduct_records:incidents") in page.text
    sent = client.post(reverse("conduct_records:case-purpose", args=[world.commended().pk]))
    assert sent.status_code == 422 and not sent.context["is_report"]


def test_where_there_is_no_copy_a_way_leads_back(world: CaseWorld) -> None:
    incident = reported(world.reporter, photo(), person=world.subject)
    address = reverse("conduct_records:evidence", args=[Evidence.objects.get().token])

    def back(employee: Employee) -> str:
        return str(reader(employee).get(address).context["back"])

    report = reverse("conduct_records:incident", args=[incident.pk])
    assert back(world.hr) == report
    receipt = reverse("conduct_records:report-receipt", args=[incident.token])
    assert back(world.reporter) == receipt
    case = world.investigating(world.opened(incident))
    assert back(world.investigator) in (report, reverse("conduct_records:case", args=[case.pk]))
    world.notified(world.charged(case))
    assert back(world.subject) == reverse("conduct_records:own-case", args=[case.pk])
