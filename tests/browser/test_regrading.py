"""A trainer sees in a dry run whom a changed key concerns, has it done, and finds the certificate
that hangs on it."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.models import Certificate
from lms.people.enums import Role
from lms.people.models import Employee
from tests.assessments.regrading.making import RIGHT, WRONG, question_at, quiz_of, rekeyed, sat
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]


@pytest.fixture
def site(
    live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> LiveServer:
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    return live_server


def test_a_regrades_dry_run_and_its_effect_on_a_certificate(
    site: LiveServer,
    desk: Page,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
    run_jobs: Callable[[], None],
) -> None:
    unit, quiz = UnitFactory.create(), quiz_of()
    falls = EmployeeFactory.create(unit=unit, name="何静", latin_name="He Jing")
    rises = EmployeeFactory.create(unit=unit, name="周敏", latin_name="Zhou Min")
    course = make_course(slug="examined", examination=quiz)
    for learner, choice in ((falls, RIGHT), (rises, WRONG)):
        enrol_employee(actor=Employee.objects.system(), employee=learner, course=course)
        for lesson in lessons_of(course):
            finish_lesson(actor=learner, lesson=lesson)
        sat(quiz, choice, WRONG, employee=learner)
    run_jobs()
    certificate = Certificate.objects.get()
    question = question_at(quiz)
    rekeyed(question)

    trainer = holder_of(Role.TRAINER, unit)
    trainer.language = "en"
    trainer.save(update_fields=["language"])
    sign_in(desk, trainer)
    desk.goto(reverse("questions:standing", args=[question.pk]))
    with desk.expect_navigation():
        desk.get_by_role("link", name="Mark once more …").click()
    with desk.expect_navigation():
        desk.get_by_role("link", name="The key was wrong").click()
    row = desk.get_by_role("row").filter(has_text=falls.staff_number)
    expect(row).to_contain_text("2 → 0")
    expect(row).to_contain_text("no longer passed")
    expect(row).to_contain_text(certificate.serial)
    row = desk.get_by_role("row").filter(has_text=rises.staff_number)
    expect(row).to_contain_text("passed now")
    check_accessible(desk)

    desk.get_by_label("Why?").fill("第一声就接起才对")
    with desk.expect_navigation():
        desk.get_by_role("button", name="2 marks change").click()
    run_jobs()
    desk.reload()
    expect(desk.get_by_text("2 marks were changed.")).to_be_visible()
    check_accessible(desk)
    # Who passes now has a certificate; that of who does not stands, with the way to revoke it.
    assert Certificate.objects.filter(enrolment__employee=rises).count() == 1
    certificate.refresh_from_db()
    assert certificate.revoked_at is None
    row = desk.get_by_role("row").filter(has_text=falls.staff_number)
    expect(row).to_contain_text(certificate.serial)
    administrator = holder_of(Role.ADMINISTRATOR, unit)
    administrator.language = "en"
    administrator.save(update_fields=["language"])
    sign_in(desk, administrator)
    desk.goto(reverse("questions:affected", args=[question.pk]))
    with desk.expect_navigation():
        desk.get_by_role("link", name=certificate.serial).click()
    desk.locator("main form textarea, main form input[type=text]").fill("评分有误")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Revoke", exact=True).click()
    certificate.refresh_from_db()
    assert certificate.revoked_by == administrator
