"""A question in quarantine suspends the results that it decides."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions.follow_quarantine import follow_quarantine
from assessments.actions.move_question import move_question
from assessments.enums import QuestionState, RegradeMode
from assessments.errors import SuspensionIsFixed
from assessments.models import Sitting, Suspension
from assessments.queries import passed_sitting, standing
from assessments.tasks import sweep_quarantine
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
from tests.factories.assessments import handed_in
from tests.ledger.reading import check_agreement, said

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], None]
SignIn = Callable[[Employee], Client]


def suspensions(*sittings: Sitting) -> list[int]:
    found = Sitting.objects.in_bulk([each.pk for each in sittings])
    return [found[each.pk].suspensions for each in sittings]


def test_only_results_that_it_decides_are_suspended_until_it_is_back(run_jobs: RunJobs) -> None:
    quiz = quiz_of(3, attempts_allowed=None)  # half of six marks pass
    decided, lucky = sat(quiz, RIGHT, RIGHT, WRONG), sat(quiz, WRONG, RIGHT, WRONG)
    safe, lost = sat(quiz, WRONG, RIGHT, RIGHT), sat(quiz, RIGHT, WRONG, WRONG)
    question = quarantine(question_at(quiz), run_jobs)
    assert suspensions(decided, lucky, safe, lost) == [1, 1, 0, 0]
    row = Suspension.objects.filter(sitting=decided).get()
    assert (row.number, row.is_lifted, row.reason) == (1, False, "两个选项都对")
    assert row.step == question.steps.first()
    where = standing(decided.employee, quiz)
    assert (where.passed, where.attempts_used, where.percent) == (False, 1, None)
    assert where.suspended == decided
    assert passed_sitting(safe.employee, quiz) == safe

    put_back(question, run_jobs)
    assert suspensions(decided, lucky) == [0, 0]
    assert passed_sitting(decided.employee, quiz) == decided
    assert [entry.values["step"] for entry in said("examination.suspended")] == [1, 1]
    assert [entry.values["step"] for entry in said("examination.reinstated")] == [2, 2]
    with pytest.raises(SuspensionIsFixed):
        row.delete()
    check_agreement()


def test_a_result_made_meanwhile_is_suspended_at_once(run_jobs: RunJobs) -> None:
    quiz = quiz_of()
    sitting = begun(quiz, [RIGHT, WRONG])
    question = quarantine(question_at(quiz), run_jobs)
    handed_in(sitting)
    assert suspensions(sitting) == [1]
    assert not standing(sitting.employee, quiz).passed
    check_agreement()
    # Full marks for everybody: it decides nothing any more, though it stays in quarantine.
    regraded(question, run_jobs, mode=RegradeMode.WAIVED)
    assert suspensions(sitting) == [0]
    assert Suspension.objects.filter(is_lifted=True).get().step is None
    assert standing(sitting.employee, quiz).passed
    check_agreement()


def test_two_questions_that_decide_together_are_settled_one_after_the_other(
    run_jobs: RunJobs,
) -> None:
    quiz = quiz_of(2)
    sitting = sat(quiz, RIGHT, RIGHT)  # one of the two is enough
    first = quarantine(question_at(quiz, 1), run_jobs)
    assert suspensions(sitting) == [0]
    second = quarantine(question_at(quiz, 2), run_jobs)
    assert suspensions(sitting) == [2]
    put_back(first, run_jobs)
    assert suspensions(sitting) == [0]
    put_back(second, run_jobs)
    check_agreement()


def test_following_may_be_repeated_and_a_lost_task_is_made_up_for(run_jobs: RunJobs) -> None:
    quiz = quiz_of()
    sitting = sat(quiz, RIGHT, WRONG)
    system = Employee.objects.system()
    question = move_question(
        actor=system, question=question_at(quiz), target=QuestionState.QUARANTINED, reason="疑"
    )
    sweep_quarantine.call()
    assert suspensions(sitting) == [1]
    assert follow_quarantine(actor=system, question=question) == 0
    run_jobs()
    assert Suspension.objects.count() == 1
    move_question(actor=system, question=question, target=QuestionState.RETIRED, reason="旧")
    sweep_quarantine.call()
    assert suspensions(sitting) == [0]
    check_agreement()


def test_with_the_first_attempt_suspended_no_other_takes_its_place(run_jobs: RunJobs) -> None:
    quiz = quiz_of(outcome="first", attempts_allowed=None)
    first = sat(quiz, RIGHT, WRONG)
    again = sat(quiz, RIGHT, RIGHT, employee=first.employee)
    quarantine(question_at(quiz), run_jobs)
    assert suspensions(first, again) == [1, 0]
    assert not standing(first.employee, quiz).passed
    quiz.outcome = "best"
    quiz.save(update_fields=["outcome"])
    assert standing(first.employee, quiz).passing == again


def test_towards_an_average_every_mark_decides(run_jobs: RunJobs) -> None:
    quiz = quiz_of(3, outcome="average", attempts_allowed=None)
    # By itself no attempt hangs on the question, their mean does: 67 and 33 of a hundred.
    good = sat(quiz, WRONG, RIGHT, RIGHT)
    poor = sat(quiz, RIGHT, WRONG, WRONG, employee=good.employee)
    assert standing(good.employee, quiz).passed
    question = quarantine(question_at(quiz), run_jobs)
    assert suspensions(good, poor) == [1, 1]
    assert not standing(good.employee, quiz).passed
    regraded(question, run_jobs, mode=RegradeMode.WAIVED)
    assert suspensions(good, poor) == [0, 0]
    check_agreement()


def test_the_learner_reads_of_it_everywhere(run_jobs: RunJobs, sign_in: SignIn) -> None:
    quiz = quiz_of(success_text="您通过了！", fail_text="请再读一遍。", show_marks="end")
    sitting = sat(quiz, RIGHT, WRONG)
    quarantine(question_at(quiz), run_jobs)
    client = sign_in(sitting.employee)
    pages = [
        reverse("assessments:result", args=[sitting.pk]),
        reverse("assessments:door", args=[quiz.code]),
        reverse("assessments:progress"),
    ]
    sitting.employee.language = "en"
    sitting.employee.save(update_fields=["language"])
    words = "Suspended: a question is being checked"
    for page in pages:
        text = client.get(page).content.decode()
        assert words in text
        assert "Not passed" not in text
    result = client.get(pages[0]).content.decode()
    assert "您通过了！" not in result and "请再读一遍。" not in result


def test_the_learner_reads_that_and_why_it_was_marked_again(
    run_jobs: RunJobs, sign_in: SignIn
) -> None:
    quiz = quiz_of(show_answers="end", show_marks="end", show_key="end", show_explanation="end")
    sitting = sat(quiz, WRONG, WRONG)
    question = question_at(quiz)
    rekeyed(question, explanation="第一声就接起才对。")
    regraded(question, run_jobs)
    sitting.employee.language = "en"
    sitting.employee.save(update_fields=["language"])
    text = sign_in(sitting.employee).get(reverse("assessments:result", args=[sitting.pk]))
    page = text.content.decode()
    for words in ("Marked again", "答案有误", "0 → 2", "第一声就接起才对。", "by the new one"):
        assert words in page
