"""What the ledger is told of confirmed statements and of certificates."""

from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from courses.actions.acknowledge_statement import acknowledge_statement
from courses.actions.complete_course import complete_course
from courses.actions.enrol_employee import enrol_employee
from courses.actions.reissue_certificate import reissue_certificate
from courses.actions.revoke_certificate import revoke_certificate
from courses.blocks import statements_in
from courses.errors import AlreadyRevoked, NothingToCorrect, ReasonMissing, StatementChanged
from courses.models import Acknowledgement, Certificate, CoursePage, Enrolment
from courses.queries import shown_hash
from courses.tasks import sweep_completions
from lms.ledger.errors import MasterKeyMissing
from lms.ledger.models import SubjectKey
from lms.ledger.rules.envelope import written_time
from lms.people.enums import Role
from lms.people.models import AttendedSession, Employee
from lms.people.rules.attestation import ATTENDED, PAPER, Proof, text_hash
from tests.courses.certificates import certificate_of
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import holder_of
from tests.ledger.reading import Said, check_agreement, said

WORDS = "我知道三声之内接起电话。"


@pytest.fixture
def pledged(db: None) -> CoursePage:
    body = [("acknowledge", {"heading": "", "text": WORDS})]
    return make_course(slug="pledge", code="P", lessons=1, body=body)


@pytest.fixture
def taken(system: Employee, reader: Employee, pledged: CoursePage) -> Enrolment:
    return enrol_employee(actor=system, employee=reader, course=pledged)


@pytest.fixture
def hr(reader: Employee) -> Employee:
    return holder_of(Role.HR_DIRECTOR, reader.unit)


def confirm(actor: Employee, taken: Enrolment, seen: str = "", **proof: object) -> Acknowledgement:
    (lesson,) = lessons_of(CoursePage.objects.get(translation_key=taken.course_key))
    (statement,) = statements_in(lesson.body)
    return acknowledge_statement(
        actor=actor,
        enrolment=taken,
        lesson=lesson,
        block_id=statement.block_id,
        seen_hash=seen or shown_hash(statement),
        proof=Proof(**proof),
    )


def acknowledged() -> list[Said]:
    return said("statement.acknowledged")


def test_a_confirmed_statement_is_recorded_word_for_word_and_once(
    reader: Employee, taken: Enrolment
) -> None:
    kept = confirm(reader, taken)
    confirm(reader, taken)
    (entry,) = acknowledged()
    assert (entry.actor, entry.subject, entry.case) == (reader.token, reader.token, kept.case)
    assert entry.values == {
        "course": str(taken.course_key),
        "lesson": str(kept.lesson_key),
        "statement": str(kept.block_id),
        "wording": WORDS,
        "wording_hash": text_hash(WORDS),
        "language": "zh-hans",
        "way": "own",
        "at": written_time(kept.attested_at),
    }
    check_agreement()


def test_other_words_than_were_shown_are_not_recorded(reader: Employee, taken: Enrolment) -> None:
    with pytest.raises(StatementChanged):
        confirm(reader, taken, seen=text_hash("x"))
    assert not acknowledged()


def test_the_witness_is_protected_by_their_own_key(
    reader: Employee, taken: Enrolment, hr: Employee
) -> None:
    session = AttendedSession.objects.create(employee=reader, witness=hr, started_at=timezone.now())
    reader.attended = session
    drawn = "M10 10L20 30L30 20L40 40L50 10L60 60L70 30"
    confirm(reader, taken, way=ATTENDED, attended=session, signature=drawn)
    (entry,) = acknowledged()
    assert entry.values["way"] == "attended"
    assert entry.values["witness"] == hr.token
    assert entry.values["signature_hash"] == sha256(drawn.encode()).hexdigest()
    check_agreement()
    SubjectKey.objects.filter(token=hr.token).delete()
    (entry,) = acknowledged()
    assert "witness" not in entry.values and entry.values["wording"] == WORDS


def test_who_enters_paper_is_the_actor(reader: Employee, taken: Enrolment, hr: Employee) -> None:
    signed = timezone.now()
    scan = ContentFile(b"a picture", name="x.png")
    confirm(hr, taken, way=PAPER, scan=scan, entered_by=hr, attested_at=signed)
    (entry,) = acknowledged()
    assert entry.values["scan_hash"] == sha256(b"a picture").hexdigest()
    assert (entry.actor, entry.subject) == (hr.token, reader.token)
    assert (entry.values["way"], entry.values["at"]) == ("paper", written_time(signed))
    check_agreement()


def test_a_certificate_is_recorded_as_its_paper_reads(
    system: Employee, reader: Employee, course: CoursePage
) -> None:
    certificate = certificate_of(reader, course)
    complete_course(actor=system, enrolment=certificate.enrolment)
    sweep_completions.call()
    (entry,) = said("certificate.issued")
    assert (entry.actor, entry.subject) == (system.token, reader.token)
    assert entry.case == certificate.case != certificate.token
    assert entry.values == {
        "serial": certificate.serial,
        "name": "林小满",
        "latin_name": "Lin Xiaoman",
        "staff_number": reader.staff_number,
        "unit_name": certificate.unit_name,
        "post_name": certificate.post_name,
        "course_title": "客户服务",
        "course_title_en": "Service",
        "passed_on": certificate.passed_on.isoformat(),
        "with_examination": False,
        "valid_until": None,
        "issued_at": written_time(certificate.issued_at),
        "design": None,
        "replaces": None,
    }
    check_agreement()


def test_revoking_is_recorded_with_its_reason(
    reader: Employee, course: CoursePage, hr: Employee
) -> None:
    certificate = certificate_of(reader, course)
    with pytest.raises(ReasonMissing):
        revoke_certificate(actor=hr, certificate=certificate, reason=" ")
    revoked = revoke_certificate(actor=hr, certificate=certificate, reason="代考")
    with pytest.raises(AlreadyRevoked):
        revoke_certificate(actor=hr, certificate=certificate, reason="代考")
    (entry,) = said("certificate.revoked")
    assert (entry.actor, entry.subject, entry.case) == (hr.token, reader.token, certificate.case)
    at = written_time(revoked.revoked_at)
    assert entry.values == {"serial": certificate.serial, "reason": "代考", "at": at}
    check_agreement()


def test_reissuing_records_the_old_and_the_new(
    reader: Employee, course: CoursePage, hr: Employee
) -> None:
    old = certificate_of(reader, course)
    with pytest.raises(NothingToCorrect):
        reissue_certificate(actor=hr, certificate=old, reason="x")
    reader.name = "林晓满"
    reader.save(update_fields=["name"])
    before = len(said())
    new = reissue_certificate(actor=hr, certificate=old, reason="登记时写错")
    reissued, issued = said()[before:]
    assert (reissued.type, reissued.actor, reissued.case) == (
        "certificate.reissued", hr.token, old.case,
    )  # fmt: skip
    assert reissued.values["serial"] == old.serial
    assert reissued.values["replaced_by"] == new.serial
    assert reissued.values["reason"] == "登记时写错"
    assert (issued.type, issued.actor, issued.case) == ("certificate.issued", hr.token, new.case)
    assert (issued.values["name"], issued.values["replaces"]) == ("林晓满", old.serial)
    check_agreement()


def test_what_cannot_be_recorded_does_not_happen(
    reader: Employee, taken: Enrolment, settings, tmp_path
) -> None:
    settings.LEDGER_MASTER_KEY, settings.LEDGER_KEYS_DIR = "", tmp_path
    with pytest.raises(MasterKeyMissing):
        confirm(reader, taken)
    assert not Acknowledgement.objects.exists()


def test_a_certificate_that_cannot_be_recorded_follows_when_it_can(
    system: Employee, reader: Employee, course: CoursePage, client: Client, settings, tmp_path
) -> None:
    key = settings.LEDGER_MASTER_KEY
    settings.LEDGER_MASTER_KEY, settings.LEDGER_KEYS_DIR = "", tmp_path
    with pytest.raises(MasterKeyMissing):
        certificate_of(reader, course)
    assert not Certificate.objects.exists()
    settings.LEDGER_MASTER_KEY = key
    sweep_completions.call()
    assert [one.case for one in said("certificate.issued")] == [Certificate.objects.get().case]
