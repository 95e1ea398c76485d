"""What courses keep about somebody: what they get to see of it, and that nothing of it is left
once they were erased, while what was completed and issued stays to be counted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from courses.actions.acknowledge_statement import acknowledge_statement
from courses.actions.complete_course import complete_course
from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.actions.reissue_certificate import reissue_certificate
from courses.actions.request_batch import request_batch
from courses.actions.revoke_certificate import revoke_certificate
from courses.blocks import statements_in
from courses.models import Acknowledgement, Certificate, CertificateBatch, CoursePage, Enrolment
from courses.policies import can_revoke
from courses.queries import printable, shown_hash
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.enums import Log
from lms.people.enums import Role
from lms.people.models import AttendedSession, Employee, Unit
from lms.people.registries import DataTable
from lms.people.rules.attestation import ATTENDED, PAPER, Proof
from lms.people.rules.export import safe_names
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import CompanyFactory, EmployeeFactory, UnitFactory, holder_of
from tests.people.erasure import erase_from, left_of, records_named

pytestmark = pytest.mark.django_db
WORD, WORDS = "梧桐", "我知道三声之内接起电话。"
DRAWN = "M10 10L20 30L30 20L40 40L50 10L60 60L70 31"


@dataclass(frozen=True)
class World:
    """Somebody who confirmed a statement on paper and one on a supervisor's device, with a
    certificate that was put right and one that was revoked."""

    person: Employee
    other: Employee
    hr: Employee
    old: Certificate
    new: Certificate
    revoked: Certificate
    batch: CertificateBatch


def certified(actor: Employee, course: CoursePage, person: Employee, **proof: Any) -> Certificate:
    """Enrolled, confirmed as the proof says, read, completed."""
    system = Employee.objects.system()
    enrolment = enrol_employee(actor=system, employee=person, course=course)
    (lesson,) = lessons_of(course)
    (statement,) = statements_in(lesson.body)
    acknowledge_statement(
        actor=actor,
        enrolment=enrolment,
        lesson=lesson,
        block_id=statement.block_id,
        seen_hash=shown_hash(statement),
        proof=Proof(**proof),
    )
    finish_lesson(actor=person, lesson=lesson)
    issued = complete_course(actor=system, enrolment=enrolment)
    assert issued is not None
    return issued


@pytest.fixture
def site() -> Unit:
    return UnitFactory.create(parent=CompanyFactory.create())


@pytest.fixture
def world(site: Unit) -> World:
    hr = holder_of(Role.HR_DIRECTOR, site.parent)
    person = EmployeeFactory.create(unit=site, name=f"何{WORD}", latin_name="He Wutong")
    other = EmployeeFactory.create(unit=site)
    body = [("acknowledge", {"heading": "", "text": WORDS})]
    first, second = (
        make_course(slug=code.lower(), code=code, lessons=1, body=body) for code in ("P", "Q")
    )
    scan = SimpleUploadedFile("scan.pdf", f"%PDF-1.4 {WORD}".encode(), "application/pdf")
    signed_at = timezone.now()
    paper = {"way": PAPER, "scan": scan, "entered_by": hr, "attested_at": signed_at}
    old = certified(hr, first, person, **paper)
    session = AttendedSession.objects.create(employee=person, witness=hr, started_at=signed_at)
    person.attended = session
    drawn = {"way": ATTENDED, "attended": session, "signature": DRAWN}
    revoked = certified(person, second, person, **drawn)
    certified(other, first, other)
    person.latin_name = "He Wu Tong"
    person.save(update_fields=["latin_name"])
    new = reissue_certificate(actor=hr, certificate=old, reason=f"{WORD}写错了")
    revoke_certificate(actor=hr, certificate=revoked, reason=f"{WORD}没有读")
    batch = request_batch(actor=hr, certificates=Certificate.objects.all(), layout="a4")
    batch.result.save("printed.pdf", ContentFile(f"%PDF {WORD}".encode()), save=False)
    batch.state, batch.outcome = "done", f"何{WORD}"
    batch.save()
    return World(person, other, hr, *_fresh(old, new, revoked), batch)


def _fresh(*certificates: Certificate) -> list[Certificate]:
    return [Certificate.objects.get(pk=each.pk) for each in certificates]


def tables_of(employee: Employee) -> dict[str, DataTable]:
    with translation.override("zh-hans"):
        return {
            table.name: table
            for table in records_named("courses").gather(employee, employee).tables
        }


def test_somebody_gets_to_see_what_is_kept_about_them(world: World) -> None:
    tables = tables_of(world.person)
    assert len(tables["enrolments"].rows) == 2 and len(tables["lessons"].rows) == 2
    assert {row["wording"] for row in tables["acknowledgements"].rows} == {WORDS}
    assert {row["signature"] for row in tables["acknowledgements"].rows} == {"", DRAWN}
    ((name, scan),) = records_named("courses").gather(world.person, world.person).files.items()
    assert name in {row["scan"] for row in tables["acknowledgements"].rows}
    assert safe_names([name]) == {name: name}
    with scan.open("rb") as file:
        assert WORD.encode() in file.read()
    serials = {row["serial"]: row for row in tables["certificates"].rows}
    assert serials.keys() == {each.serial for each in (world.old, world.new, world.revoked)}
    assert serials[world.revoked.serial]["revoked_because"] == f"{WORD}没有读"
    for table in tables.values():
        assert all(row.keys() == table.columns.keys() for row in table.rows)
    everything = repr([table.rows for table in tables.values()])
    assert world.hr.name not in everything and world.other.name not in everything


def test_nothing_of_them_is_left_and_what_was_done_still_counts(world: World) -> None:
    before = counted()
    assert left_of("courses", WORD)
    number = world.person.staff_number
    found = erase_from("courses", world.person)
    assert left_of("courses", WORD, DRAWN, "Wutong", "Wu Tong", number) == []
    assert len(found.files) == 2
    assert counted() == before
    assert verify().is_sound
    others = Certificate.objects.get(enrolment__employee=world.other)
    assert others.name == world.other.name
    assert list(CertificateBatch.objects.get().certificates.all()) == [others]
    assert tables_of(world.person)["enrolments"].rows


def counted() -> list[object]:
    """What figures of training are made of."""
    days = ("serial", "passed_on", "valid_until", "issued_at", "revoked_at", "replaced_at")
    words = ("text", "text_hash", "attested_at", "way", "attended", "entered_by")
    return [
        list(Enrolment.objects.order_by("pk").values()),
        list(Certificate.objects.order_by("pk").values_list(*days)),
        list(Acknowledgement.objects.order_by("pk").values_list(*words)),
    ]


def test_the_public_page_of_the_paper_says_that_it_was_erased(client: Client, world: World) -> None:
    sign_checkpoint(Log.RECORDS)
    erase_from("courses", world.person)
    for certificate in (world.old, world.new, world.revoked):
        answer = client.get(reverse("courses:verify", args=[certificate.token]))
        assert answer.status_code == 200
        assert certificate.serial in answer.text and translation.gettext("erased") in answer.text
        assert WORD not in answer.text and "Wu" not in answer.text
        assert answer.context["recorded"].agrees and answer.context["recorded"].is_erased
        bundle = client.get(reverse("courses:verify-bundle", args=[certificate.token]))
        assert bundle.status_code == 409


def test_pages_that_show_it_to_others_go_on_without_it(client: Client, world: World) -> None:
    erase_from("courses", world.person)
    client.force_login(world.hr)
    rows = client.get(reverse("courses:certificates"))
    assert world.new.serial in rows.text and translation.gettext("erased") in rows.text
    person = client.get(reverse("courses:person", args=[world.person.pk]))
    assert person.status_code == 200 and WORD not in person.text
    key = world.new.enrolment.course_key
    assert client.get(reverse("courses:roster", args=[key])).status_code == 200
    paper = client.get(reverse("courses:certificate", args=[world.new.serial]))
    assert paper.status_code == 410
    for name in ("revoke-certificate", "reissue-certificate"):
        assert client.get(reverse(f"courses:{name}", args=[world.new.serial])).status_code == 404
    scanned = Acknowledgement.objects.exclude(scan="").get()
    assert client.get(reverse("courses:scan", args=[scanned.pk])).status_code == 404
    (new,) = _fresh(world.new)
    assert not can_revoke(world.hr, new)
    assert new not in printable(Certificate.objects.all())


def test_who_entered_and_witnessed_leaves_the_others_records_as_they_are(world: World) -> None:
    before = tables_of(world.person)
    erase_from("courses", world.hr)
    assert tables_of(world.person) == before
    assert verify().is_sound


def test_a_batch_that_is_being_printed_stands_in_the_way(world: World) -> None:
    records = records_named("courses")
    assert list(records.obstacles(world.person)) == []
    CertificateBatch.objects.update(state="running")
    assert len(list(records.obstacles(world.person))) == 1
    assert list(records.obstacles(EmployeeFactory.create())) == []


def test_terms_run_from_the_last_day(world: World) -> None:
    kinds = records_named("courses").kinds
    somebody = EmployeeFactory.create()
    assert [kind.ended_on(somebody) for kind in kinds] == [None, None]
    assert [kind.ended_on(world.person) for kind in kinds] == [date.max, date.max]
    world.person.left_on = date(2026, 3, 1)
    assert [kind.ended_on(world.person) for kind in kinds] == [date(2026, 3, 1)] * 2
