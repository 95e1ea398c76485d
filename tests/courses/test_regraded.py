"""What a changed mark, or a result in doubt, does to the course and its certificate."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.actions.save_answer import save_answer
from assessments.enums import Kind, RegradeMode, SittingState
from assessments.models import Quiz
from assessments.queries.affected import affected_by, stakes_of
from assessments.queries.dry_run import dry_run
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
from tests.factories.assessments import handed_in, quiz_of_kinds, sitting_of
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


@pytest.fixture
def examined_in_words(db: None, system: Employee, reader: Employee) -> CoursePage:
    """With an essay that passes or fails it; everything is read."""
    quiz = quiz_of_kinds(Kind.ESSAY, pass_percent=50, attempts_allowed=1)
    course = make_course(slug="essay", examination=quiz)
    enrol_employee(actor=system, employee=reader, course=course)
    for lesson in lessons_of(course):
        finish_lesson(actor=reader, lesson=lesson)
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


def test_a_pass_that_waits_for_a_marker_again_is_at_stake(
    examined_in_words: CoursePage, reader: Employee, run_jobs: RunJobs
) -> None:
    """The waiver gave full marks to an answer that nobody had judged."""
    quiz = Quiz.objects.get()
    sitting = sitting_of(reader, quiz)
    data = {"text": ["先致歉。"]}
    save_answer(actor=reader, sitting_id=sitting.pk, position=1, data=data)
    handed_in(sitting)
    question = question_at(quiz)
    regraded(question, run_jobs, mode=RegradeMode.WAIVED)
    run_jobs()
    serial = Certificate.objects.get().serial
    found = dry_run(question, RegradeMode.BY_KEY)
    assert found.failing == [sitting.pk]
    regraded(question, run_jobs)
    sitting.refresh_from_db()
    assert (sitting.state, sitting.passed) == (SittingState.SUBMITTED, None)
    [stake] = affected_by(question).stakes[sitting.pk]
    assert serial in stake.label


def test_what_an_average_gave_is_at_stake_with_each_mark_that_falls(
    quiz: Quiz, examined: CoursePage, reader: Employee, run_jobs: RunJobs
) -> None:
    quiz.outcome, quiz.attempts_allowed = "average", None
    quiz.save(update_fields=["outcome", "attempts_allowed"])
    # No attempt turns by itself: 0 stays a fail, 2 of 4 a pass, 4 of 4 falls to a pass.
    first = sat(quiz, WRONG, WRONG, employee=reader)
    full = sat(quiz, RIGHT, RIGHT, employee=reader)
    run_jobs()
    serial, question = Certificate.objects.get().serial, question_at(quiz)
    rekeyed(question, right=2)
    found = dry_run(question, RegradeMode.BY_KEY)
    assert found.has_averages and found.failing == [full.pk]
    regraded(question, run_jobs)
    affected = affected_by(question)
    assert list(affected.stakes) == [full.pk] and affected.stake_count == 1
    # The first one's mark stayed; had it fallen, the certificate would hang on it as well.
    stakes = stakes_of([first.pk, full.pk])
    assert [[serial in each.label for each in stakes[one.pk]] for one in (first, full)] == [
        [True]
    ] * 2


def test_no_certificate_is_issued_while_the_result_is_suspended(
    quiz: Quiz, examined: CoursePage, reader: Employee, as_reader: Client, run_jobs: RunJobs
) -> None:
    sitting = begun(quiz, [RIGHT, WRONG], reader)
    question = quarantine(question_at(quiz), run_jobs)
    handed_in(sitting)
    run_jobs()
    sweep_completions.call()
    assert not Certificate.objects.exists()
    assert "暂缓：有试题正在核查" in words_for(reader, examined)
    said = "Suspended: a question is being checked"
    assert said in as_reader.get(examined.url).text
    assert said in as_reader.get(reverse("home:today")).text
    assert said in as_reader.get(reverse("home:record")).text

    put_back(question, run_jobs)
    run_jobs()
    assert Certificate.objects.get().enrolment.passed_sitting == sitting
    assert "暂缓" not in words_for(reader, examined)


def test_a_certificate_that_stands_is_at_stake_while_its_result_is_suspended(
    quiz: Quiz, examined: CoursePage, reader: Employee, run_jobs: RunJobs
) -> None:
    sitting = sat(quiz, RIGHT, WRONG, employee=reader)
    run_jobs()
    question = quarantine(question_at(quiz), run_jobs)
    found = affected_by(question)
    assert found.suspended == {sitting.pk} and found.stake_count == 1
    assert "暂缓" in words_for(reader, examined)
    put_back(question, run_jobs)
    assert not affected_by(question).keys
