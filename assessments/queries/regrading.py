"""What marking the answers to a question once more would change. Nothing is written here."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from assessments.enums import MarkCause, RegradeMode, SittingState
from assessments.models import ItemMark, Question, QuestionVersion, Response, SittingItem
from assessments.queries.sittings import counting_responses
from assessments.rules import marking
from assessments.rules.kinds import interaction
from assessments.rules.regrading import Obstacle, obstacle

# A mark that was not the key's.
JUDGED = (MarkCause.MARKER, MarkCause.SETTLED, MarkCause.IMPORTED)
REGRADES = (MarkCause.REGRADED, MarkCause.WAIVED)


@dataclass(frozen=True)
class Plan:
    """Which key counts from now on, and for which versions of the question. `until`: only sittings
    that were begun by then are meant; None: all."""

    question: Question
    version: QuestionVersion
    mode: str
    until: Any = None

    @property
    def is_waiving(self) -> bool:
        return self.mode == RegradeMode.WAIVED

    @property
    def cause(self) -> str:
        return MarkCause.WAIVED if self.is_waiving else MarkCause.REGRADED

    def key_version_of(self, item: SittingItem) -> QuestionVersion | None:
        """What is to be kept as the item's key; None where it is that of the paper."""
        if self.is_waiving:
            return item.key_version
        return None if item.version_id == self.version.pk else self.version


@dataclass(frozen=True)
class Unable:
    """A version whose answers the key does not fit, with why, and how many papers it is on."""

    version: QuestionVersion
    why: Obstacle
    papers: int


def unable(plan: Plan) -> list[Unable]:
    """Empty where everybody gets full marks. One query."""
    if plan.is_waiving:
        return []
    found: Any = (
        QuestionVersion.objects.filter(question=plan.question)
        .annotate(papers=Count("sitting_items"))
        .filter(papers__gt=0)
        .order_by("number")
    )
    reasons = ((each, obstacle(each.wording, plan.version.wording)) for each in found)
    return [Unable(each, why, each.papers) for each, why in reasons if why is not None]


def to_mark(plan: Plan) -> QuerySet[SittingItem]:
    """The items that are not yet marked as planned, open sittings included; without those of
    people who were erased: what they had written is gone, and nothing more is recorded about them.
    In the order of sittings, so that they are always locked in the same one."""
    found = SittingItem.objects.filter(sitting__employee__erased_at=None)
    found = found.filter(version__question=plan.question).order_by("sitting_id", "pk")
    if plan.is_waiving:
        found = found.filter(is_waived=False)
        return found.filter(sitting__started_at__lte=plan.until) if plan.until else found
    kept = [each.version.pk for each in unable(plan)]
    own = Q(version=plan.version, key_version__isnull=True)
    is_done = Q(is_waived=False) & (own | Q(key_version=plan.version))
    return found.exclude(version__in=kept).exclude(is_done)


@dataclass(frozen=True)
class Remark:
    """What an item is to be given: None where a marker has to judge. `judged` is a marker's word
    that goes on counting; `is_restored` where a key or a waiver had taken its place."""

    item: SittingItem
    mark: Decimal | None
    response: Response | None
    judged: ItemMark | None = None
    is_restored: bool = False

    @property
    def is_change(self) -> bool:
        return self.mark != self.item.mark


def remarks(plan: Plan, items: Sequence[SittingItem]) -> Iterator[Remark]:
    """Of items with their `version`, in their order. Two queries, however many there are."""
    keys = [item.pk for item in items]
    responses = {each.item_id: each for each in counting_responses().filter(item__in=keys)}
    judged, newest = _judged(keys, responses)
    known: dict[tuple[int, str], Fraction | None] = {}
    for item in items:
        response, kept = responses.get(item.pk), judged.get(item.pk)
        share = Fraction(1) if plan.is_waiving else _share(plan, item, response, known)
        if share is not None:
            mark = marking.mark(marks=item.version.marks, share=share)
            yield Remark(item, mark, response)
        else:
            is_restored = kept is not None and kept.number < newest[item.pk]
            yield Remark(item, kept.mark if kept else None, response, kept, is_restored)


def _share(
    plan: Plan,
    item: SittingItem,
    response: Response | None,
    known: dict[tuple[int, str], Fraction | None],
) -> Fraction | None:
    """Many answered the same: what is `known` is not worked out again."""
    if response is None:
        return Fraction(0)
    said = (item.version_id, json.dumps(response.answer, sort_keys=True))
    if said not in known:
        bound = interaction(item.version.kind, item.version.content, plan.version.key)
        known[said] = bound.grade(response.answer)
    return known[said]


def _judged(
    keys: Sequence[int], responses: Mapping[int, Response]
) -> tuple[dict[int, ItemMark], dict[int, int]]:
    """Of each item the newest mark that was not the key's, as long as the answer that it was given
    for still counts; and the number of its newest mark of all."""
    found = list(ItemMark.objects.filter(item__in=keys).order_by("number"))
    judged = {
        each.item_id: each
        for each in found
        if each.cause in JUDGED
        and each.item_id in responses
        and each.response_id == responses[each.item_id].pk
    }
    return judged, {each.item_id: each.number for each in found}


def restored_by_regrades() -> QuerySet[ItemMark]:
    """The judgements that count again in place of what a key or a waiver had given."""
    by_key = ItemMark.objects.filter(
        item=OuterRef("item"), number=OuterRef("number") - 1, cause__in=REGRADES
    )
    return ItemMark.objects.filter(Exists(by_key), cause__in=JUDGED)


def in_pieces(items: QuerySet[SittingItem], size: int) -> Iterator[Sequence[SittingItem]]:
    """The items of handed-in sittings with what a remark reads, some at a time."""
    keys = list(items.exclude(sitting__state=SittingState.OPEN).values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        found = SittingItem.objects.filter(pk__in=keys[start : start + size])
        yield list(found.select_related("version", "sitting").order_by("sitting_id", "pk"))


def changes(plan: Plan, items: Iterable[Sequence[SittingItem]]) -> Iterator[list[Remark]]:
    """Piece by piece what would get another mark."""
    for some in items:
        yield [each for each in remarks(plan, some) if each.is_change]
