from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from assessments.actions.record_result import record_result
from assessments.enums import MarkCause
from assessments.errors import PointsOutOfRange
from assessments.models import ItemMark, Sitting, SittingItem
from assessments.policies import check_can_mark
from assessments.queries import newest_responses
from assessments.rules import marking
from assessments.rules.kinds.base import Criterion
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


def mark_item(
    *, actor: Employee, item: SittingItem, points: Sequence[Decimal], remark: str = ""
) -> ItemMark:
    """Judge an answer that the key cannot: `points` for each criterion of the question, in their
    order. With the last one the sitting has its result.

    Raises `NotAllowed`, `NothingToMark` where the item has its mark, `PointsOutOfRange`.
    """
    with transaction.atomic(durable=True):
        found = Sitting.objects.select_for_update(of=("self",)).select_related("quiz", "employee")
        sitting = found.get(pk=item.sitting_id)
        kept = sitting.items.select_related("version").get(pk=item.pk)
        kept.sitting = sitting
        check_can_mark(actor, kept)
        now = timezone.now()
        share = judged(kept.interaction.criteria, points)
        kept.mark = marking.mark(marks=kept.version.marks, share=share)
        kept.save(update_fields=["mark"])
        mark = ItemMark.objects.create(
            item=kept,
            number=kept.marks.count() + 1,
            response=newest_responses(sitting).get(kept.pk),
            mark=kept.mark,
            points=[str(each) for each in points],
            remark=remark,
            cause=MarkCause.MARKER,
            marked_at=now,
            marked_by=actor,
        )
        record = record_result(sitting, by=actor, cause=MarkCause.MARKER, now=now)
        if record is not None:
            record_entries(record)
    return mark


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
