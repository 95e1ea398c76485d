"""A key was wrong, or a question faulty: what was given for it is given anew, beside the old."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from assessments.actions import run_regrade as regrading
from assessments.actions.mark_item import mark_item
from assessments.actions.regrade_question import regrade_question
from assessments.actions.save_answer import save_answer
from assessments.enums import Kind, MarkCause, RegradeMode, SittingState
from assessments.errors import (
    NotAsShown,
    NothingToRegrade,
    OwnRegrade,
    ReasonNotGiven,
    RegradeUnderWay,
)
from assessments.models import ItemMark, Regrade, Sitting, SittingResult
from assessments.queries.dry_run import Turn, dry_run
from assessments.queries.regrading import Plan, unable
from assessments.rules.regrading import Obstacle
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.assessments.regrading.making import (
    RIGHT,
    WRONG,
    asked_for,
    begun,
    question_at,
    quiz_of,
    regraded,
    rekeyed,
    sat,
)
from tests.factories.assessments import OF_KIND, handed_in, quiz_of_kinds, sitting_of
from tests.factories.people import UnitFactory, holder_of
from tests.ledger.reading import check_agreement, said

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], None]


def fresh(sitting: Sitting) -> Sitting:
    return Sitting.objects.get(pk=sitting.pk)


def test_a_dry_run_shows_what_flips_and_changes_nothing() -> None:
    quiz = quiz_of()
    falls, rises, stays = sat(quiz, RIGHT, WRONG), sat(quiz, WRONG, WRONG), sat(quiz, "2", RIGHT)
    loses = sat(quiz, RIGHT, RIGHT)
    rekeyed(question_at(quiz))
    before = ItemMark.objects.count(), SittingResult.objects.count()
    found = dry_run(question_at(quiz), RegradeMode.BY_KEY)
    assert [(each.sitting_id, each.turn) for each in found.effects] == [
        (falls.pk, Turn.FAILS),
        (rises.pk, Turn.PASSES),
        (loses.pk, Turn.MARK),
    ]
    assert found.failing == [falls.pk]
    assert (found.touched, found.counts["up"], found.counts["down"]) == (4, 1, 2)
    assert (ItemMark.objects.count(), SittingResult.objects.count()) == before
    assert fresh(stays).items.get(position=1).key_version is None


def test_a_regrade_writes_new_marks_beside_the_old(run_jobs: RunJobs) -> None:
    quiz = quiz_of()
    falls, rises, stays = sat(quiz, RIGHT, WRONG), sat(quiz, WRONG, WRONG), sat(quiz, "2", RIGHT)
    question = question_at(quiz)
    version = rekeyed(question)
    trainer = holder_of(Role.TRAINER, UnitFactory.create())
    work = regraded(question, run_jobs, actor=trainer)
    assert (work.state, work.done, work.total) == (Regrade.State.DONE, 3, 3)
    assert [fresh(each).passed for each in (falls, rises, stays)] == [False, True, True]

    item = fresh(rises).items.get(position=1)
    newest, first = item.marks.order_by("-number")
    assert (item.keyed, item.mark) == (version, Decimal(2))
    assert (newest.mark, newest.cause, newest.reason) == (2, MarkCause.REGRADED, "答案有误")
    assert newest.marked_by == trainer and newest.response == first.response
    assert (first.mark, first.cause) == (0, MarkCause.HANDED_IN)
    results = fresh(rises).results.order_by("number")
    assert [(each.score, each.passed, each.reason) for each in results] == [
        (0, False, ""),
        (2, True, "答案有误"),
    ]
    assert fresh(stays).items.get(position=1).marks.count() == fresh(stays).results.count() == 1

    entries = said("examination.remarked")
    assert {entry.subject for entry in entries} == {falls.employee.token, rises.employee.token}
    assert {entry.actor for entry in entries} == {trainer.token}
    check_agreement()


def test_marking_by_the_key_that_counts_already_changes_nothing(run_jobs: RunJobs) -> None:
    quiz = quiz_of()
    sat(quiz, RIGHT, WRONG)
    question = question_at(quiz)
    assert not dry_run(question, RegradeMode.BY_KEY).touched
    with pytest.raises(NothingToRegrade):
        asked_for(question)
    # A newer version with the same key, whose explanation alone is another.
    version = rekeyed(question, right=1)
    assert not dry_run(question, RegradeMode.BY_KEY).effects
    regraded(question, run_jobs)
    assert (ItemMark.objects.count(), SittingResult.objects.count()) == (2, 1)
    assert Sitting.objects.get().items.get(position=1).keyed == version


def test_what_is_confirmed_is_what_was_shown() -> None:
    quiz = quiz_of()
    sat(quiz, RIGHT, WRONG)
    under_way = begun(quiz, [WRONG, WRONG])
    question = question_at(quiz)
    rekeyed(question)
    shown = dry_run(question, RegradeMode.BY_KEY)
    handed_in(under_way)
    with pytest.raises(NotAsShown):
        asked_for(question, shown=shown)
    asked_for(question)
    with pytest.raises(RegradeUnderWay):
        asked_for(question)


def test_who_may_not_or_does_not_say_why_is_refused() -> None:
    quiz = quiz_of()
    sat(quiz, RIGHT, WRONG)
    question = question_at(quiz)
    rekeyed(question)
    with pytest.raises(NotAllowed):
        asked_for(question, actor=holder_of(Role.ASSESSOR, UnitFactory.create()))
    with pytest.raises(ReasonNotGiven):
        regrade_question(
            actor=Employee.objects.system(),
            question=question,
            mode=RegradeMode.BY_KEY,
            reason=" ",
            shown="",
        )


def test_nobody_has_their_own_paper_marked_once_more(run_jobs: RunJobs) -> None:
    quiz = quiz_of()
    trainer = holder_of(Role.TRAINER, UnitFactory.create())
    own, other = sat(quiz, RIGHT, WRONG, employee=trainer), question_at(quiz, 2)
    for mode in RegradeMode:
        rekeyed(question_at(quiz))
        with pytest.raises(OwnRegrade):
            asked_for(question_at(quiz), actor=trainer, mode=mode)
    another = holder_of(Role.TRAINER, UnitFactory.create())
    regraded(question_at(quiz), run_jobs, actor=another)
    assert fresh(own).score == 0
    # Of a question that is done with on their paper they may have the rest marked.
    regraded(other, run_jobs, actor=another, mode=RegradeMode.WAIVED)
    with pytest.raises(NothingToRegrade):
        asked_for(other, actor=trainer, mode=RegradeMode.WAIVED)


def test_a_sitting_under_way_is_marked_by_the_new_key_when_it_is_handed_in(
    run_jobs: RunJobs,
) -> None:
    quiz = quiz_of()
    sitting = begun(quiz, [WRONG, WRONG])
    question = question_at(quiz)
    rekeyed(question)
    assert dry_run(question, RegradeMode.BY_KEY).open == 1
    regraded(question, run_jobs)
    assert fresh(sitting).state == SittingState.OPEN
    assert handed_in(fresh(sitting)).score == 2
    assert fresh(sitting).results.get().cause == MarkCause.HANDED_IN
    check_agreement()


def test_answers_to_other_options_are_listed_and_left_alone(run_jobs: RunJobs) -> None:
    quiz = quiz_of()
    sitting = sat(quiz, WRONG, WRONG)
    question = question_at(quiz)
    rekeyed(question, content={"options": ["一声", "两声"]})
    found = dry_run(question, RegradeMode.BY_KEY)
    assert [(each.why, each.papers) for each in found.unable] == [(Obstacle.CONTENT, 1)]
    assert not found.touched and fresh(sitting).score == 0
    assert not unable(dry_run(question, RegradeMode.WAIVED).plan)


def test_a_faulty_question_gives_everybody_full_marks_and_may_be_keyed_again(
    run_jobs: RunJobs,
) -> None:
    quiz = quiz_of()
    wrong, left_out = sat(quiz, WRONG, WRONG), sat(quiz, None, WRONG)
    question = question_at(quiz)
    regraded(question, run_jobs, mode=RegradeMode.WAIVED)
    assert [fresh(each).score for each in (wrong, left_out)] == [2, 2]
    assert fresh(wrong).results.first().cause == MarkCause.WAIVED  # type: ignore[union-attr]
    assert fresh(wrong).items.get(position=1).is_waived
    regraded(question, run_jobs)  # after all there is a key
    assert [fresh(each).score for each in (wrong, left_out)] == [0, 0]
    assert not fresh(wrong).items.get(position=1).is_waived
    check_agreement()


def test_what_a_marker_judged_stands_where_the_key_leaves_it_to_a_marker(run_jobs: RunJobs) -> None:
    quiz = quiz_of_kinds(Kind.ESSAY, Kind.SINGLE_CHOICE, pass_percent=50)
    judged, waiting = sitting_of(quiz=quiz), sitting_of(quiz=quiz)
    for sitting in (judged, waiting):
        data = {"text": ["先致歉。"]}
        save_answer(actor=sitting.employee, sitting_id=sitting.pk, position=1, data=data)
        handed_in(sitting)
    item, points = judged.items.get(position=1), [Decimal(4), Decimal(0)]
    mark_item(actor=Employee.objects.system(), item=item, points=points, remark="时限？")
    question = question_at(quiz)
    rekeyed(question, key=OF_KIND[Kind.ESSAY][1] | {"model": "对不起，两天内答复。"})
    assert not dry_run(question, RegradeMode.BY_KEY).effects
    regraded(question, run_jobs, mode=RegradeMode.WAIVED)
    assert [fresh(each).state for each in (judged, waiting)] == [SittingState.MARKED] * 2
    assert fresh(judged).score == 2
    # By the key again: the marker's word is there still, the other one waits for its marker.
    found = dry_run(question, RegradeMode.BY_KEY)
    assert {each.turn for each in found.effects} == {Turn.FAILS, Turn.WAITS}
    regraded(question, run_jobs)
    assert fresh(judged).score == Decimal("0.80")
    assert fresh(waiting).state == SittingState.SUBMITTED
    newest = fresh(judged).items.get(position=1).marks.first()
    assert newest is not None and (newest.remark, newest.points) == ("时限？", ["4", "0"])
    assert newest.cause == MarkCause.MARKER
    check_agreement()


def test_work_that_lost_its_worker_goes_on_with_what_is_left(
    run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz = quiz_of(1)
    sittings = [sat(quiz, WRONG) for __ in range(3)]
    question = question_at(quiz)
    rekeyed(question)
    work = asked_for(question)
    monkeypatch.setattr(regrading, "AT_ONCE", 1)
    plan = Plan(work.question, work.version, work.mode, until=work.created_at)
    # The first batch was committed, then the worker was killed.
    regrading._batch(work, plan, regrading._next(plan))
    Regrade.objects.update(state=Regrade.State.RUNNING, moved_at=work.created_at.replace(year=2020))
    assert regrading.resume_regrades() == 1
    run_jobs()
    work.refresh_from_db()
    assert work.state == Regrade.State.DONE
    assert [fresh(each).score for each in sittings] == [2, 2, 2]
    assert SittingResult.objects.filter(cause=MarkCause.REGRADED).count() == 3
    # Asked for twice: what is over stays.
    regrading.run_regrade(actor=Employee.objects.system(), regrade=work)
    assert SittingResult.objects.filter(cause=MarkCause.REGRADED).count() == 3
    check_agreement()
