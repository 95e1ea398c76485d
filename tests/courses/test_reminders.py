"""Reminders: once a day for a course, on the site and by e-mail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from courses.actions.complete_course import complete_course
from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.actions.remind_learners import remind_learners
from courses.errors import NobodyReadsIt, NothingToRemind, RemindedToday
from courses.models import CoursePage, Enrolment, Reminder
from courses.queries import live_courses
from lms.notify.models import EmailState, Notice
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

REMIND, REMIND_ALL = reverse("courses:remind"), reverse("courses:remind-all")
TEAM = reverse("courses:team")


@pytest.fixture
def manager(db: None) -> Employee:
    return holder_of(Role.SITE_MANAGER, UnitFactory(), name="陆安", latin_name="Lu An")


@pytest.fixture
def as_manager(client: Client, manager: Employee) -> Client:
    client.force_login(manager)
    return client


def late(system: Employee, course: CoursePage, days: int = 3, **employee: object) -> Enrolment:
    enrolment = enrol_employee(
        actor=system, employee=EmployeeFactory.create(**employee), course=course
    )
    Notice.objects.all().delete()
    enrolment.due_on = timezone.localdate() - timedelta(days=days)
    enrolment.save(update_fields=["due_on"])
    return enrolment


def remind(actor: Employee, *enrolments: Enrolment) -> object:
    found = Enrolment.objects.filter(pk__in=[one.pk for one in enrolments])
    return remind_learners(actor=actor, enrolments=found, courses=live_courses())


def test_one_tap_tells_the_person_what_is_overdue(
    as_manager: Client, manager: Employee, system: Employee, course: CoursePage
) -> None:
    enrolment = late(system, course, unit=manager.unit)
    response = as_manager.post(REMIND, {"person": enrolment.employee_id, "next": TEAM}, follow=True)
    assert response.redirect_chain[-1][0] == TEAM
    [notice] = Notice.objects.filter(recipient_id=enrolment.employee_id)
    assert course.title in notice.text and "陆安" in notice.text
    assert notice.url.startswith("/learn/")
    reminder = Reminder.objects.get()
    assert (reminder.enrolment, reminder.sent_by, reminder.notice) == (enrolment, manager, notice)
    assert f'value="{enrolment.employee_id}"' not in response.text  # no second tap today


def test_who_reads_english_is_told_in_english(
    manager: Employee, system: Employee, course: CoursePage
) -> None:
    remind(manager, late(system, course, unit=manager.unit, language="en"))
    notice = Notice.objects.get()
    assert notice.title == "Please finish your course" and "Lu An" in notice.text


def test_several_courses_make_one_notice_the_earliest_on_top(
    manager: Employee, system: Employee, course: CoursePage
) -> None:
    first = late(system, course, days=1, unit=manager.unit)
    other = make_course(slug="other", title="另一门")
    second = enrol_employee(actor=system, employee=first.employee, course=other)
    Enrolment.objects.filter(pk=second.pk).update(due_on=timezone.localdate() - timedelta(days=9))
    Notice.objects.all().delete()
    remind(manager, first, second)
    notice = Notice.objects.get()
    assert notice.text.index("另一门") < notice.text.index(course.title)
    assert notice.url == reverse("courses:list")
    assert Reminder.objects.count() == 2


def test_of_two_managers_on_a_day_the_second_is_told_of_the_first(
    manager: Employee, system: Employee, course: CoursePage
) -> None:
    enrolment = late(system, course, unit=manager.unit)
    remind(manager, enrolment)
    with pytest.raises(RemindedToday, match="陆安"):
        remind(holder_of(Role.HR_OFFICER, manager.unit), enrolment)
    assert Notice.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        remind(manager, enrolment)
    assert Notice.objects.count() == 2


def test_what_is_finished_is_no_matter_of_reminding(
    manager: Employee, system: Employee, course: CoursePage
) -> None:
    enrolment = late(system, course, unit=manager.unit)
    for lesson in lessons_of(course):
        finish_lesson(actor=enrolment.employee, lesson=lesson)
    complete_course(actor=system, enrolment=enrolment)
    with pytest.raises(NothingToRemind):
        remind(manager, enrolment)


def test_nobody_reminds_outside_their_units(
    manager: Employee, system: Employee, course: CoursePage
) -> None:
    own, foreign = late(system, course, unit=manager.unit), late(system, course)
    with pytest.raises(NotAllowed):
        remind(manager, own, foreign)
    assert not Reminder.objects.exists() and not Notice.objects.exists()
    with pytest.raises(NotAllowed):
        remind(holder_of(Role.AUDITOR, manager.unit), own)


def test_who_has_neither_sign_in_nor_mail_is_to_be_told_in_person(
    manager: Employee, system: Employee, course: CoursePage
) -> None:
    enrolment = late(system, course, unit=manager.unit, password="!")
    employee = enrolment.employee
    employee.set_unusable_password()
    employee.save(update_fields=["password"])
    with pytest.raises(NobodyReadsIt):
        remind(manager, enrolment)
    assert not Reminder.objects.exists()


def test_the_mail_goes_out_and_the_sender_sees_what_became_of_it(
    as_manager: Client,
    manager: Employee,
    system: Employee,
    course: CoursePage,
    settings: Settings,
    run_jobs: Callable[[], None],
) -> None:
    settings.EMAIL_IS_CONFIGURED = True
    enrolment = late(system, course, unit=manager.unit, email="lin@example.com")
    as_manager.post(REMIND, {"person": enrolment.employee_id})
    run_jobs()
    assert [message.to for message in mail.outbox] == [["lin@example.com"]]
    assert course.title in mail.outbox[0].body
    Notice.objects.filter(pk=Reminder.objects.get().notice_id).update(
        email_state=EmailState.FAILED, email_sent_at=None, email_error="550 no such mailbox"
    )
    person = reverse("courses:person", args=[enrolment.employee_id])
    assert "550 no such mailbox" in as_manager.get(person).text
    page = as_manager.get(TEAM).text
    assert 'class="tag tag-ink"' in page


def test_all_overdue_people_shown_are_reminded_after_a_question(
    as_manager: Client, manager: Employee, system: Employee, course: CoursePage
) -> None:
    team = UnitFactory.create(parent=manager.unit, kind="team")
    inside = [late(system, course, unit=team, name=name) for name in ("陈静", "马骏")]
    elsewhere = late(system, course, unit=manager.unit)
    in_time = late(system, course, days=-3, unit=team)
    address = f"{REMIND_ALL}?unit={team.pk}"
    page = as_manager.get(address).text
    assert "<b>2</b>" in page and "陈静" in page
    remind(manager, inside[0])
    response = as_manager.post(address, follow=True)
    assert response.redirect_chain[-1][0] == f"{TEAM}?unit={team.pk}"
    told = set(Reminder.objects.values_list("enrolment", flat=True))
    assert told == {one.pk for one in inside}
    assert not {elsewhere.pk, in_time.pk} & told
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("person", ["", "x", "9" * 30, "-1"])
def test_nonsense_reminds_nobody(as_manager: Client, person: str) -> None:
    assert as_manager.post(REMIND, {"person": person}).status_code == 404


def test_a_reminder_does_not_lead_away_from_the_site(
    as_manager: Client, manager: Employee, system: Employee, course: CoursePage
) -> None:
    enrolment = late(system, course, unit=manager.unit)
    data = {"person": enrolment.employee_id, "next": "https://elsewhere.example/"}
    response = as_manager.post(REMIND, data)
    assert response.headers["Location"] == reverse("courses:person", args=[enrolment.employee_id])


def test_the_reminder_outlives_its_notice(
    as_manager: Client, manager: Employee, system: Employee, course: CoursePage
) -> None:
    enrolment = late(system, course, unit=manager.unit)
    remind(manager, enrolment)
    Notice.objects.all().delete()
    page = as_manager.get(reverse("courses:person", args=[enrolment.employee_id]))
    assert page.status_code == 200 and "陆安" in page.text


# Other occasions ----------------------------------------------------------------------------


def test_who_is_enrolled_by_hand_is_told_once(manager: Employee, course: CoursePage) -> None:
    employee = EmployeeFactory.create(unit=manager.unit, email="lin@example.com")
    for __ in range(2):
        enrol_employee(actor=manager, employee=employee, course=course)
    notice = Notice.objects.get(recipient_id=employee.pk)
    assert course.title in notice.title and notice.email == ""


def test_a_certificate_is_told(system: Employee, course: CoursePage) -> None:
    enrolment = late(system, course)
    for lesson in lessons_of(course):
        finish_lesson(actor=enrolment.employee, lesson=lesson)
    for __ in range(2):
        certificate = complete_course(actor=system, enrolment=enrolment)
    assert certificate is not None
    notice = Notice.objects.get(recipient_id=enrolment.employee_id)
    assert notice.url == reverse("courses:certificate", args=[certificate.serial])
