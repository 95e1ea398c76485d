"""Reports about human resources: not told to, seen or set aside by HR; and what is set aside of
anonymous reports has a second pair of eyes."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from conduct_records.actions.cases.answer_as_reporter import answer_as_reporter
from conduct_records.actions.cases.ask_identity import ask_identity
from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.actions.cases.note_answer import note_answer
from conduct_records.actions.cases.open_case import open_case
from conduct_records.errors import IncidentIsClosed
from conduct_records.models import Incident, ReportMessage
from conduct_records.policies.identities import APPROVE
from conduct_records.queries.cases.channel import followed_of
from conduct_records.queries.cases.identities import requests_for
from conduct_records.queries.cases.inbox import incidents_in
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.channel import Followed
from conduct_records.rules.cases.reporter_codes import new_code
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.models import Entry
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee, RoleGrant
from tests.conduct_records.cases.reports import photo, reported
from tests.conduct_records.cases.speaking_up import Reporter, asked, spoken_up, told
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture
def auditor(world: CaseWorld) -> Employee:
    return holder_of(Role.AUDITOR, world.company)


def page_of(incident: Incident) -> str:
    return reverse("conduct_records:incident", args=[incident.pk])


def listed(client: Client, reader: Employee) -> list[int]:
    client.force_login(reader)
    page = client.get(reverse("conduct_records:second-look"))
    return [incident.pk for incident, *__ in page.context["reports"]]


# About human resources ---------------------------------------------------------------------------


def test_a_report_about_hr_is_for_the_director_of_the_company_alone(
    client: Client, world: CaseWorld
) -> None:
    reporter = Reporter()
    reporter.report(unit=world.site.pk, is_reserved="on", photos=[photo()])
    incident = Incident.objects.get()
    below = holder_of(Role.HR_DIRECTOR, world.site)
    officer = holder_of(Role.HR_OFFICER, world.company)
    evidence = reverse("conduct_records:evidence", args=[incident.evidence.get().token])
    for asker in (world.hr, world.other_hr, below, officer):
        assert told(asker) == []
        client.force_login(asker)
        assert client.get(page_of(incident)).status_code == 404
        assert client.get(evidence).status_code == 404
        cards = client.get(reverse("conduct_records:incidents")).context["cards"]
        assert cards == [] and "地下一层库房" not in client.get("/desk/cases/").text
        with pytest.raises(NotAllowed):
            close_incident(actor=asker, incident=incident, reason="查无此事。")
        with pytest.raises(NotAllowed):
            asked(incident, asker)
        with pytest.raises(NotAllowed):
            open_case(actor=asker, incident=incident, subject=world.subject)
    assert told(world.director) == [page_of(incident)]
    client.force_login(world.director)
    assert client.get(page_of(incident)).status_code == 200
    assert client.get(evidence).status_code == 200
    assert asked(incident, world.director) and reporter.say("是主管本人。").status_code == 200
    assert told(world.director) == [page_of(incident)] * 2 and told(world.hr) == []
    assert verify().is_sound


def test_its_entries_say_nothing_to_who_reads_the_ledger_of_a_part(
    client: Client, world: CaseWorld
) -> None:
    spoken_up(world.site, is_reserved=True)
    spoken_up(world.site, what="有人倒卖门禁卡。")
    entries = Entry.objects.filter(type="incident.reported").order_by("seq")
    reserved, plain = (reverse("ledger:entry", args=["records", each.seq]) for each in entries)
    for role in (Role.HR_DIRECTOR, Role.AUDITOR):
        client.force_login(holder_of(role, world.site))
        assert "地下一层库房" not in client.get(reserved).text
        assert "有人倒卖门禁卡。" in client.get(plain).text
        client.force_login(holder_of(role, world.company))
        assert "地下一层库房" in client.get(reserved).text


def test_what_comes_of_it_is_a_case_as_any_other(client: Client, world: CaseWorld) -> None:
    incident = spoken_up(world.site, is_reserved=True)
    case = open_case(actor=world.director, incident=incident, subject=world.hr)
    client.force_login(world.other_hr)
    assert client.get(page_of(incident)).status_code == 404
    client.force_login(world.hr)
    assert client.get(reverse("conduct_records:case", args=[case.pk])).status_code == 404
    assert told(world.hr) == []


def test_nothing_is_kept_for_a_director_who_is_not_there(world: CaseWorld) -> None:
    RoleGrant.objects.filter(role=Role.HR_DIRECTOR).delete()
    holder_of(Role.HR_DIRECTOR, world.site)
    refused = Reporter().report(is_reserved="on", what="有人倒卖门禁卡。")
    assert refused.status_code == 422 and "有人倒卖门禁卡。" in refused.text
    assert not Incident.objects.exists()


def test_who_witnessed_a_reserved_one_is_asked_of_who_reaches_the_whole_company(
    world: CaseWorld, auditor: Employee
) -> None:
    near = holder_of(Role.AUDITOR, world.site)
    incident = spoken_up(world.site, is_reserved=True)
    ask_identity(actor=world.director, incident=incident, reason="需核实。", form_id=uuid4())
    assert requests_for(auditor, APPROVE).exists() and told(auditor)
    assert not requests_for(near, APPROVE).exists() and not told(near)


# Set aside ---------------------------------------------------------------------------------------


def test_who_looks_once_more_learns_why_a_report_was_set_aside(
    client: Client, world: CaseWorld, auditor: Employee
) -> None:
    incident, named = spoken_up(world.site), reported(world.reporter)
    list_ = reverse("conduct_records:second-look")
    for each in (incident, named):
        close_incident(actor=world.hr, incident=each, reason="监控已核对，是正常调拨。")
    assert told(auditor) == [list_] and list_ in told(world.director)
    assert list_ not in told(world.hr)
    for reader in (auditor, world.director):
        assert listed(client, reader) == [incident.pk]
        page = client.get(list_).text
        assert "监控已核对，是正常调拨。" in page and world.hr.name in page
    client.force_login(world.hr)
    assert client.get(list_).status_code == 403


def test_reserved_ones_are_read_by_who_looks_at_the_whole_company(
    client: Client, world: CaseWorld, auditor: Employee
) -> None:
    incident = spoken_up(world.site, is_reserved=True)
    close_incident(actor=world.director, incident=incident, reason="查无此事。")
    assert told(world.director) == [page_of(incident)]  # not of their own
    assert listed(client, auditor) == [incident.pk]
    assert listed(client, holder_of(Role.AUDITOR, world.site)) == []


def test_the_director_takes_up_what_was_set_aside_and_nobody_else(
    client: Client, world: CaseWorld, auditor: Employee
) -> None:
    code = new_code()
    incident, named = spoken_up(world.site, code), reported(world.reporter)
    for each in (incident, named):
        close_incident(actor=world.hr, incident=each, reason="无。")
    for asker, report in (
        (world.hr, incident),
        (world.other_hr, incident),
        (world.director, named),
    ):
        with pytest.raises(IncidentIsClosed):
            open_case(actor=asker, incident=report, subject=world.subject)
    client.force_login(world.director)
    given = {"form_id": str(uuid4()), "who": world.subject.staff_number}
    address = reverse("conduct_records:take-up", args=[incident.pk])
    assert client.post(address, given).status_code == 302
    incident = Incident.objects.get(pk=incident.pk)
    assert incident.cases.get().subject == world.subject
    assert followed_of(incident) == Followed.LOOKED_INTO
    every = Incident.objects.all()
    assert [each.pk for each in incidents_in(every, "set_aside")] == [named.pk]
    assert incident in incidents_in(every, "taken_up")
    assert listed(client, auditor) == [incident.pk]
    answer_as_reporter(code=code, text="谢谢。", form_id=uuid4(), photos={})
    assert incident in incidents_in(every, "answers") and verify().is_sound


def test_who_witnessed_what_was_taken_up_all_the_same_is_not_named_there(
    client: Client, world: CaseWorld, auditor: Employee
) -> None:
    name = "闻人佩"
    incident = spoken_up(world.site, what=f"{name}也看见了。", place=f"{name}的岗亭")
    close_incident(actor=world.hr, incident=incident, reason=f"{name}说没有这事。")
    case = open_case(actor=world.director, incident=incident, subject=world.subject)
    world.step(case, world.hr, said.InvestigationOpened(world.investigator.token))
    asked_of = said.Interviewed(name, said.InterviewRole.WITNESS, "我看见了。")
    world.step(case, world.investigator, asked_of)
    for reader, address in (
        (auditor, reverse("conduct_records:second-look")),
        (world.hr, page_of(incident)),
    ):
        client.force_login(reader)
        page = client.get(address)
        assert page.status_code == 200 and name not in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_what_was_set_aside_costs_the_same_however_long(
    rows: int, client: Client, world: CaseWorld, auditor: Employee, django_assert_num_queries: Any
) -> None:
    for __ in range(rows):
        close_incident(actor=world.hr, incident=spoken_up(world.site), reason="无。")
    listed(client, auditor)
    with django_assert_num_queries(7):
        page = client.get(reverse("conduct_records:second-look"))
    assert len(page.context["reports"]) == rows


# Answers that wait -------------------------------------------------------------------------------


def test_an_answer_that_was_read_waits_no_longer_and_its_reporter_sees_it(
    client: Client, world: CaseWorld
) -> None:
    reporter = Reporter()
    reporter.report(unit=world.site.pk)
    incident = Incident.objects.get()
    assert note_answer(actor=world.hr, incident=incident) is None  # nothing to note
    reporter.say("还有一件事。")
    client.force_login(world.hr)
    inbox = reverse("conduct_records:cases")
    assert client.get(inbox).context["answers_count"] == 1
    note = reverse("conduct_records:note-answer", args=[incident.pk])
    for __ in range(2):
        assert client.post(note).status_code == 302
    assert client.get(inbox).context["answers_count"] == 0
    noted = ReportMessage.objects.get(written_by=world.hr)
    assert noted.text == "" and client.get(page_of(incident)).status_code == 200
    assert reporter.look().context["state"] == Followed.RECEIVED
    assert len(reporter.look().context["conversation"]) == 2
    assert reporter.say("再补充一句。").status_code == 200
    assert client.get(inbox).context["answers_count"] == 1 and verify().is_sound
    with pytest.raises(NotAllowed):
        note_answer(actor=world.investigator, incident=incident)
