"""Attempts to get round the procedure of a case, each refused; what somebody altered, found."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conduct_records.actions.cases.add_evidence import add_evidence
from conduct_records.actions.cases.decide_case import Parts
from conduct_records.actions.cases.keep_cases import keep_cases
from conduct_records.enums import ViewState
from conduct_records.models import Case, CaseStep, Evidence, EvidenceView, Incident, Notice
from conduct_records.queries.cases.files import file_of
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.deductions import NotExact, fen_of
from conduct_records.rules.cases.gates.verdicts import Gate, Why
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.procedure import Seat
from conduct_records.rules.cases.records import kept_by_month
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.models import Entry
from lms.people.enums import Role
from lms.people.models import Employee
from tests.conduct_records.cases.desks import Desk
from tests.conduct_records.cases.refusals import later, shut_by
from tests.conduct_records.cases.reports import handed_in, photo, reported
from tests.factories.cases import HIRED, MINIMUM_WAGE, CaseWorld, add_pack, case_world, deduction
from tests.factories.people import holder_of
from tests.ledger.tampering import execute, past_the_guards

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def reading(person: Employee) -> Client:
    client = Client()
    client.force_login(person)
    return client


def status(person: Employee, address: str) -> int:
    return reading(person).get(address).status_code


# Separate people -------------------------------------------------------------------------------


def test_who_shaped_a_case_after_the_appointment_hears_no_appeal(world: CaseWorld) -> None:
    case = world.opened()
    world.step(case, world.hr, said.Appointed(Seat.APPEALS, world.third_hr.token))
    world.notified(world.charged(world.investigating(case)))
    world.step(case, world.third_hr, said.Stated("在场听取。", held=True))
    world.step(case, world.hr, said.Appointed(Seat.DECIDER, world.other_hr.token))
    world.served(world.decided(case))
    world.step(case, world.subject, said.Appealed((said.Ground.FACTS,), "我当时在岗。"))
    with shut_by(Gate.SEPARATE_ROLES, Why.TOOK_PART):
        world.step(case, world.third_hr, said.AppealDecided(False, "维持。"))
    world.step(case, world.hr, said.Appointed(Seat.APPEALS, world.director.token))
    world.step(case, world.director, said.AppealDecided(False, "维持。"))


# Who reported it -------------------------------------------------------------------------------


def test_the_pages_of_the_person_do_not_repeat_the_report(world: CaseWorld) -> None:
    incident = world.incident(what="我和欧阳若禾一起巡查时看见他不在岗。")
    case = world.notified(world.charged(world.investigating(world.opened(incident))))
    client = reading(world.subject)
    for address in (reverse("conduct_records:own-case", args=[case.pk]), reverse("home:record")):
        assert "巡查" not in client.get(address).content.decode()


def test_the_person_gets_the_copy_and_not_the_original_of_a_picture(world: CaseWorld) -> None:
    incident = reported(world.reporter, photo(), person=world.subject)
    world.notified(world.charged(world.investigating(world.opened(incident))))
    evidence = Evidence.objects.get()
    original = reverse("conduct_records:evidence-original", args=[evidence.token])
    assert status(world.subject, original) == 404
    assert status(world.hr, original) == 200
    copy = reading(world.subject).get(reverse("conduct_records:evidence", args=[evidence.token]))
    assert copy.status_code == 200
    assert original not in copy.content.decode()
    # Nor where no copy could be drawn: then they see that it is there, and ask.
    EvidenceView.objects.filter(evidence=evidence).update(state=ViewState.FAILED)
    assert status(world.subject, original) == 404
    page = reading(world.subject).get(reverse("conduct_records:evidence", args=[evidence.token]))
    assert page.status_code == 200 and original not in page.content.decode()


def test_the_person_does_not_get_a_recording_that_somebody_else_handed_in(
    world: CaseWorld,
) -> None:
    video = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2" + b"\0" * 64
    reported(world.reporter, SimpleUploadedFile("监控.mp4", video), person=world.subject)
    incident = Incident.objects.get()
    case = world.notified(world.charged(world.investigating(world.opened(incident))))
    own = handed_in(SimpleUploadedFile("我的.mp4", video + b"\0"))
    add_evidence(actor=world.subject, incident=incident, case=case, files=own)
    answers = {
        each.added_by: status(
            world.subject, reverse("conduct_records:evidence-original", args=[each.token])
        )
        for each in Evidence.objects.all()
    }
    assert answers == {world.reporter: 404, world.subject: 200}


def test_an_auditor_does_not_read_in_the_ledger_what_is_about_themselves(world: CaseWorld) -> None:
    auditor = holder_of(Role.AUDITOR, world.company, hired_on=HIRED)
    Employee.objects.filter(pk=auditor.pk).update(unit=world.site)
    auditor = Employee.objects.get(pk=auditor.pk)
    for person, is_read in ((auditor, False), (world.subject, True)):
        world.incident(person=person, what="夜班睡着。", happened_at=timezone.now())
        entry = Entry.objects.filter(type="incident.reported").latest("seq")
        page = reading(auditor).get(reverse("ledger:entry", args=["records", entry.seq]))
        assert ("夜班睡着" in page.content.decode()) is is_read


# Addresses and forms ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/desk/cases/{case}/appointed/?seat=decider&who=%00",
        "/desk/cases/?text=%00",
        "/desk/incidents/{incident}/people/?who=%00",
        "/report/people/?who=%00",
    ],
)
def test_a_search_for_a_nul_finds_what_a_search_for_nothing_does(
    world: CaseWorld, address: str
) -> None:
    case = world.investigating()
    address = address.format(case=case.pk, incident=case.incident_id)
    assert status(world.hr, address) == 200


@pytest.mark.parametrize(
    "address",
    [
        "/evidence/%00/",
        "/evidence/%00/original/",
        "/case-notices/%00.pdf",
        "/case-notices/%00/",
        "/report/%00/",
        "/incidents/%00/evidence/",
        "/incidents/{token}/evidence/?case=%00",
        "/desk/cases/99999999999999999999/",
        "/my-cases/99999999999999999999/",
    ],
)
def test_an_address_that_cannot_be_leads_nowhere(world: CaseWorld, address: str) -> None:
    assert status(world.hr, address.format(token=world.incident().token)) == 404


@pytest.mark.parametrize("year", ["0001", "9999"])
@pytest.mark.parametrize(
    ("stage", "kind", "field"),
    [
        ("charged", "notice_served", "at"),
        ("investigating", "notice_issued", "hearing_at"),
        ("notified", "hearing_moved", "hearing_at"),
        ("notified", "hearing_moved", "answer_by"),
        ("notified", "stated", "at"),
    ],
)
def test_no_step_takes_place_in_another_age(
    world: CaseWorld, stage: str, kind: str, field: str, year: str
) -> None:
    case: Case = getattr(world, stage)()
    desk = Desk(case, world.hr)
    given = {"way": "email", "detail": "a@b.cn", "text": "在岗。", "how": "held", "reason": "改期"}
    given |= {"answer_by": "2199-01-01T00:00", field: f"{year}-12-31T23:59"}
    before = case.steps.count()
    assert desk.send(kind, **given).status_code == 422
    assert case.steps.count() == before


@pytest.mark.parametrize("text", ["1,5", "12,34", "1,,000", ",100", "1,2345", "1e3", "-1", "1.005"])
def test_an_amount_that_can_be_misread_is_none(text: str) -> None:
    with pytest.raises(NotExact):
        fen_of(text)


def test_thousands_are_set_apart_as_one_likes() -> None:
    assert fen_of("1234567.5") == fen_of("1,234,567.50") == fen_of("1，234，567.5") == 123_456_750
    assert fen_of("１２３") == 12_300


# Money and time --------------------------------------------------------------------------------


def test_two_cases_do_not_keep_one_bonus_back_twice(world: CaseWorld) -> None:
    for __ in range(2):
        world.decided(None, "R01", parts=Parts(deduction=deduction(amount=70_000)))
    kept = [sum(kept_by_month(file_of(case)).values()) for case in Case.objects.order_by("pk")]
    assert kept == [70_000, 10_000]


def test_new_regional_rules_do_not_shorten_the_time_to_appeal(world: CaseWorld) -> None:
    case = world.served()
    with later(days=3):
        add_pack(world.site, Pack(minimum_wage=MINIMUM_WAGE, appeal_days=1), timezone.localdate())
        assert keep_cases(actor=Employee.objects.system()) == 0
        world.step(case, world.subject, said.Appealed((said.Ground.FACTS,), "我当时在岗。"))


# What was altered ------------------------------------------------------------------------------


def test_a_notice_that_was_altered_beside_its_hash_is_found(world: CaseWorld) -> None:
    world.charged()
    assert verify().is_sound
    notice = Notice.objects.get()
    content = json.dumps(notice.content | {"place": "别处"})
    with past_the_guards("conduct_records_notice"):
        execute("UPDATE conduct_records_notice SET content = %s WHERE id = %s", content, notice.pk)
    assert not verify().is_sound


def test_a_step_that_was_altered_is_found(world: CaseWorld) -> None:
    case = world.decided()
    step = CaseStep.objects.get(case=case, kind="decided")
    data = json.dumps(step.data | {"reasons": "另有理由。"})
    with past_the_guards("conduct_records_casestep"):
        execute("UPDATE conduct_records_casestep SET data = %s WHERE id = %s", data, step.pk)
    assert not verify().is_sound


def test_a_file_of_evidence_that_was_altered_or_lost_is_found(world: CaseWorld) -> None:
    reported(world.reporter, photo(), person=world.subject)
    path = Path(Evidence.objects.get().file.path)
    call_command("cases", "check", stdout=StringIO())
    for spoil in (lambda: path.write_bytes(b"x"), path.unlink):
        spoil()
        errors = StringIO()
        with pytest.raises(CommandError):
            call_command("cases", "check", stdout=StringIO(), stderr=errors)
        assert errors.getvalue().startswith("Evidence ")
