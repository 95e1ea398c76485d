"""What the ledger says on a certificate's public page, and the bundle that it offers."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from courses.actions.complete_course import complete_course
from courses.actions.finish_lesson import finish_lesson
from courses.actions.revoke_certificate import revoke_certificate
from courses.models import Certificate, CoursePage, Enrolment
from courses.queries.proofs import ON_PAPER
from courses.rules.evidence import CERTIFICATE_ISSUED
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.models import PendingLook, SubjectKey
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.rules.envelope import Record, new_token
from lms.ledger.rules.types import HOUSE, KEY_DESTROYED
from lms.ledger.rules.verifier import check_bundle
from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.courses import lessons_of
from tests.factories.people import holder_of
from tests.ledger.erasures import erase_subject
from tests.ledger.tampering import forge

pytestmark = pytest.mark.django_db
KEYS = [str(key) for key in verifier_keys()]


@pytest.fixture
def certificate(
    system: Employee, reader: Employee, enrolment: Enrolment, course: CoursePage
) -> Certificate:
    for lesson in lessons_of(course):
        finish_lesson(actor=reader, lesson=lesson)
    issued = complete_course(actor=system, enrolment=enrolment)
    assert issued is not None
    return issued


def page(client: Client, certificate: Certificate) -> str:
    response = client.get(reverse("courses:verify", args=[certificate.token]))
    assert response.status_code == 200
    return response.text


def bundle_address(certificate: Certificate) -> str:
    return reverse("courses:verify-bundle", args=[certificate.token])


@pytest.fixture
def outsider(client: Client, settings: object) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"  # type: ignore[attr-defined]
    return client


def test_before_a_checkpoint_the_page_asks_for_patience(
    outsider: Client, certificate: Certificate
) -> None:
    shown = page(outsider, certificate)
    assert "Recorded as entry" in shown and "within minutes" in shown
    assert outsider.get(bundle_address(certificate)).status_code == 409


def test_the_page_shows_the_proof_to_everybody(outsider: Client, certificate: Certificate) -> None:
    sign_checkpoint(Log.RECORDS)
    shown = page(outsider, certificate)
    assert "Covered by the checkpoint" in shown and "proof-tree" in shown
    assert bundle_address(certificate) in shown
    assert not PendingLook.objects.exists()


def test_the_bundle_verifies_and_shows_what_the_paper_shows(
    outsider: Client, certificate: Certificate
) -> None:
    sign_checkpoint(Log.RECORDS)
    answer = outsider.get(bundle_address(certificate))
    report = check_bundle(answer.content, KEYS)
    assert report.is_sound, report.fault
    [entry] = json.loads(answer.content)["entries"]
    shown = {name: each["value"] for name, each in entry["disclosed"].items()}
    assert shown["serial"] == certificate.serial and shown["name"] == certificate.name
    assert entry["envelope"]["fields"].keys() - shown.keys() == {"design", "replaces"}


def test_the_bundle_of_a_revoked_one_says_so_and_not_why(
    outsider: Client, certificate: Certificate, system: Employee
) -> None:
    revoke_certificate(actor=system, certificate=certificate, reason="mistaken identity")
    sign_checkpoint(Log.RECORDS)
    answer = outsider.get(bundle_address(certificate))
    assert check_bundle(answer.content, KEYS).is_sound
    kinds = [each["envelope"]["type"] for each in json.loads(answer.content)["entries"]]
    assert kinds == ["certificate.issued", "certificate.revoked"]
    assert b"mistaken identity" not in answer.content


def test_a_row_that_was_altered_no_longer_agrees_with_the_ledger(
    outsider: Client, certificate: Certificate
) -> None:
    sign_checkpoint(Log.RECORDS)
    Certificate.objects.filter(pk=certificate.pk).update(name="另一个人")
    assert "do not agree" in page(outsider, certificate)


def erase_holder(certificate: Certificate) -> str:
    token = str(certificate.enrolment.employee.token)
    erase_subject(actor="actor", subject=token, reason="retention over")
    return token


ERASED = "was erased and can no longer be compared"


def assert_no_bundle(client: Client, certificate: Certificate, shown: str) -> None:
    assert bundle_address(certificate) not in shown
    assert client.get(bundle_address(certificate)).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_after_erasure_the_proof_stays_and_nothing_is_compared(
    outsider: Client, certificate: Certificate
) -> None:
    erase_holder(certificate)
    sign_checkpoint(Log.RECORDS)
    Certificate.objects.filter(pk=certificate.pk).update(name="另一个人")
    shown = page(outsider, certificate)
    assert ERASED in shown and "Covered by the checkpoint" in shown
    assert_no_bundle(outsider, certificate, shown)


@pytest.mark.parametrize("forged", [False, True])
def test_a_key_that_vanished_or_was_called_erased_by_others_does_not_agree(
    outsider: Client, certificate: Certificate, forged: bool
) -> None:
    token = certificate.enrolment.employee.token
    SubjectKey.objects.filter(token=token).delete()
    if forged:
        forge(Record(KEY_DESTROYED, "actor", {}, token))
        forge(
            Record(KEY_DESTROYED, "actor", {"reason": "x"}, token, None, {"reason": HOUSE}), [HOUSE]
        )
    sign_checkpoint(Log.RECORDS)
    shown = page(outsider, certificate)
    assert "do not agree" in shown and ERASED not in shown
    assert_no_bundle(outsider, certificate, shown)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["subject", "keys", "empty"])
def test_a_certificate_recorded_for_who_was_erased_before_does_not_agree(
    outsider: Client, certificate: Certificate, how: str
) -> None:
    token = erase_holder(certificate)
    case, fields = new_token(), {} if how == "empty" else dict.fromkeys(ON_PAPER, "?")
    subject, keys = (token, {}) if how == "subject" else ("x", dict.fromkeys(fields, token))
    forge(Record(CERTIFICATE_ISSUED, "actor", fields, subject, case, keys), [token])
    Certificate.objects.filter(pk=certificate.pk).update(case=case)
    certificate.refresh_from_db()
    sign_checkpoint(Log.RECORDS)
    shown = page(outsider, certificate)
    assert "do not agree" in shown and ERASED not in shown
    assert_no_bundle(outsider, certificate, shown)


def test_neither_answer_is_kept_by_anybody_in_between(
    outsider: Client, certificate: Certificate
) -> None:
    bundle = bundle_address(certificate)
    early = outsider.get(bundle)
    sign_checkpoint(Log.RECORDS)
    unknown = outsider.get(reverse("courses:verify", args=["nothing"]))
    shown = outsider.get(reverse("courses:verify", args=[certificate.token]))
    statuses = []
    for answer in (early, unknown, shown, outsider.get(bundle)):
        statuses.append(answer.status_code)
        assert {"private", "no-store"} <= {*answer["Cache-Control"].split(", ")}
    assert statuses == [409, 404, 200, 200]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_large_the_ledger(
    outsider: Client, certificate: Certificate, count: int, django_assert_num_queries: object
) -> None:
    for __ in range(count):
        holder_of(Role.TRAINER, certificate.enrolment.employee.unit)
    sign_checkpoint(Log.RECORDS)
    with django_assert_num_queries(6):  # type: ignore[operator]
        page(outsider, certificate)
