from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.record_result import record_result
from assessments.enums import MarkCause
from assessments.errors import AnswerChanged, PointsOutOfRange
from assessments.models import BlindMark, ItemMark, Response, Sitting, SittingItem
from assessments.policies.marking import check_can_mark
from assessments.queries import newest_responses
from assessments.rules import double_marking, marking
from assessments.rules.kinds.base import Criterion
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


@dataclass(frozen=True)
class Held:
    """An item that is ours with its sitting until the transaction ends: the answer that counts,
    and what it was blindly given."""

    item: SittingItem
    response: Response | None
    blind: tuple[BlindMark, ...]


@dataclass(frozen=True)
class Given:
    """A judgement of an answer: its mark, the points of each criterion, and the remark."""

    mark: Decimal
    points: tuple[Decimal, ...]
    remark: str
    at: datetime
    by: Employee

    @property
    def fields(self) -> dict[str, Any]:
        """Of the row that keeps it."""
        return {
            "mark": self.mark,
            "points": [str(each) for each in self.points],
            "remark": self.remark,
            "marked_at": self.at,
            "marked_by": self.by,
        }


def mark_item(
    *,
    actor: Employee,
    item: SittingItem,
    points: Sequence[Decimal],
    remark: str = "",
    answer: int | None = None,
) -> ItemMark | BlindMark:
    """Judge an answer that the key cannot: `points` for each criterion of the question, in their
    order. With the last one the sitting has its result. `answer` is the id of the answer that was
    judged; without it, it is the one that counts now.

    Where the sitting asks for two markers, this is a `BlindMark`. The second one makes the mark,
    the mean of both, if they lie close enough together; else a trainer settles it (`settle_mark`).

    Raises `NotAllowed`, `NothingToMark` where the item does not wait for the actor,
    `AnswerChanged`, `PointsOutOfRange`.
    """
    with transaction.atomic(durable=True):
        held, now = hold(item, answer), timezone.now()
        check_can_mark(actor, held.item, held.blind)
        given = Given(worth(held, points), tuple(points), remark, now, actor)
        if held.item.sitting.marking_distance is None:
            return give_mark(held, given, cause=MarkCause.MARKER)
        assert held.response is not None  # what waits was answered: a blank earns 0 by the key
        number = len(held.blind) + 1
        blind = BlindMark.objects.create(response=held.response, number=number, **given.fields)
        if held.blind and _is_close(held, held.blind[0], blind):
            give_mark(held, _of_both(held.blind[0], blind), cause=MarkCause.MARKER)
        return blind


def hold(item: SittingItem, answer: int | None) -> Held:
    """Lock the sitting, so that neither the answer nor its marks change before we are through.
    Raises `AnswerChanged` where another than `answer` counts."""
    found = Sitting.objects.select_for_update(of=("self",)).select_related("quiz", "employee")
    sitting = found.get(pk=item.sitting_id)
    kept = sitting.items.select_related("version", "key_version").get(pk=item.pk)
    kept.sitting = sitting
    response = newest_responses(sitting).get(kept.pk)
    if answer is not None and (response is None or response.pk != answer):
        raise AnswerChanged
    blind = BlindMark.objects.filter(response=response).order_by("number") if response else ()
    return Held(kept, response, tuple(blind))


def give_mark(held: Held, given: Given, *, cause: str, reason: str = "") -> ItemMark:
    """The next mark of the item and, where it was the last one missing, the next result with its
    entry: the end of a transaction."""
    item, sitting = held.item, held.item.sitting
    item.mark = given.mark
    item.save(update_fields=["mark"])
    mark = ItemMark.objects.create(
        item=item,
        number=item.marks.count() + 1,
        response=held.response,
        cause=cause,
        reason=reason,
        **given.fields,
    )
    records = record_result(sitting, by=given.by, cause=cause, now=given.at, reason=reason)
    record_entries(*records)
    return mark


def _is_close(held: Held, first: BlindMark, second: BlindMark) -> bool:
    marks, distance = held.item.version.marks, held.item.sitting.marking_distance
    return distance is not None and double_marking.agree(
        first.mark, second.mark, marks=marks, distance=distance
    )


def _of_both(first: BlindMark, second: BlindMark) -> Given:
    """The mark that two make together, by whom came second."""
    points = (list(map(Decimal, one.points)) for one in (first, second))
    return Given(
        double_marking.mean(first.mark, second.mark),
        double_marking.mean_points(*points),
        double_marking.joined([first.remark, second.remark]),
        second.marked_at,
        second.marked_by,
    )


def worth(held: Held, points: Sequence[Decimal]) -> Decimal:
    """The mark that the points are worth. Raises `PointsOutOfRange`."""
    share = judged(held.item.interaction.criteria, points)
    return marking.mark(marks=held.item.version.marks, share=share)


def judged(criteria: Sequence[Criterion], points: Sequence[Decimal]) -> Fraction:
    """The share of the marks that the points are of what the criteria offer together. Raises
    `PointsOutOfRange`."""
    if len(criteria) != len(points):
        raise PointsOutOfRange
    given = [Fraction(each) for each in points]
    for criterion, share in zip(criteria, given, strict=True):
        steps = [step * criterion.points for step in criterion.steps]
        if not 0 <= share <= criterion.points or (steps and share not in steps):
            raise PointsOutOfRange
    return sum(given, Fraction(0)) / sum(each.points for each in criteria)
