from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from assessments.actions.mark_item import Given, give_mark, hold, worth
from assessments.enums import MarkCause
from assessments.errors import MarkChanged, ReasonNotGiven
from assessments.models import ItemMark, SittingItem
from assessments.policies.marking import check_can_settle
from lms.people.models import Employee


@dataclass(frozen=True)
class Seen:
    """What the page showed that was judged from: the id of the answer, and the number of the mark
    that stood; 0 for none."""

    answer: int | None
    mark: int


def settle_mark(
    *,
    actor: Employee,
    item: SittingItem,
    points: Sequence[Decimal],
    remark: str = "",
    reason: str,
    seen: Seen | None = None,
) -> ItemMark:
    """Say what an answer is worth of which two markers think too differently, or put right what a
    marker gave. The marks before stay; this one stands, with its reason, and with it the next
    result. Without `seen`, it is of what stands now.

    Raises `ReasonNotGiven`, `NotAllowed` also for one of the two markers, `NothingToMark`,
    `AnswerChanged`, `MarkChanged`, `PointsOutOfRange`.
    """
    if not reason.strip():
        raise ReasonNotGiven
    with transaction.atomic(durable=True):
        held, now = hold(item, seen.answer if seen else None), timezone.now()
        before = held.item.marks.order_by("-number").first()
        check_can_settle(actor, held.item, before, held.blind)
        if seen is not None and seen.mark != (before.number if before else 0):
            raise MarkChanged
        given = Given(worth(held, points), tuple(points), remark, now, actor)
        return give_mark(held, given, cause=MarkCause.SETTLED, reason=reason.strip())
