"""Who reported an incident and who witnessed it: closed at the desk and in the ledger until a
second person opens it to somebody, for some days."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pypdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conduct_records.actions.cases.add_evidence import add_evidence
from conduct_records.actions.cases.answer_identity import answer_identity
from conduct_records.actions.cases.ask_identity import ask_identity
from conduct_records.actions.cases.make_view import make_view
from conduct_records.errors import (
    IdentitiesAreOpen,
    RefusalWithoutReason,
    RequestAnswered,
    RequestWaits,
    TooManyDays,
)
from conduct_records.models import Case, Evidence, IdentityRequest, Incident, Notice
from conduct_records.queries.cases.bundle_entries import veil_of_bundle
from conduct_records.queries.cases.identities import called
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.identities import REPORTER
from conduct_records.rules.cases.procedure import Seat
from lms.ledger.actions.note_look import sequence_looks
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.models import Entry, PendingLook
from lms.ledger.rules.envelope import Record, fields_of
from lms.notify.models import Notice as Told
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.conduct_records.cases.desks import opened
from tests.conduct_records.cases.reports import handed_in, photo, reported
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import UnitFactory, holder_of
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = "韦曼筠", "闻人佩"
REASON = "需与本人当面核实时间。"


@dataclass
class Confided:
    """A case with a reporter and two witnesses whose names are nobody else's."""

    world: CaseWorld
    case: Case
    auditor: Employee

    @property
    def incident(self) -> Incident:
        return self.case.incident

    @property
    def reporter_names(self) -> list[str]:
        reporter = self.world.reporter
        return [reporter.name, reporter.staff_number]


@pytest.fixture
def told() -> Confided:
    world = case_world()
    auditor = holder_of(Role.AUDITOR, world.company, name="申屠衡")
    text = f"{world.reporter.name}报告：夜班离岗，{FIRST}在场。"
    incident = reported(
        world.reporter, photo(f"{world.reporter.name}拍摄.jpg"), person=world.subject, what=text
    )
    case = world.investigating(world.opened(incident))
    for name in (f"{FIRST}（保洁）", SECOND):
        interview = said.Interviewed(
            name, said.InterviewRole.WITNESS, f"我是{name}，看见岗亭没人。"
        )
        world.step(case, world.investigator, interview)
    asked = said.Interviewed("上报人", said.InterviewRole.REPORTER, f"{FIRST}也在。")
    world.step(case, world.investigator, asked)
    paper = SimpleUploadedFile(f"{SECOND}证词.pdf", pdf(), "application/pdf")
    add_evidence(actor=world.investigator, incident=incident, case=case, files=handed_in(paper))
    for evidence in Evidence.objects.all():
        make_view(actor=Employee.objects.system(), evidence=evidence)
    world.heard(world.notified(world.charged(case)))
    return Confided(world, Case.objects.get(pk=case.pk), auditor)


def addresses(told: Confided) -> Iterator[str]:
    case, name = told.case, "conduct_records:{}".format
    yield reverse(name("cases"))
    yield reverse(name("calendar"))
    yield reverse(name("incidents")) + "?state=taken_up"
    yield reverse(name("incident"), args=[told.incident.pk])
    yield reverse(name("incident-people"), args=[told.incident.pk])
    yield reverse(name("case"), args=[case.pk])
    yield reverse(name("ask-identity"), args=[told.incident.pk])
    yield reverse(name("identities"))
    for kind in ("decided", "appointed", "union_notified", "withdrawn", "stated"):
        yield reverse(name("case-step"), args=[case.pk, kind])
    for evidence in Evidence.objects.all():
        yield reverse(name("evidence"), args=[evidence.token])
        yield reverse(name("evidence-original"), args=[evidence.token])
    for notice in Notice.objects.all():
        yield reverse(name("notice"), args=[notice.token])
    yield reverse(name("own-case"), args=[case.pk])
    yield reverse("home:record")


def ledger_addresses() -> Iterator[str]:
    yield reverse("ledger:register")
    for entry in Entry.objects.filter(log=Log.RECORDS, case__isnull=False):
        if entry.type.startswith(("incident.", "evidence.", "case.", "identity.")):
            yield reverse("ledger:entry", args=[entry.log, entry.seq])
            fields = "&".join(f"field={each}" for each in fields_of(entry.envelope))
            yield reverse("ledger:bundle", args=[entry.log, entry.seq]) + f"?{fields}"


def shown(client: Client, address: str) -> str:
    """Everything that comes back: the page, and under what name a file is handed out."""
    answer = opened(client, address)
    found = str(answer.headers)
    if answer.streaming:
        return found + str(len(b"".join(answer.streaming_content)))
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("application/pdf"):
        pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
        return found + "".join(page.extract_text() for page in pages)
    text = answer.content.decode()
    # Names stand in JSON as they are typed, or escaped.
    return found + (json.dumps(json.loads(text), ensure_ascii=False) if "json" in kind else text)


def found_by(
    reader: Employee, told: Confided, wanted: list[str], *, ledger: bool = False
) -> set[str]:
    """Which of the wanted stand on any page that the reader gets."""
    client = Client()
    client.force_login(reader)
    pages = ledger_addresses() if ledger else addresses(told)
    return {each for address in pages for each in wanted if each in shown(client, address)}


def ask(told: Confided, actor: Employee) -> IdentityRequest:
    return ask_identity(actor=actor, incident=told.incident, reason=REASON, form_id=uuid4())


def test_nobody_reads_who_reported_or_witnessed_it(told: Confided) -> None:
    world = told.world
    everybody = [*told.reporter_names, world.reporter.token, FIRST, SECOND]
    for reader in (world.hr, world.director, world.other_hr, told.auditor, world.subject):
        assert found_by(reader, told, everybody) == set(), reader
    assert found_by(world.investigator, told, [*told.reporter_names]) == set()
    # Whoever asked the witnesses knows whom they asked.
    assert found_by(world.investigator, told, [FIRST, SECOND]) == {FIRST, SECOND}


def test_the_ledger_keeps_it_closed(told: Confided) -> None:
    sign_checkpoint(log=Log.RECORDS)
    everybody = [*told.reporter_names, told.world.reporter.token, FIRST, SECOND]
    for reader in (told.auditor, told.world.director):
        assert found_by(reader, told, everybody, ledger=True) == set()


def test_what_was_recorded_in_the_old_form_hides_its_actor(told: Confided) -> None:
    world = told.world
    with transaction.atomic():
        record_entries(
            Record(
                "incident.reported", world.reporter.token, {"place": "北门"}, world.subject.token
            )
        )
    sign_checkpoint(log=Log.RECORDS)
    last = Entry.objects.filter(log=Log.RECORDS).latest("seq")
    client = Client()
    client.force_login(told.auditor)
    for name, status in (("entry", 200), ("bundle", 409)):
        answer = client.get(reverse(f"ledger:{name}", args=[last.log, last.seq]))
        assert answer.status_code == status
        assert world.reporter.name not in answer.text and world.reporter.token not in answer.text
    assert world.reporter.name not in client.get(reverse("ledger:register")).text


def test_an_approval_opens_it_to_whoever_asked_until_its_day(told: Confided) -> None:
    world = told.world
    names = [world.reporter.name, FIRST, SECOND]
    answer_identity(actor=told.auditor, request=ask(told, world.hr), is_granted=True, days=3)
    assert found_by(world.hr, told, names) == set(names)
    assert found_by(world.other_hr, told, names) == set()
    assert found_by(told.auditor, told, names) == set()
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1), tick=False):
        assert found_by(world.hr, told, names) == set()


def test_each_look_at_open_identities_is_one_of_its_own(told: Confided) -> None:
    world = told.world
    answer_identity(actor=told.auditor, request=ask(told, world.hr), is_granted=True)
    client = Client()
    client.force_login(world.hr)
    for name, pk in (("incident", told.incident.pk), ("case", told.case.pk)):
        PendingLook.objects.all().delete()
        client.get(reverse(f"conduct_records:{name}", args=[pk]))
        looks = PendingLook.objects.filter(what="who reported an incident")
        assert {each.subject for each in looks} == {world.reporter.token, world.subject.token}
        assert {each.purpose for each in looks} == {"with the approval of a second person"}
    sequence_looks()
    auditor = Client()
    auditor.force_login(told.auditor)
    look = Entry.objects.get(log=Log.LOOKS, subject=world.reporter.token)
    page = auditor.get(reverse("ledger:entry", args=[look.log, look.seq])).text
    assert world.reporter.name not in page and world.reporter.token not in page
    client.force_login(world.reporter)
    assert world.hr.name in client.get(reverse("home:looks")).text


# Asking and answering ----------------------------------------------------------------------------


def test_whoever_does_not_see_it_asks_nothing(told: Confided) -> None:
    world = told.world
    elsewhere = holder_of(Role.HR_OFFICER, UnitFactory.create(parent=world.company))
    for stranger in (world.subject, elsewhere, told.auditor, holder_of(Role.ASSESSOR, world.site)):
        with pytest.raises(NotAllowed):
            ask(told, stranger)
    assert ask(told, world.investigator).asked_by == world.investigator


def test_one_request_waits_at_a_time(told: Confided) -> None:
    form_id, hr = uuid4(), told.world.hr
    given: dict[str, Any] = {"actor": hr, "incident": told.incident, "reason": REASON}
    first = ask_identity(form_id=form_id, **given)
    assert ask_identity(form_id=form_id, **given) == first
    with pytest.raises(RequestWaits):
        ask(told, hr)
    answer_identity(actor=told.auditor, request=first, is_granted=True)
    with pytest.raises(IdentitiesAreOpen):
        ask(told, hr)
    with pytest.raises(RequestAnswered):
        answer_identity(actor=told.world.director, request=first, is_granted=False, reason="否")


def test_the_second_person_is_another_one(told: Confided) -> None:
    world = told.world
    own = ask(told, world.director)
    for person in (world.director, world.hr, world.reporter, world.subject, world.investigator):
        with pytest.raises(NotAllowed):
            answer_identity(actor=person, request=own, is_granted=True)
    with pytest.raises(TooManyDays):
        answer_identity(actor=told.auditor, request=own, is_granted=True, days=31)
    with pytest.raises(RefusalWithoutReason):
        answer_identity(actor=told.auditor, request=own, is_granted=False, reason=" ")
    answer_identity(actor=told.auditor, request=own, is_granted=False, reason="事实已清楚。")
    assert found_by(world.director, told, [world.reporter.name]) == set()


def test_asker_and_approvers_are_told_and_no_name_with_it(told: Confided) -> None:
    world = told.world
    Told.objects.all().delete()
    request = ask(told, world.hr)
    assert {each.recipient_id for each in Told.objects.all()} == {
        world.director.pk,
        told.auditor.pk,
    }
    answer_identity(actor=told.auditor, request=request, is_granted=True)
    assert Told.objects.filter(recipient_id=world.hr.pk).count() == 1
    for each in Told.objects.all():
        for name in (world.reporter.name, world.subject.name, FIRST):
            assert name not in each.title + each.text


def test_it_is_asked_and_answered_on_pages(told: Confided) -> None:
    world, client = told.world, Client()
    client.force_login(world.hr)
    address = reverse("conduct_records:ask-identity", args=[told.incident.pk])
    assert client.post(address, {"form_id": uuid4(), "reason": ""}).status_code == 422
    assert client.post(address, {"form_id": uuid4(), "reason": REASON}).status_code == 302
    assert REASON in client.get(address).text
    client.force_login(told.auditor)
    work_list = reverse("conduct_records:identities")
    page = client.get(work_list).text
    assert REASON in page and world.hr.name in page
    assert world.reporter.name not in page and world.subject.name not in page
    request = IdentityRequest.objects.get()
    answer, prefix = (
        reverse("conduct_records:answer-identity", args=[request.pk]),
        f"request-{request.pk}-",
    )
    assert client.post(answer, {prefix + "answer": "refuse"}).status_code == 422
    given = {prefix + "answer": "grant", prefix + "days": "2"}
    assert client.post(answer, given).status_code == 302
    assert REASON not in client.get(work_list).text
    assert REASON in client.get(work_list, {"state": "answered"}).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_work_list_costs_the_same(
    told: Confided, count: int, django_assert_num_queries: Any
) -> None:
    world = told.world
    for asker in (world.hr, world.other_hr, world.investigator)[:count]:
        ask(told, asker)
    client = Client()
    client.force_login(told.auditor)
    client.get(reverse("conduct_records:identities"))
    with django_assert_num_queries(5):
        client.get(reverse("conduct_records:identities"))


def test_a_seat_is_not_taken_from_whoever_reported(told: Confided) -> None:
    """Who may be appointed to what does not tell who it was: they are kept out as whoever declared
    an interest is, and nobody is missing."""
    world = told.world
    world.step(told.case, world.third_hr, said.Recused())
    client = Client()
    client.force_login(world.hr)
    address = reverse("conduct_records:case-step", args=[told.case.pk, "appointed"])
    given = {"seat": Seat.INVESTIGATOR}
    barred = dict(client.get(address, given).context["barred"])
    assert barred[world.reporter.name] == barred[world.third_hr.name]
    refusals = []
    for person in (world.reporter, world.third_hr):
        answer = client.post(address, {**given, "person": person.token})
        assert answer.status_code == 422
        refusals.append([str(each) for each in answer.context["sentences"]])
    assert refusals[0] == refusals[1]


def test_whoever_reported_it_and_acts_in_it_acts_under_their_own_name(client: Client) -> None:
    """Covered there, they would be told as the one who reported it."""
    world = case_world()
    case = world.investigating(world.opened(reported(world.hr, person=world.subject)))
    client.force_login(world.director)
    page = client.get(reverse("conduct_records:case", args=[case.pk])).text
    # Once as a label, and once beside it.
    assert world.hr.name in page and page.count(called(REPORTER)) == 2
    veil = veil_of_bundle(case)
    assert veil.over(world.hr.name, called) == world.hr.name
