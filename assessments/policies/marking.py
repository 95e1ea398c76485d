"""Judging answers, late ones, and giving more time. `check_can_x` raises, `can_x` answers."""

from collections.abc import Iterable

from assessments.enums import LatePolicy, SittingState
from assessments.errors import NothingToMark
from assessments.models import BlindMark, ItemMark, Response, Sitting, SittingItem
from assessments.rules.double_marking import JUDGED, Turn, turn
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.policies import may

MARK = "assessments.mark_sitting"
SETTLE = "assessments.settle_sitting"
ALLOW = "assessments.add_allowance"


def can_mark(actor: Employee, sitting: Sitting) -> bool:
    """Nobody marks themselves."""
    return sitting.employee_id != actor.pk and may(actor, MARK, sitting.employee)


def waits(item: SittingItem) -> bool:
    """Whether the item was handed in and has no mark yet."""
    return item.sitting.state == SittingState.SUBMITTED and item.mark is None


def turn_of(actor: Employee, item: SittingItem, blind: Iterable[BlindMark]) -> Turn:
    """Whose turn it is with an item that waits; `blind` are the marks that its answer was given
    without the other being seen."""
    return turn((one.marked_by_id for one in blind), actor.pk, item.sitting.marking_distance)


def check_can_mark(actor: Employee, item: SittingItem, blind: Iterable[BlindMark] = ()) -> None:
    """An item that waits for this marker. Raises `NotAllowed`, `NothingToMark`."""
    if not can_mark(actor, item.sitting):
        raise NotAllowed
    if not waits(item) or turn_of(actor, item, blind) is not Turn.JUDGE:
        raise NothingToMark


def can_settle(actor: Employee, sitting: Sitting, blind: Iterable[BlindMark] = ()) -> bool:
    """Not the learner, and not one of the two markers whose marks are settled; not where the
    learner was erased, with all that could be judged again."""
    return (
        sitting.employee_id != actor.pk
        and sitting.employee.erased_at is None
        and actor.pk not in {one.marked_by_id for one in blind}
        and may(actor, SETTLE, sitting.employee)
    )


def is_to_settle(item: SittingItem, mark: ItemMark | None, blind: Iterable[BlindMark]) -> bool:
    """Whether two marks lie too far apart, or `mark`, the newest, is a person's judgement and can
    be put right. What a key or a waiver decided is put right by a regrade."""
    if waits(item):
        return turn((one.marked_by_id for one in blind), 0, item.sitting.marking_distance) is (
            Turn.SETTLE
        )
    return item.mark is not None and mark is not None and mark.cause in JUDGED


def check_can_settle(
    actor: Employee, item: SittingItem, mark: ItemMark | None, blind: Iterable[BlindMark]
) -> None:
    """Raises `NotAllowed`, `NothingToMark`."""
    judges = list(blind)
    if not can_settle(actor, item.sitting, judges):
        raise NotAllowed
    if not is_to_settle(item, mark, judges):
        raise NothingToMark


def is_for_marker(response: Response) -> bool:
    """Whether a late answer waits for a marker's word."""
    sitting = response.item.sitting
    return (
        not response.counts
        and sitting.late_policy == LatePolicy.MARKER
        and sitting.state != SittingState.OPEN
        and not hasattr(response, "decision")
    )


def check_can_decide_late(actor: Employee, response: Response) -> None:
    """Raises `NotAllowed`, `NothingToMark`."""
    if not can_mark(actor, response.item.sitting):
        raise NotAllowed
    if not is_for_marker(response):
        raise NothingToMark


def can_allow(actor: Employee, employee: Employee) -> bool:
    """Nobody gives themselves more time, and nothing is given to who was erased."""
    return actor.pk != employee.pk and employee.erased_at is None and may(actor, ALLOW, employee)


def check_can_allow(actor: Employee, employee: Employee) -> None:
    if not can_allow(actor, employee):
        raise NotAllowed
