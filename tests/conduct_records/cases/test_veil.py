"""What stays closed although nobody thought of it: other names, other texts, other cases of the
same incident, names that were erased, and the reporter's own look at what they handed in."""

import io
from uuid import uuid4

import pypdf
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from conduct_records.actions.cases.ask_identity import ask_identity
from conduct_records.actions.cases.erase_case import erase_case
from conduct_records.actions.cases.erase_conduct import erase_conduct
from conduct_records.actions.cases.make_view import make_view
from conduct_records.actions.cases.open_case import open_case
from conduct_records.enums import IncidentKind
from conduct_records.errors import GateShut
from conduct_records.models import Case, Evidence, Incident, Notice
from conduct_records.queries.cases.bundle_entries import veil_of_bundle
from conduct_records.queries.cases.identities import called
from conduct_records.queries.cases.incident_evidence import ENTRY_TYPES
from conduct_records.queries.cases.seen import cases_seen
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.identities import WORDS
from conduct_records.rules.cases.procedure import Seat
from conduct_records.rules.cases.purposes import OWN_REPORT
from lms.ledger.actions.erasing import erasing
from lms.ledger.actions.note_look import note_look, sequence_looks
from lms.ledger.enums import Log
from lms.ledger.models import Entry, PendingLook
from lms.people.enums import Role, Standing
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.queries.own_records import own_portion
from tests.conduct_records.cases.desks import opened
from tests.conduct_records.cases.reports import photo, reported
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db(transaction=True)
OUTSIDER, INSIDER = "韩子轩", "韦曼筠"
SEE = "conduct_records.view_case"


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def as_(person: Employee) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(reader: Employee, name: str, *args: object) -> str:
    return opened(as_(reader), reverse(f"conduct_records:{name}", args=args)).text


def interview(name: str, person: str = "") -> said.Interviewed:
    return said.Interviewed(name, said.InterviewRole.WITNESS, "我看见。", person)


def two_cases(world: CaseWorld, what: str) -> tuple[Case, Case, Employee]:
    """Of one incident; witnesses were heard in the second, one of them of the company."""
    incident = world.incident(what=what)
    witness = EmployeeFactory.create(unit=world.site, name=INSIDER, latin_name="Wei Manyun")
    other = world.opened(incident, subject=EmployeeFactory.create(unit=world.site))
    world.step(other, world.hr, said.InvestigationOpened(world.investigator.token))
    world.step(other, world.investigator, interview(OUTSIDER))
    world.step(other, world.investigator, interview(INSIDER, witness.token))
    return world.opened(incident), other, witness


# The reporter's own look ----------------------------------------------------------------------


def test_a_reporter_opens_their_photo_unnoted(world: CaseWorld) -> None:
    reported(world.reporter, photo(), person=world.subject)
    evidence = Evidence.objects.get()
    make_view(actor=Employee.objects.system(), evidence=evidence)
    PendingLook.objects.all().delete()
    address = reverse("conduct_records:evidence", args=[evidence.token])
    assert as_(world.reporter).get(address).status_code == 200
    assert not PendingLook.objects.exists()


def test_looks_that_would_tell_who_reported_are_shown_to_nobody(world: CaseWorld) -> None:
    seen = {"subject": world.subject.token, "what": "evidence of an incident"}
    note_look(actor=world.reporter.token, purpose=OWN_REPORT, **seen)
    note_look(actor=world.hr.token, purpose="handling the case", **seen)
    sequence_looks()
    for name in ("home:looks", "home:record"):
        text = as_(world.subject).get(reverse(name)).text
        assert world.hr.name in text and world.reporter.name not in text
    table = own_portion(world.subject, world.subject).tables[-1]
    assert [each["who"] for each in table.rows] == [world.hr.name]
    auditor = as_(holder_of(Role.AUDITOR, world.company))
    look = Entry.objects.get(log=Log.LOOKS, actor=world.reporter.token)
    for name in ("entry", "bundle"):
        text = auditor.get(reverse(f"ledger:{name}", args=[look.log, look.seq])).text
        assert world.reporter.name not in text and world.reporter.token not in text
    register = auditor.get(reverse("ledger:register"), {"log": Log.LOOKS}).text
    assert world.hr.name in register and world.reporter.name not in register


# Whom an incident is about --------------------------------------------------------------------


@pytest.mark.parametrize("how", ["named", "subject", "below"])
def test_whom_the_incident_is_about_has_no_part_in_its_other_cases(
    world: CaseWorld, how: str
) -> None:
    concerned = holder_of(Role.HR_OFFICER, world.site, name="贺知章")
    person = concerned if how == "named" else world.subject
    incident = reported(world.reporter, photo(), person=person)
    if how == "subject":
        world.opened(incident, subject=concerned)
    if how == "below":
        team = UnitFactory.create(parent=world.site)
        Employee.objects.filter(pk=concerned.pk).update(unit=team)
        concerned = Employee.objects.get(pk=concerned.pk)
        post = PostFactory.create(standing=Standing.MANAGER)
        world.opened(incident, subject=EmployeeFactory.create(unit=team, post=post))
    case = world.investigating(world.opened(incident))
    evidence = reverse("conduct_records:evidence", args=[Evidence.objects.get().token])
    for address in (reverse("conduct_records:case", args=[case.pk]), evidence):
        assert as_(concerned).get(address).status_code == 404
    assert case not in cases_seen(concerned, SEE) and case in cases_seen(world.other_hr, SEE)
    with pytest.raises(NotAllowed):
        ask_identity(actor=concerned, incident=incident, reason="核实", form_id=uuid4())
    with pytest.raises(GateShut):
        world.step(case, world.hr, said.Appointed(Seat.DECIDER, concerned.token))
    another = EmployeeFactory.create(unit=world.site)
    with pytest.raises(NotAllowed):
        open_case(actor=concerned, incident=incident, subject=another)


def test_a_seat_says_nothing_once_the_incident_is_about_who_holds_it(world: CaseWorld) -> None:
    incident = world.incident()
    case = world.investigating(world.opened(incident))
    world.opened(incident, subject=world.investigator)
    assert case not in cases_seen(world.investigator, SEE)
    with pytest.raises(GateShut):
        world.step(case, world.investigator, interview(OUTSIDER))


# Names that were erased -----------------------------------------------------------------------


def erased(case: Case) -> None:
    with transaction.atomic(), erasing():
        erase_case(Case.objects.get(pk=case.pk))


def test_lists_hold_a_case_that_was_erased(world: CaseWorld) -> None:
    __, other, __ = two_cases(world, f"{OUTSIDER}在场。")
    erased(other)
    for name, query in (("cases", ""), ("incidents", "?state=taken_up")):
        answer = as_(world.hr).get(reverse(f"conduct_records:{name}") + query)
        assert answer.status_code == 200
        assert OUTSIDER not in answer.text


def test_what_named_erased_witnesses_stays_closed(world: CaseWorld) -> None:
    case, other, __ = two_cases(world, f"{OUTSIDER}在场，看见两人离岗。")
    erased(other)
    for name, pk in (("case", case.pk), ("incident", case.incident.pk)):
        text = page(world.hr, name, pk)
        assert OUTSIDER not in text and "看见两人离岗" not in text and called(WORDS) in text
    veil = veil_of_bundle(Case.objects.get(pk=case.pk))
    assert veil.over_report(case.incident.what, called) == called(WORDS)
    reported_type = next(each for each in ENTRY_TYPES if each.name == "incident.reported")
    assert reported_type.hides_text is not None
    hides = reported_type.hides_text(case.incident.token)
    assert hides is not None and hides("what", "谁都可能") and not hides("unit", "湖畔里")


def test_what_named_an_erased_person_stays_closed(world: CaseWorld) -> None:
    __, other, witness = two_cases(world, f"{INSIDER}在场。")
    with transaction.atomic(), erasing():
        erase_conduct(witness)
    text = page(world.hr, "case", other.pk)
    assert INSIDER not in text and called(WORDS) in text


# Other names, other texts ---------------------------------------------------------------------


def test_a_witness_is_covered_under_all_their_names(world: CaseWorld) -> None:
    case, __, witness = two_cases(world, "")
    names = ("Wei Manyun", "韋曼筠", "韦 曼筠", witness.staff_number)
    what = "；".join((*names, "police"))
    incident = Incident.objects.filter(pk=case.incident.pk)
    with transaction.atomic(), erasing():
        incident.redact(what=what)
    text = page(world.hr, "case", case.pk)
    assert not any(each in text for each in names) and "police" in text


def test_where_it_happened_names_nobody(world: CaseWorld) -> None:
    """Neither at the desk nor before the person concerned, on paper either."""
    name = world.reporter.name
    incident = reported(world.reporter, person=world.subject, place=f"{name}工位旁")
    case = world.notified(world.charged(world.investigating(world.opened(incident))))
    assert name not in page(world.other_hr, "case", case.pk)
    assert name not in page(world.other_hr, "incident", incident.pk)
    assert name not in page(world.hr, "case-step", case.pk, "withdrawn")
    own = page(world.subject, "own-case", case.pk)
    assert name not in own and "工位旁" in own
    place = Notice.objects.get().content["incident"]["place"]
    assert name not in place and "工位旁" in place


def test_a_commendation_prints_its_reasons_and_not_the_report(world: CaseWorld) -> None:
    what = f"我是{world.reporter.name}，暴雨夜他协助我转移车辆。"
    case = world.opened(world.incident(kind=IncidentKind.COMMENDATION, what=what))
    world.step(case, world.hr, said.Commended("主动、及时。", 2, 12))
    notice = Notice.objects.get()
    assert what not in str(notice.content)
    paper = as_(world.subject).get(reverse("conduct_records:notice", args=[notice.token]))
    pages = pypdf.PdfReader(io.BytesIO(paper.content)).pages
    text = "".join("".join(each.extract_text() for each in pages).split())
    assert "主动、及时。" in text and world.reporter.name not in text


@pytest.mark.parametrize("before", [25, 26, 27])
def test_a_title_is_veiled_before_it_is_cut(world: CaseWorld, before: int) -> None:
    text = "夜" * before + world.reporter.name
    case = world.opened(world.incident(what=text))
    title = opened(as_(world.hr), reverse("conduct_records:case", args=[case.pk])).context["title"]
    assert not set(title) & set(world.reporter.name)
