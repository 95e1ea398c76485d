"""What came back with an older database goes again; what others had a part in is kept; what names
who reported goes with them."""

from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.db.models.signals import pre_save

from conduct_records.actions.cases.make_view import make_view
from conduct_records.actions.cases.open_case import open_case
from conduct_records.actions.cases.report_incident import report_incident
from conduct_records.enums import ViewState
from conduct_records.errors import GateShut
from conduct_records.models import Case, Evidence, EvidenceView, Incident
from conduct_records.queries.cases.retention import due_records
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.incident_evidence import held_text
from conduct_records.rules.cases.procedure import Seat
from lms.files.storage import private_storage
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.enums import Fault
from lms.ledger.models import Entry
from lms.ledger.queries.entries import disclosures_of
from lms.people.actions.hold_records import place_hold
from lms.people.actions.repeat_erasures import repeat_erasures
from lms.people.errors import PersonErased
from lms.people.models import Employee
from tests.conduct_records.cases.erased import PACKAGE, check_sound
from tests.conduct_records.cases.reports import handed_in, make_report, photo
from tests.conduct_records.cases.speaking_up import spoken_up
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import EmployeeFactory
from tests.ledger.erasures import erase_subject
from tests.people.erasure import erase_from, left_of, records_named

pytestmark = pytest.mark.django_db

FACTS = ("夜班时离开岗位", "北门岗亭", "两次点名不在岗", "当时去借手电", "监控转开")


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def obstacles(employee: Employee) -> int:
    return len(list(records_named(PACKAGE).obstacles(employee)))


# After an older backup was restored -------------------------------------------------------------


def test_records_go_again_whatever_state_the_older_database_has_them_in(world: CaseWorld) -> None:
    """Since then they ended and were erased one by one."""
    under_way, waiting, taken_up = world.appealed(), world.incident(), spoken_up(world.site)
    world.opened(taken_up)
    cases = Case.objects.all()
    tokens = [*cases.values_list("token", flat=True), under_way.incident.token]
    tokens += [waiting.token, taken_up.token]
    assert left_of(PACKAGE, *FACTS)
    repeated = repeat_erasures(actor=Employee.objects.system(), tokens=tokens)
    assert repeated == sorted(tokens)
    assert left_of(PACKAGE, *FACTS) == []
    assert not Case.objects.filter(erased_at=None).exists()
    assert not Incident.objects.filter(erased_at=None).exists()
    check_sound()


def test_what_is_not_among_them_stays(world: CaseWorld) -> None:
    case, other = world.notified(), world.opened()
    repeat_erasures(actor=Employee.objects.system(), tokens=[case.token])
    assert Incident.objects.get(pk=case.incident_id).what
    assert Case.objects.get(pk=other.pk).erased_at is None
    check_sound()


def test_verification_names_a_case_whose_key_is_gone_and_which_is_not_emptied(
    world: CaseWorld,
) -> None:
    case = world.notified()
    erase_subject(actor=world.hr.token, subject=case.token, reason="x")
    found = [(each.fault, case.number in each.detail) for each in verify().findings]
    assert (Fault.NOT_EMPTIED, True) in found


# What others had a part in ----------------------------------------------------------------------


def with_a_witness(world: CaseWorld) -> tuple[Case, Employee]:
    witness = EmployeeFactory.create(unit=world.site, name="闻人佩")
    case = world.investigating()
    told = said.Interviewed(witness.name, said.InterviewRole.WITNESS, "我看见了。", witness.token)
    world.step(case, world.investigator, told)
    return case, witness


def test_whoever_has_a_part_in_a_case_is_kept_while_it_is_under_way(world: CaseWorld) -> None:
    case, witness = with_a_witness(world)
    world.step(case, world.hr, said.Appointed(Seat.DECIDER, world.other_hr.token))
    for employee in (witness, world.investigator, world.other_hr, world.reporter):
        assert obstacles(employee) == 1
        (words,) = records_named(PACKAGE).obstacles(employee)
        assert case.number not in words
    assert obstacles(world.third_hr) == 0
    world.step(case, world.hr, said.Withdrawn("查无实据。"))
    for employee in (witness, world.investigator, world.other_hr, world.reporter):
        assert obstacles(employee) == 0


def test_a_report_that_waits_keeps_its_reporter(world: CaseWorld) -> None:
    world.incident()
    assert obstacles(world.reporter) == 1


def test_a_hold_on_the_subject_keeps_whoever_has_a_part(world: CaseWorld) -> None:
    case, witness = with_a_witness(world)
    world.step(case, world.hr, said.Withdrawn("查无实据。"))
    place_hold(actor=world.director, employee=world.subject, reason="仲裁 17 号")
    for employee in (witness, world.investigator, world.reporter):
        assert obstacles(employee) == 1
        assert world.subject.token in records_named(PACKAGE).keepers(employee)
    assert obstacles(world.third_hr) == 0


def test_a_single_record_is_kept_by_holds_on_everybody_it_is_about(world: CaseWorld) -> None:
    other = EmployeeFactory.create(unit=world.site, hired_on=world.subject.hired_on)
    case = world.opened(world.incident(), other)
    world.step(case, world.hr, said.Withdrawn("不是他。"))
    (record,) = due_records(lambda kind: 0, case.opened_at.date().replace(year=2099))
    assert record.keepers == {other.token, world.subject.token}


# Who reported -----------------------------------------------------------------------------------


def test_what_tells_who_reported_goes_with_them(world: CaseWorld) -> None:
    device = "欧阳若禾的手机"
    told = make_report(world.reporter, person=world.subject, what="夜班在岗亭睡着。")
    incident = report_incident(
        actor=world.reporter, report=told, files=handed_in(photo("欧阳若禾拍.JPG")), device=device
    )
    entries = list(Entry.objects.filter(type__in=("incident.reported", "evidence.added")))
    values = repr([[each and each.value for each in opened.values()]
                   for opened in disclosures_of(entries).values()])  # fmt: skip
    assert "欧阳若禾" not in values and held_text(device, incident.token) in values
    check_sound()
    erase_from(PACKAGE, world.reporter)
    assert left_of(PACKAGE, "欧阳若禾") == []
    piece = Evidence.objects.get()
    assert (piece.name, piece.device, piece.origin) == ("picture.jpg", "", "")
    assert Incident.objects.get(pk=incident.pk).what == "夜班在岗亭睡着。"
    check_sound()


# Meanwhile --------------------------------------------------------------------------------------


def test_nothing_new_is_recorded_about_who_was_erased_meanwhile(world: CaseWorld) -> None:
    """Whoever acts holds the person as they were before."""
    waiting = world.incident(person=None)
    case = world.investigating()
    decider, subject = (
        world.other_hr,
        EmployeeFactory.create(unit=world.site, hired_on=world.subject.hired_on),
    )
    subject, stale = Employee.objects.get(pk=subject.pk), Employee.objects.get(pk=subject.pk)
    token = decider.token
    erase_from(PACKAGE, subject)
    erase_from(PACKAGE, decider)
    with pytest.raises(PersonErased):
        world.incident(person=stale)
    with pytest.raises(PersonErased):
        open_case(actor=world.hr, incident=waiting, subject=stale, form_id=uuid4())
    told = said.Interviewed("闻人佩", said.InterviewRole.WITNESS, "我看见了。", token)
    with pytest.raises(PersonErased):
        world.step(case, world.investigator, told)
    with pytest.raises(GateShut):
        world.step(case, world.hr, said.Appointed(Seat.DECIDER, token))
    assert not Incident.objects.filter(person=subject).exists()
    assert not Case.objects.filter(subject=subject).exists()


def test_a_copy_that_is_drawn_while_its_evidence_is_erased_is_not_left(world: CaseWorld) -> None:
    report_incident(
        actor=world.reporter,
        report=make_report(world.reporter),
        files=handed_in(photo()),
        device="",
    )
    piece = Evidence.objects.get()
    drawn = []

    def erased_now(instance: EvidenceView, **kwargs: object) -> None:
        if instance.state == ViewState.READY:
            drawn.append(instance.file.name)
            assert private_storage().exists(instance.file.name)
            EvidenceView.objects.filter(pk=instance.pk).delete()

    pre_save.connect(erased_now, sender=EvidenceView)
    try:
        with pytest.raises(DatabaseError):
            make_view(actor=Employee.objects.system(), evidence=piece)
    finally:
        pre_save.disconnect(erased_now, sender=EvidenceView)
    (name,) = drawn
    assert not private_storage().exists(name)
