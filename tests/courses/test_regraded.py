"""What a changed mark, or a result in doubt, does to the course and its certificate."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Quiz
from assessments.queries.affected import affected_by
from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.actions.revoke_certificate import revoke_certificate
from courses.models import Certificate, CoursePage
from courses.queries.standings import members, team_courses
from courses.tasks import sweep_completions
from courses.views.standing_words import in_words
from lms.people.models import Employee
from tests.assessments.regrading.making import (
    RIGHT,
    WRONG,
    begun,
    put_back,
    quarantine,
    question_at,
    quiz_of,
    regraded,
    rekeyed,
    sat,
)
from tests.courses.reading import switch
from tests.factories.assessments import handed_in
from tests.factories.courses import lessons_of, make_course

RunJobs = Callable[[], None]


@pytest.fixture
def quiz(db: None) -> Quiz:
    return quiz_of(attempts_allowed=1)


@pytest.fixture
def examined(quiz: Quiz, system: Employee, reader: Employee) -> CoursePage:
    """Everything is read."""
    course = make_course(slug="examined", examination=quiz)
    enrol_employee(actor=system, employee=reader, course=course)
    for lesson in lessons_of(course):
        finish_lesson(actor=reader, lesson=lesson)
    switch(reader, "en")
    return course


def words_for(reader: Employee, course: CoursePage) -> str:
    [member] = members([reader], team_courses([course]), timezone.localdate())
    return in_words(member.cells[0].standing)


def test_a_pass_by_the_new_key_issues_the_certificate(
    quiz: Quiz, examined: CoursePage, reader: Employee, run_jobs: RunJobs
) -> None:
    sitting = sat(quiz, WRONG, WRONG, employee=reader)
    run_jobs()
    assert not Certificate.objects.exists()
    rekeyed(question_at(quiz))
    regraded(question_at(quiz), run_jobs)
    run_jobs()
    certificate = Certificate.objects.get()
    assert certificate.enrolment.passed_sitting == sitting


def test_a_fail_by_the_new_key_revokes_nothing_and_lists_what_is_at_stake(
    quiz: Quiz, examined: CoursePage, reader: Employee, system: Employee, run_jobs: RunJobs
) -> None:
    sitting = sat(quiz, RIGHT, WRONG, employee=reader)
    run_jobs()
    certificate = Certificate.objects.get()
    question = question_at(quiz)
    rekeyed(question)
    regraded(question, run_jobs)
    certificate.refresh_from_db()
    assert certificate.revoked_at is None
    [stake] = affected_by(question).stakes[sitting.pk]
    assert certificate.serial in stake.label
    assert stake.url == reverse("courses:revoke-certificate", args=[certificate.serial])
    revoke_certificate(actor=system, certificate=certificate, reason="评分有误")
    assert not affected_by(question).stakes


def test_no_certificate_is_issued_while_the_result_is_suspended(
    quiz: Quiz, examined: CoursePage, reader: Employee, as_reader: Client, run_jobs: RunJobs
) -> None:
    sitting = begun(quiz, [RIGHT, WRONG], reader)
    question = quarantine(question_at(quiz), run_jobs)
    handed_in(sitting)
    run_jobs()
    sweep_completions.call()
    assert not Certificate.objects.exists()
    assert "suspended: a question is being checked" in words_for(reader, examined)
    said = "Suspended: a question is being checked"
    assert said in as_reader.get(examined.url).text
    assert said in as_reader.get(reverse("home:today")).text
    assert said in as_reader.get(reverse("home:record")).text

    put_back(question, run_jobs)
    run_jobs()
    assert Certificate.objects.get().enrolment.passed_sitting == sitting
    assert "suspended" not in words_for(reader, examined)


def test_a_certificate_that_stands_is_at_stake_while_its_result_is_suspended(
    quiz: Quiz, examined: CoursePage, reader: Employee, run_jobs: RunJobs
) -> None:
    sitting = sat(quiz, RIGHT, WRONG, employee=reader)
    run_jobs()
    question = quarantine(question_at(quiz), run_jobs)
    found = affected_by(question)
    assert found.suspended == {sitting.pk} and found.stake_count == 1
    assert "suspended" in words_for(reader, examined)
    put_back(question, run_jobs)
    assert not affected_by(question).keys
