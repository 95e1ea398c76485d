"""A waiver that is taken back gives a marker's judgement back, to be put right like any other."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from assessments.actions.mark_item import mark_item
from assessments.actions.settle_mark import settle_mark
from assessments.enums import Kind, MarkCause, RegradeMode
from assessments.models import ItemMark, Question, Sitting
from assessments.queries.dry_run import dry_run
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.assessments.marking.pages import address_of, answered
from tests.assessments.regrading.making import asked_for, question_at, regraded
from tests.factories.assessments import quiz_of_kinds
from tests.factories.people import holder_of
from tests.ledger.reading import check_agreement

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], None]
FULL, NONE = [Decimal(4), Decimal(6)], [Decimal(0), Decimal(0)]
REASON = "答案有误"


def judged(learner: Employee, marker: Employee, points: list[Decimal]) -> tuple[Sitting, Question]:
    """An essay with its mark, whose question was waived then and is marked by its key again."""
    quiz = quiz_of_kinds(Kind.ESSAY, Kind.SINGLE_CHOICE, pass_percent=60)
    sitting = answered(learner, quiz)
    mark_item(actor=marker, item=sitting.items.get(position=1), points=points, remark="时限？")
    return sitting, question_at(quiz)


def test_a_judgement_that_counts_again_can_be_put_right(
    client: Client,
    site: Unit,
    learner: Employee,
    marker: Employee,
    run_jobs: RunJobs,
) -> None:
    sitting, question = judged(learner, marker, NONE)
    asking, trainer = (holder_of(Role.TRAINER, site, language="en") for __ in range(2))
    regraded(question, run_jobs, actor=asking, mode=RegradeMode.WAIVED)
    work = regraded(question, run_jobs, actor=asking)
    assert work.outcome == "1 mark was changed."

    item = sitting.items.get(position=1)
    restored = item.marks.order_by("-number")[0]
    assert (restored.number, restored.cause, restored.remark) == (3, MarkCause.MARKER, "时限？")
    assert (restored.marked_by, restored.reason) == (marker, REASON)
    result = sitting.results.order_by("-number")[0]
    assert (result.made_by, result.cause, result.reason) == (asking, MarkCause.REGRADED, REASON)
    client.force_login(trainer)
    assert client.get(address_of(sitting)).context["may_put_right"] == [1]
    mark = settle_mark(actor=trainer, item=item, points=[Decimal(4), Decimal(0)], reason="补写了。")
    assert (mark.number, mark.cause) == (4, MarkCause.SETTLED)
    check_agreement()


def test_a_judgement_that_counts_again_with_the_mark_that_stands_is_written_too(
    site: Unit, learner: Employee, marker: Employee, run_jobs: RunJobs
) -> None:
    sitting, question = judged(learner, marker, FULL)
    item = sitting.items.get(position=1)
    # A key had taken some of it away before everybody got full marks.
    earlier = item.marks.get()
    for number, (cause, mark) in enumerate(
        [(MarkCause.REGRADED, 2), (MarkCause.WAIVED, item.version.marks)], start=2
    ):
        ItemMark.objects.create(
            item=item,
            number=number,
            response=earlier.response,
            mark=mark,
            reason="前因",
            cause=cause,
            marked_at=earlier.marked_at,
            marked_by=marker,
        )
    item.is_waived = True
    item.save(update_fields=["is_waived"])
    trainer = holder_of(Role.TRAINER, site, language="en")
    assert not dry_run(question, RegradeMode.BY_KEY).effects
    assert regraded(question, run_jobs, actor=trainer).outcome == "1 mark was changed."
    restored = item.marks.order_by("-number")[0]
    assert (restored.number, restored.cause, restored.points) == (4, MarkCause.MARKER, ["4", "6"])


def test_what_others_gave_meanwhile_is_not_counted_as_changed(
    site: Unit, learner: Employee, marker: Employee, run_jobs: RunJobs
) -> None:
    sitting, question = judged(learner, marker, NONE)
    trainer = holder_of(Role.TRAINER, site, language="en")
    asked_for(question, actor=trainer, mode=RegradeMode.WAIVED)
    # The same person, the same words, before the worker begins.
    settle_mark(
        actor=trainer,
        item=sitting.items.get(position=1),
        points=[Decimal(4), Decimal(0)],
        reason=REASON,
    )
    run_jobs()
    assert question.regrades.get().outcome == "1 mark was changed."
    assert ItemMark.objects.filter(item__sitting=sitting, reason=REASON).count() == 2
