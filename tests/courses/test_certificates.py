"""Certificates: issued once, read as PDF, checked by everybody, revoked for a reason."""

import io
from collections.abc import Callable
from datetime import timedelta

import pypdf
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.actions.complete_course import complete_course
from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.actions.revoke_certificate import revoke_certificate
from courses.errors import AlreadyRevoked, ReasonMissing
from courses.models import Certificate, CoursePage, Enrolment
from courses.tasks import sweep_completions
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of


@pytest.fixture
def certificate(
    system: Employee, reader: Employee, enrolment: Enrolment, course: CoursePage
) -> Certificate:
    for lesson in lessons_of(course):
        finish_lesson(actor=reader, lesson=lesson)
    issued = complete_course(actor=system, enrolment=enrolment)
    assert issued is not None
    return issued


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_nothing_is_issued_while_a_lesson_is_unread(
    system: Employee, reader: Employee, enrolment: Enrolment, course: CoursePage
) -> None:
    finish_lesson(actor=reader, lesson=lessons_of(course)[0])
    assert complete_course(actor=system, enrolment=enrolment) is None
    assert not Certificate.objects.exists()


def test_issuing_twice_yields_the_same(
    system: Employee, enrolment: Enrolment, certificate: Certificate
) -> None:
    assert complete_course(actor=system, enrolment=enrolment) == certificate
    assert Certificate.objects.count() == 1


def test_serial_numbers_count_up_within_course_and_year(
    system: Employee, certificate: Certificate, course: CoursePage
) -> None:
    second = EmployeeFactory(name="周大川", latin_name="Zhou Dachuan")
    enrolment = enrol_employee(actor=system, employee=second, course=course)
    for lesson in lessons_of(course):
        finish_lesson(actor=second, lesson=lesson)
    other = complete_course(actor=system, enrolment=enrolment)
    assert other is not None
    year = timezone.localdate().year
    assert [certificate.serial, other.serial] == [f"QY-{year}-S-000001", f"QY-{year}-S-000002"]


def test_what_the_paper_says_is_frozen(
    as_reader: Client, reader: Employee, certificate: Certificate
) -> None:
    reader.name = "改名"
    reader.save(update_fields=["name"])
    response = as_reader.get(reverse("courses:certificate", args=[certificate.serial]))
    assert "林小满" in text_of(response.content)


def test_the_pdf_is_one_a4_landscape_page_tagged_with_embedded_fonts(
    as_reader: Client, certificate: Certificate
) -> None:
    response = as_reader.get(reverse("courses:certificate", args=[certificate.serial]))
    assert response.headers["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    (page,) = reader.pages
    width, height = (float(side) / 72 * 25.4 for side in page.mediabox[2:])
    assert (round(width), round(height)) == (297, 210)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "zh-Hans"
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_paper_says_it_in_chinese_and_english(
    as_reader: Client, certificate: Certificate
) -> None:
    response = as_reader.get(reverse("courses:certificate", args=[certificate.serial]))
    text = text_of(response.content).replace("\n", "")
    for said in (
        "林小满",
        "客户服务",
        "准予结业",
        "This is to certify that Lin Xiaoman",
        "Service",
    ):
        assert said in text
    assert certificate.serial in text


@pytest.mark.parametrize(
    "name", ["欧阳若曦", "阿依古丽·买买提·艾合买提江", "张翀頔", "Mary <b>O’Neill</b>"]
)
def test_unusual_names_stand_on_the_paper(
    client: Client, system: Employee, course: CoursePage, name: str
) -> None:
    employee = EmployeeFactory(name=name, latin_name="")
    enrolment = enrol_employee(actor=system, employee=employee, course=course)
    for lesson in lessons_of(course):
        finish_lesson(actor=employee, lesson=lesson)
    issued = complete_course(actor=system, enrolment=enrolment)
    assert issued is not None
    client.force_login(employee)
    response = client.get(reverse("courses:certificate", args=[issued.serial]))
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    assert len(pages) == 1
    assert name in text_of(response.content).replace("\n", "")


def test_somebody_elses_certificate_is_not_there(client: Client, certificate: Certificate) -> None:
    address = reverse("courses:certificate", args=[certificate.serial])
    assert client.get(address).status_code == 302
    client.force_login(EmployeeFactory())
    assert client.get(address).status_code == 404
    client.force_login(holder_of(Role.SITE_MANAGER, UnitFactory()))
    assert client.get(address).status_code == 404


def test_a_manager_opens_the_certificates_of_the_unit(
    client: Client, reader: Employee, certificate: Certificate
) -> None:
    client.force_login(holder_of(Role.SITE_MANAGER, reader.unit))
    address = reverse("courses:certificate", args=[certificate.serial])
    assert client.get(address).status_code == 200


def test_anybody_can_check_a_valid_certificate(client: Client, certificate: Certificate) -> None:
    page = client.get(reverse("courses:verify", args=[certificate.token]))
    assert page.status_code == 200
    assert certificate.serial in page.text and "林小满" in page.text
    assert 'class="verdict-line is-valid"' in page.text


def test_a_made_up_address_is_not_found(client: Client, certificate: Certificate) -> None:
    assert client.get(reverse("courses:verify", args=["made-up"])).status_code == 404
    assert client.get(reverse("courses:verify", args=[certificate.serial])).status_code == 404


def test_an_expired_certificate_says_so(client: Client, certificate: Certificate) -> None:
    Certificate.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    page = client.get(reverse("courses:verify", args=[certificate.token])).text
    assert "is-valid" not in page


def test_a_revoked_certificate_says_so_and_not_why(
    client: Client, system: Employee, certificate: Certificate
) -> None:
    revoke_certificate(actor=system, certificate=certificate, reason="代考")
    page = client.get(reverse("courses:verify", args=[certificate.token])).text
    assert "is-valid" not in page
    assert "代考" not in page
    with pytest.raises(AlreadyRevoked):
        revoke_certificate(actor=system, certificate=certificate, reason="代考")


def test_revoking_needs_a_reason_and_the_right(
    system: Employee, reader: Employee, certificate: Certificate
) -> None:
    with pytest.raises(ReasonMissing):
        revoke_certificate(actor=system, certificate=certificate, reason="  ")
    with pytest.raises(NotAllowed):
        revoke_certificate(actor=reader, certificate=certificate, reason="x")


def test_the_hr_director_revokes_from_the_desk(
    client: Client, reader: Employee, certificate: Certificate
) -> None:
    client.force_login(holder_of(Role.HR_DIRECTOR, reader.unit))
    address = reverse("courses:revoke-certificate", args=[certificate.serial])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "代考"}).status_code == 302
    certificate.refresh_from_db()
    assert certificate.revoked_because == "代考"


def test_a_site_manager_cannot_revoke(
    client: Client, reader: Employee, certificate: Certificate
) -> None:
    client.force_login(holder_of(Role.SITE_MANAGER, reader.unit))
    address = reverse("courses:revoke-certificate", args=[certificate.serial])
    assert client.post(address, {"reason": "x"}).status_code == 404


def test_the_database_refuses_a_revocation_without_reason(certificate: Certificate) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(revoked_at=timezone.now())


def test_the_sweeper_finds_what_a_lost_task_left(
    reader: Employee, enrolment: Enrolment, course: CoursePage
) -> None:
    for lesson in lessons_of(course):
        finish_lesson(actor=reader, lesson=lesson)
    sweep_completions.call()
    enrolment.refresh_from_db()
    assert enrolment.certificate.serial
    sweep_completions.call()
    assert Certificate.objects.count() == 1


def test_completion_waits_for_the_examination(
    system: Employee, reader: Employee, run_jobs: Callable[[], None]
) -> None:
    from tests.factories.assessments import QuizFactory

    course = make_course(slug="examined", examination=QuizFactory())
    enrolment = enrol_employee(actor=system, employee=reader, course=course)
    for lesson in lessons_of(course):
        finish_lesson(actor=reader, lesson=lesson)
    run_jobs()
    sweep_completions.call()
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None


def test_the_examination_of_a_withdrawn_course_opens_to_nobody(
    system: Employee, reader: Employee
) -> None:
    from assessments.policies.sitting import unmet_conditions
    from tests.factories.assessments import QuizFactory

    quiz = QuizFactory()
    course = make_course(slug="withdrawn", examination=quiz)
    enrol_employee(actor=system, employee=reader, course=course)
    for lesson in lessons_of(course):
        finish_lesson(actor=reader, lesson=lesson)
    assert not unmet_conditions(reader, quiz)
    course.unpublish()
    assert unmet_conditions(reader, quiz)
