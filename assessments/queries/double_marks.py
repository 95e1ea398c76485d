"""What two markers gave for the answers of a sitting, without seeing each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.models import BlindMark, Sitting
from assessments.queries.papers import PaperItem
from assessments.rules import double_marking
from assessments.rules.kinds.base import Criterion


@dataclass(frozen=True)
class Compared:
    """A criterion with the points that each of the two gave for it."""

    criterion: Criterion
    first: Decimal
    second: Decimal

    @property
    def most(self) -> Decimal:
        return Decimal(self.criterion.points.numerator) / self.criterion.points.denominator

    @property
    def is_agreed(self) -> bool:
        return self.first == self.second


@dataclass(frozen=True)
class Pair:
    """Two marks of one answer; `distance` is how far apart they may lie, in per cent of the
    question's marks."""

    item: PaperItem
    first: BlindMark
    second: BlindMark
    distance: int

    @property
    def both(self) -> tuple[BlindMark, BlindMark]:
        return self.first, self.second

    @property
    def apart(self) -> Decimal:
        """In per cent of the question's marks, to the tenth."""
        marks = self.item.version.marks
        return double_marking.apart(self.first.mark, self.second.mark, marks=marks)

    @property
    def compared(self) -> list[Compared]:
        points = [list(map(Decimal, mark.points)) for mark in self.both]
        criteria = self.item.interaction.criteria
        return [Compared(*each) for each in zip(criteria, *points, strict=False)]

    @property
    def remark(self) -> str:
        return double_marking.joined(mark.remark for mark in self.both)


@dataclass(frozen=True)
class OwnBlindMark:
    """What the marker gave for an answer that still waits: for another marker, or to be settled."""

    item: PaperItem
    mark: BlindMark
    is_settling: bool


def pair_of(item: PaperItem, blind: Sequence[BlindMark], distance: int | None) -> Pair | None:
    """None where fewer than two have judged."""
    if distance is None or len(blind) < double_marking.MARKERS:
        return None
    return Pair(item, blind[0], blind[1], distance)


def blind_marks_of(sitting: Sitting) -> dict[int, list[BlindMark]]:
    """In the order in which they came, by the answer's id. One query; none for one marker."""
    if sitting.marking_distance is None:
        return {}
    found: dict[int, list[BlindMark]] = {}
    marks = BlindMark.objects.filter(response__item__sitting=sitting).select_related("marked_by")
    for mark in marks.order_by("number"):
        found.setdefault(mark.response_id, []).append(mark)
    return found
