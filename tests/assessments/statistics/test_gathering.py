"""From sittings to statistics: which count, and that they say what the papers say."""

import statistics as library
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.actions.make_statistics import make_statistics
from assessments.actions.save_answer import save_answer
from assessments.enums import Attempts, Kind, RegradeMode
from assessments.models import Quiz, Sitting, SittingItem, StatisticsSnapshot
from assessments.queries.statistics import snapshots
from assessments.queries.statistics.snapshots import compute, is_fresh, statistics_for
from assessments.rules.statistics.figures import Statistics
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.assessments.regrading.making import question_at, regraded
from tests.factories.assessments import (
    QuestionFactory,
    QuizFactory,
    handed_in,
    quiz_of_kinds,
    sitting_of,
)
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


def sat(quiz: Quiz, choices: list[dict[str, Any] | None], who: Employee | None = None) -> Sitting:
    """Handed in by somebody, with these answers in the order of the paper."""
    sitting = sitting_of(who, quiz)
    for position, data in enumerate(choices, start=1):
        if data is not None:
            answer(sitting, position, data)
    return handed_in(sitting)


def answer(sitting: Sitting, position: int, data: dict[str, Any]) -> None:
    save_answer(actor=sitting.employee, sitting_id=sitting.pk, position=position, data=data)


def chosen(*places: str) -> list[dict[str, Any]]:
    return [{"choice": [place]} for place in places]


@pytest.fixture
def quiz(db: None) -> Quiz:
    """Three single-choice questions at two marks; the second option is right."""
    return QuizFactory.create(shuffle_questions=False, shuffle_options=False)


def of(quiz: Quiz, attempts: str = Attempts.FIRST) -> Statistics:
    return compute(quiz, attempts)[0]


def test_figures_say_what_the_papers_say(quiz: Quiz) -> None:
    papers = ["111", "110", "101", "100", "000", "010"]
    for paper in papers:
        sat(quiz, chosen(*paper))
    found = of(quiz)
    totals = [2.0 * paper.count("1") for paper in papers]
    assert (found.whole.n, found.whole.worth, found.whole.is_fixed) == (6, 6.0, True)
    assert found.whole.mean == pytest.approx(library.fmean(totals) / 6)
    assert found.whole.deviation == pytest.approx(library.stdev(totals) / 6)
    for place, item in enumerate(found.items):
        xs = [2.0 * (paper[place] == "1") for paper in papers]
        rests = [total - x for total, x in zip(totals, xs, strict=True)]
        assert item.facility == pytest.approx(library.fmean(xs) / 2)
        assert item.discrimination == pytest.approx(library.correlation(xs, rests))
        assert [option.n for option in item.versions[0].options][:2] == [
            sum(paper[place] == choice for paper in papers) for choice in "01"
        ]


def test_the_answer_that_stands_is_counted(quiz: Quiz) -> None:
    sitting = sitting_of(None, quiz)
    for place in "0213":
        answer(sitting, 1, {"choice": [place]})
    handed_in(sitting)
    item = of(quiz).items[0]
    assert [option.n for option in item.versions[0].options] == [0, 0, 0, 1]
    assert item.versions[0].answered == 1
    assert of(quiz).items[1].versions[0].answered == 0


def test_which_attempts_count(quiz: Quiz) -> None:
    quiz.attempts_allowed, quiz.resit_delay_hours = None, 0
    quiz.save(update_fields=["attempts_allowed", "resit_delay_hours"])
    once, often = EmployeeFactory.create_batch(2)
    for paper in ("100", "111", "110"):
        sat(quiz, chosen(*paper), often)
    sat(quiz, chosen(*"000"), once)
    means = {
        attempts: (of(quiz, attempts).whole.n, of(quiz, attempts).whole.mean)
        for attempts in Attempts
    }
    assert means == {
        Attempts.FIRST: (2, pytest.approx(1 / 6)),
        Attempts.LAST: (2, pytest.approx(2 / 6)),
        Attempts.BEST: (2, pytest.approx(3 / 6)),
        Attempts.ALL: (4, pytest.approx((1 + 3 + 2) / 12)),
    }


def test_what_waits_for_a_marker_does_not_count() -> None:
    quiz = quiz_of_kinds(Kind.SINGLE_CHOICE, Kind.ESSAY)
    sat(quiz, [{"choice": ["1"]}, {"text": ["先致歉。"]}])
    assert of(quiz).whole.n == 0
    sat(quiz, [{"choice": ["1"]}])  # an empty essay earns nothing at once
    assert of(quiz).whole.n == 1


def test_the_pass_rate_leaves_suspended_results_out(quiz: Quiz) -> None:
    for paper in ("111", "111", "000"):
        sat(quiz, chosen(*paper))
    Sitting.objects.filter(passed=False).update(suspensions=1)
    whole = of(quiz).whole
    assert (whole.n, whole.decided, whole.passed) == (3, 2, 2)


def test_a_waived_question_loses_its_marks_but_not_what_was_chosen(quiz: Quiz) -> None:
    for paper in ("000", "100", "110"):
        sat(quiz, chosen(*paper))
    SittingItem.objects.filter(position=1).update(is_waived=True, mark=2)
    Sitting.objects.filter(score=0).update(score=2)
    item, *others = of(quiz).items
    assert (item.n, item.waived, item.facility) == (0, 3, None)
    assert [option.n for option in item.versions[0].options] == [1, 2, 0, 0]
    assert {each.n for each in others} == {3}
    assert of(quiz).whole.parts == 2


def test_drawn_papers_are_compared_by_their_places() -> None:
    quiz = QuizFactory.create(of=QuestionFactory.create_batch(6), size=3)
    for __ in range(6):
        sat(quiz, chosen("1", "0", "1"))
    whole = of(quiz).whole
    assert (whole.is_fixed, whole.basis, whole.parts) == (False, "places", 3)
    assert {item.effective for item in of(quiz).items} == {None}
    assert sum(item.n for item in of(quiz).items) == 18


def test_of_some_people_alone(quiz: Quiz) -> None:
    one, other = sat(quiz, chosen(*"111")), sat(quiz, chosen(*"000"))
    people = Employee.objects.filter(pk=one.employee_id)
    found, left_out = compute(quiz, Attempts.FIRST, people)
    assert (found.whole.n, found.whole.mean, left_out) == (1, 1.0, 0)
    found, left_out = compute(quiz, Attempts.FIRST, Employee.objects.all(), most=1)
    assert (found.whole.n, found.whole.mean, left_out) == (1, 0.0, 1)
    assert other.score == 0


@pytest.mark.parametrize("sittings", [1, 3])
def test_it_costs_the_same_queries_however_many_sat(quiz: Quiz, sittings: int) -> None:
    for __ in range(sittings):
        sat(quiz, chosen(*"110"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        compute(quiz, Attempts.FIRST)
    # The sittings, their items, versions, answers; no key was changed.
    assert len(queries) == 4


def test_of_a_large_quiz_what_was_kept_is_shown(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "SMALL", 0)
    system = Employee.objects.system()
    sat(quiz, chosen(*"110"))
    assert statistics_for(quiz, Attempts.FIRST) is None
    make_statistics(actor=system, quiz=quiz, attempts=Attempts.FIRST)
    kept = statistics_for(quiz, Attempts.FIRST)
    assert kept is not None
    assert (kept.is_stale, kept.statistics) == (False, of(quiz))
    sat(quiz, chosen(*"111"))
    old = statistics_for(quiz, Attempts.FIRST)
    assert old is not None
    assert (old.is_stale, old.statistics.whole.n) == (True, 1)
    for __ in range(2):
        make_statistics(actor=system, quiz=quiz, attempts=Attempts.FIRST)
    assert is_fresh(quiz, Attempts.FIRST)
    assert StatisticsSnapshot.objects.get().content["whole"]["n"] == 2


def test_a_result_that_is_withdrawn_and_a_waiver_show_in_what_is_kept(
    monkeypatch: pytest.MonkeyPatch, run_jobs: Callable[[], None]
) -> None:
    monkeypatch.setattr(snapshots, "SMALL", 0)
    quiz = quiz_of_kinds(Kind.ESSAY)
    essay: list[dict[str, Any] | None] = [{"text": ["先致歉。"]}]
    sat(quiz, essay)
    system, question = Employee.objects.system(), question_at(quiz)
    regraded(question, run_jobs, mode=RegradeMode.WAIVED)
    make_statistics(actor=system, quiz=quiz, attempts=Attempts.FIRST)
    assert is_fresh(quiz, Attempts.FIRST)
    # By the key again it waits for its marker, which makes no new result.
    regraded(question, run_jobs)
    assert not is_fresh(quiz, Attempts.FIRST)
    make_statistics(actor=system, quiz=quiz, attempts=Attempts.FIRST)
    kept = statistics_for(quiz, Attempts.FIRST)
    assert kept is not None and (kept.is_stale, kept.statistics.whole.n) == (False, 0)


def test_a_waiver_that_changes_no_mark_makes_what_is_kept_old(
    quiz: Quiz, run_jobs: Callable[[], None]
) -> None:
    sat(quiz, chosen(*"111"))
    other = quiz_of_kinds(Kind.SINGLE_CHOICE)
    sat(other, chosen("1"))
    for one in (quiz, other):
        make_statistics(actor=Employee.objects.system(), quiz=one, attempts=Attempts.FIRST)
    regraded(question_at(quiz), run_jobs, mode=RegradeMode.WAIVED)
    assert not is_fresh(quiz, Attempts.FIRST)
    assert is_fresh(other, Attempts.FIRST)


def test_what_another_release_kept_is_made_again(quiz: Quiz) -> None:
    sat(quiz, chosen(*"110"))
    make_statistics(actor=Employee.objects.system(), quiz=quiz, attempts=Attempts.FIRST)
    StatisticsSnapshot.objects.update(content={"n": 1})
    assert not is_fresh(quiz, Attempts.FIRST)
    make_statistics(actor=Employee.objects.system(), quiz=quiz, attempts=Attempts.FIRST)
    assert is_fresh(quiz, Attempts.FIRST)


def test_only_the_system_keeps_statistics(quiz: Quiz) -> None:
    with pytest.raises(NotAllowed):
        make_statistics(actor=EmployeeFactory.create(), quiz=quiz, attempts=Attempts.FIRST)
