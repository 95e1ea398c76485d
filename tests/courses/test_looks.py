"""Whoever opens another's record is written down: who, whose, what, for what purpose."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.actions.complete_course import complete_course
from courses.actions.finish_lesson import finish_lesson
from courses.models import Acknowledgement, Certificate, CertificateBatch, CoursePage, Enrolment
from lms.ledger.models import PendingLook
from lms.people.actions.look_at import look_at
from lms.people.enums import Role
from lms.people.models import Employee
from lms.people.rules.sights import Sight
from tests.factories.assessments import QuizFactory, sitting_of
from tests.factories.courses import lessons_of
from tests.factories.people import EmployeeFactory, holder_of

pytestmark = pytest.mark.django_db
Open = Callable[[str], list[str]]


@pytest.fixture
def director(reader: Employee) -> Employee:
    assert reader.unit is not None
    return holder_of(Role.HR_DIRECTOR, reader.unit)


@pytest.fixture
def opened(client: Client, director: Employee, reader: Employee) -> Open:
    """`opened(address)`: what of the reader's the director was noted for looking at."""

    def opened(address: str) -> list[str]:
        client.force_login(director)
        PendingLook.objects.all().delete()
        response = client.get(address)
        assert response.status_code == 200, address
        if response.streaming:
            list(response.streaming_content)  # type: ignore[attr-defined]
        noted = PendingLook.objects.all()
        assert all(look.actor == director.token and look.purpose for look in noted)
        assert director.token not in {look.subject for look in noted}
        return [look.what for look in noted if look.subject == reader.token]

    return opened


@pytest.fixture
def certificate(
    system: Employee, reader: Employee, enrolment: Enrolment, course: CoursePage
) -> Certificate:
    for lesson in lessons_of(course):
        finish_lesson(actor=reader, lesson=lesson)
    issued = complete_course(actor=system, enrolment=enrolment)
    assert issued is not None
    return issued


def test_the_pages_of_a_person(opened: Open, reader: Employee) -> None:
    pages = {
        reverse("courses:person", args=[reader.pk]): "training record",
        reverse("wagtailusers_users:edit", args=[reader.pk]): "personal details",
        reverse("wagtailusers_users:person", args=[reader.pk]): "time-line in the company",
        reverse("wagtailusers_users:history", args=[reader.pk]): "history of the personal details",
    }
    assert {address: opened(address) for address in pages} == {
        address: [what] for address, what in pages.items()
    }


def test_their_certificates(opened: Open, certificate: Certificate) -> None:
    for name in ("courses:certificate", "courses:certificate-card"):
        assert opened(reverse(name, args=[certificate.serial])) == ["certificate"]


def test_certificates_printed_together(
    opened: Open, director: Employee, certificate: Certificate
) -> None:
    batch = CertificateBatch.objects.create(owner=director, layout="a4", state="done")
    batch.certificates.add(certificate)
    batch.result.save("x.pdf", SimpleUploadedFile("x.pdf", b"%PDF"))
    address = reverse("courses:certificate-batch-result", args=[batch.pk])
    assert opened(address) == ["certificate, in a print job"]


def test_their_examination_results(opened: Open, reader: Employee, quizzes_are_open: None) -> None:
    sitting_of(reader, QuizFactory.create())
    index = reverse("sittings:index")
    assert opened(index) == ["examination results"]
    assert opened(f"{index}?export=csv") == ["examination results, in an export"]


def test_exports(opened: Open, reader: Employee) -> None:
    for kind in ("xlsx", "csv"):
        what = opened(reverse(f"courses:team-{kind}"))
        assert what == ["training record, in an export of the team"]
        people = f"{reverse('wagtailusers_users:index')}?export={kind}"
        assert opened(people) == ["personal details, in an export"]


def test_scans_of_what_they_signed(opened: Open, enrolment: Enrolment, director: Employee) -> None:
    scanned = Acknowledgement.objects.create(
        enrolment=enrolment,
        lesson_key=enrolment.course_key,
        block_id=enrolment.course_key,
        text="我知道。",
        text_hash="0" * 64,
        language="zh-hans",
        way="paper",
        attested_at=timezone.now(),
        entered_by=director,
        scan=SimpleUploadedFile("scan.png", b"png"),
    )
    assert opened(reverse("courses:scan", args=[scanned.pk])) == ["scan of a signed statement"]


def test_lists_alone_are_no_look_at_a_record(opened: Open) -> None:
    for name in ("courses:team", "courses:certificates", "wagtailusers_users:index"):
        assert opened(reverse(name)) == []


def test_nobody_is_noted_for_their_own(
    client: Client, reader: Employee, certificate: Certificate
) -> None:
    client.force_login(reader)
    client.get(reverse("courses:certificate", args=[certificate.serial]))
    client.get(reverse("home:record"))
    assert not PendingLook.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_an_export_is_noted_at_once(
    opened: Open, director: Employee, count: int, django_assert_num_queries: object
) -> None:
    tokens = [EmployeeFactory.create().token for __ in range(count)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        look_at(actor=director, tokens=tokens, sight=Sight("what", "why"))
    assert PendingLook.objects.count() == count
