"""The examination at the end of a course: closed until its conditions hold, then leading on to
the certificate."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import Kind
from assessments.models import Quiz, Sitting
from assessments.rules.kinds.written import TEXT
from courses.actions.complete_course import complete_course
from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.models import Certificate, CoursePage
from lms.people.enums import Role
from lms.people.models import Employee
from tests.courses.reading import switch
from tests.factories.assessments import QuizFactory, handed_in, quiz_of_kinds, sitting_of
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import EmployeeFactory, holder_of


@pytest.fixture
def quiz(db: None) -> Quiz:
    return QuizFactory.create()


@pytest.fixture
def examined(quiz: Quiz, system: Employee, reader: Employee) -> CoursePage:
    course = make_course(slug="examined", examination=quiz)
    enrol_employee(actor=system, employee=reader, course=course)
    return course


def door_of(quiz: Quiz) -> str:
    return reverse("assessments:door", args=[quiz.code])


def test_the_door_says_what_is_missing(as_reader: Client, quiz: Quiz, examined: CoursePage) -> None:
    page = as_reader.get(door_of(quiz)).text
    first = lessons_of(examined)[0]
    assert 'aria-disabled="true"' in page and first.url in page
    assert 'aria-disabled="true"' in as_reader.get(examined.url).text


def test_a_direct_post_is_refused_by_the_same_conditions(
    as_reader: Client, reader: Employee, quiz: Quiz, examined: CoursePage
) -> None:
    for lesson in lessons_of(examined)[:-1]:
        finish_lesson(actor=reader, lesson=lesson)
    response = as_reader.post(door_of(quiz))
    assert 400 <= response.status_code < 500
    assert not Sitting.objects.exists()
    finish_lesson(actor=reader, lesson=lessons_of(examined)[-1])
    assert as_reader.post(door_of(quiz)).status_code == 302
    assert Sitting.objects.count() == 1


def test_somebody_who_is_not_enrolled_does_not_start(
    client: Client, quiz: Quiz, examined: CoursePage
) -> None:
    client.force_login(EmployeeFactory.create())
    assert 400 <= client.post(door_of(quiz)).status_code < 500
    assert not Sitting.objects.exists()


@pytest.mark.parametrize("passes", [True, False])
def test_only_a_pass_leads_to_the_certificate(
    as_reader: Client,
    reader: Employee,
    quiz: Quiz,
    examined: CoursePage,
    run_jobs: Callable[[], None],
    passes: bool,
) -> None:
    for lesson in lessons_of(examined):
        finish_lesson(actor=reader, lesson=lesson)
    as_reader.post(door_of(quiz))
    sitting = Sitting.objects.get()
    for item in sitting.items.select_related("version"):
        right = item.option_order.index(item.version.key["right"][0])
        as_reader.post(
            reverse("assessments:item", args=[sitting.pk, item.position]),
            {"choice": str(right if passes else (right + 1) % 4), "go": "next"},
        )
    as_reader.post(reverse("assessments:submit", args=[sitting.pk]))
    assert not Certificate.objects.exists()
    run_jobs()
    assert Certificate.objects.filter(with_examination=True).exists() is passes
    result = as_reader.get(reverse("assessments:result", args=[sitting.pk])).text
    assert examined.url in result


def test_an_examination_of_no_course_stays_closed(as_reader: Client, quiz: Quiz) -> None:
    assert 'aria-disabled="true"' in as_reader.get(door_of(quiz)).text
    assert 400 <= as_reader.post(door_of(quiz)).status_code < 500
    assert not Sitting.objects.exists()


def test_the_first_pass_counts_and_a_later_better_one_changes_nothing(
    system: Employee, reader: Employee, examined: CoursePage, quiz: Quiz
) -> None:
    for lesson in lessons_of(examined):
        finish_lesson(actor=reader, lesson=lesson)
    quiz.pass_percent = 60
    quiz.save(update_fields=["pass_percent"])
    sittings = []
    for wrong in (3, 1, 0):
        sitting = sitting_of(reader, quiz)
        for item in sitting.items.select_related("version"):
            right = item.option_order.index(item.version.key["right"][0])
            chosen = (right + 1) % 4 if item.position <= wrong else right
            save_answer(
                actor=reader,
                sitting_id=sitting.pk,
                position=item.position,
                data={"choice": [str(chosen)]},
            )
        sittings.append(submit_sitting(actor=reader, sitting=sitting))
    complete_course(actor=system, enrolment=reader.enrolments.get())
    assert reader.enrolments.get().passed_sitting_id == sittings[1].pk


def test_without_limits_the_pages_say_so_in_words(
    as_reader: Client, reader: Employee, quiz: Quiz, examined: CoursePage
) -> None:
    Quiz.objects.update(time_limit_minutes=None, attempts_allowed=None)
    for lesson in lessons_of(examined):
        finish_lesson(actor=reader, lesson=lesson)
    switch(reader, "en")
    course, today = (as_reader.get(page).text for page in (examined.url, reverse("home:today")))
    assert "3 questions" in course
    assert "no time limit" in course and "no time limit" in today
    assert "as often as you like" in today
    handed_in(sitting_of(reader, quiz))
    assert "Any number of attempts" in seen_by_manager(as_reader, reader)
    assert "None" not in course + today


def test_what_waits_for_its_marker_is_not_called_failed(
    as_reader: Client, reader: Employee, examined: CoursePage
) -> None:
    examined.examination = quiz_of_kinds(Kind.ESSAY)
    examined.save_revision().publish()
    for lesson in lessons_of(examined):
        finish_lesson(actor=reader, lesson=lesson)
    sitting = sitting_of(reader, examined.examination)
    save_answer(actor=reader, sitting_id=sitting.pk, position=1, data={TEXT: ["先致歉。"]})
    handed_in(sitting)
    switch(reader, "en")
    for page in (examined.url, reverse("home:today"), reverse("home:record")):
        text = as_reader.get(page).text
        assert "Waits for marking" in text and "Not passed" not in text
        assert reverse("assessments:result", args=[sitting.pk]) in text
        assert door_of(examined.examination) not in text
    assert "Waits for marking" in seen_by_manager(as_reader, reader)


def seen_by_manager(client: Client, employee: Employee) -> str:
    """The person's page on the desk, in English."""
    assert employee.unit is not None
    manager = holder_of(Role.SITE_MANAGER, employee.unit)
    switch(manager, "en")
    client.force_login(manager)
    return client.get(reverse("courses:person", args=[employee.pk])).text


def test_the_record_lists_only_what_was_sat(as_reader: Client, examined: CoursePage) -> None:
    page = as_reader.get(reverse("home:record")).text
    assert "status-now" not in page and reverse("home:looks") in page
    assert "/sittings/" not in page
