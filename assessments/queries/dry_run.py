"""The dry run of a regrade: every mark and pass that would change, and those that hang on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Q, Sum

from assessments.enums import Outcome, RegradeMode, SittingState
from assessments.errors import NoKeyReviewed
from assessments.models import Question, Sitting, SittingItem
from assessments.queries.regrading import Plan, Remark, Unable, changes, in_pieces, to_mark, unable
from assessments.rules.regrading import SectionSum, Standing, Terms, standing_of, with_change

# Items looked at together.
AT_ONCE = 1000


class Turn(StrEnum):
    """What becomes of a result; in the order in which they are listed."""

    FAILS = "fails"
    PASSES = "passes"
    WAITS = "waits"
    MARK = "mark"


@dataclass(frozen=True)
class Effect:
    """A sitting whose mark for the question would change. `before` and `after` are None while
    something else on the paper waits for a marker, `new_mark` where this question then would.
    `is_averaged`: the quiz counts the average of all attempts, not this one alone."""

    sitting_id: UUID
    employee_id: int
    quiz: str
    number: int
    position: int
    out_of: int
    max_score: Decimal
    old_mark: Decimal | None
    new_mark: Decimal | None
    before: Standing | None
    after: Standing | None
    is_averaged: bool

    @property
    def falls(self) -> bool:
        """Whether the mark becomes less, or is gone until a marker has judged."""
        if self.old_mark is None:
            return False
        return self.new_mark is None or self.new_mark < self.old_mark

    @property
    def endangers(self) -> bool:
        """Whether a pass would be gone, or might be: until a marker has judged, or because of an
        average, which hangs on each of its attempts."""
        if self.is_averaged and self.falls:
            return True
        was_passed = self.before is not None and self.before.passed
        return self.turn is Turn.FAILS or (self.turn is Turn.WAITS and was_passed)

    @property
    def turn(self) -> Turn:
        if self.new_mark is None:
            return Turn.WAITS
        if self.before is None or self.after is None or self.before.passed == self.after.passed:
            return Turn.MARK
        return Turn.PASSES if self.after.passed else Turn.FAILS


@dataclass(frozen=True)
class DryRun:
    """`effects` with what flips first; `touched` counts all answers that would be looked at, `open`
    the sittings under way that will be marked like this when they are handed in."""

    plan: Plan
    effects: tuple[Effect, ...]
    touched: int
    open: int
    unable: tuple[Unable, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        found = dict.fromkeys((*map(str, Turn), "up", "down"), 0)
        for each in self.effects:
            found[each.turn] += 1
            if each.old_mark is not None and each.new_mark is not None:
                found["up" if each.new_mark > each.old_mark else "down"] += 1
        return found

    @property
    def failing(self) -> list[UUID]:
        """The sittings that would no longer be passed, or of which it would be open."""
        return [each.sitting_id for each in self.effects if each.endangers]

    @property
    def has_averages(self) -> bool:
        return any(each.is_averaged for each in self.effects)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that would change. Sittings that are under way are left out: they
        come and go without a mark or pass being different."""
        lines = [f"{self.plan.mode} {self.plan.version.pk}"]
        lines += sorted(
            f"{each.sitting_id} {each.position} {each.old_mark} {each.new_mark} {each.before} "
            f"{each.after}"
            for each in self.effects
        )
        return sha256("\n".join(lines).encode()).hexdigest()


def plan_for(question: Question, mode: str) -> Plan:
    """Raises `NoKeyReviewed` where there is no key to mark by."""
    if mode == RegradeMode.WAIVED:
        return Plan(question, question.drawn or question.current_version, mode)
    if question.drawn is None:
        raise NoKeyReviewed
    return Plan(question, question.drawn, mode)


def dry_run(question: Question, mode: str) -> DryRun:
    """Everything that a regrade would change now. Raises `NoKeyReviewed`."""
    plan = plan_for(question, mode)
    items = to_mark(plan)
    effects: list[Effect] = []
    for some in changes(plan, in_pieces(items, AT_ONCE)):
        effects += _effects(some)
    order = list(Turn)
    effects.sort(key=lambda one: (order.index(one.turn), one.quiz, str(one.sitting_id)))
    return DryRun(
        plan=plan,
        effects=tuple(effects),
        touched=items.count(),
        open=items.filter(sitting__state=SittingState.OPEN).count(),
        unable=tuple(unable(plan)),
    )


def _effects(remarks: Sequence[Remark]) -> list[Effect]:
    """Two queries, however many there are."""
    keys = [each.item.sitting_id for each in remarks]
    sittings = Sitting.objects.select_related("quiz").in_bulk(keys)
    sums, unmarked = _sums(keys)
    return [
        _effect(each, sitting, sums[sitting.pk], unmarked.get(sitting.pk, 0))
        for each in remarks
        for sitting in [sittings[each.item.sitting_id]]
    ]


def _sums(keys: Iterable[UUID]) -> tuple[dict[UUID, dict[int, SectionSum]], dict[UUID, int]]:
    """By sitting: what its sections earned, and how many of its questions have no mark yet."""
    rows = (
        SittingItem.objects.filter(sitting__in=list(keys))
        .order_by()
        .values_list("sitting_id", "section")
        .annotate(
            score=Sum("mark", default=Decimal("0.00")),
            out_of=Sum("version__marks"),
            unmarked=Count("pk", filter=Q(mark__isnull=True)),
        )
    )
    sums: dict[UUID, dict[int, SectionSum]] = {}
    left: dict[UUID, int] = {}
    for sitting, section, score, out_of, unmarked in rows:
        sums.setdefault(sitting, {})[section] = SectionSum(Decimal(score), Decimal(out_of))
        left[sitting] = left.get(sitting, 0) + unmarked
    return sums, left


def _effect(remark: Remark, sitting: Sitting, sums: dict[int, SectionSum], unmarked: int) -> Effect:
    item, mark = remark.item, remark.mark
    before = None
    if sitting.state == SittingState.MARKED and sitting.score is not None:
        before = Standing(sitting.score, bool(sitting.passed))
    others_marked = unmarked == (1 if item.mark is None else 0)
    after = None
    if mark is not None and others_marked:
        terms = Terms(sitting.max_score, sitting.pass_percent, sitting.minimums)
        difference = mark - (item.mark or Decimal(0))
        after = standing_of(terms, with_change(sums, item.section, difference))
    return Effect(
        sitting_id=sitting.pk,
        employee_id=sitting.employee_id,
        quiz=sitting.quiz.localised_title,
        number=sitting.number,
        position=item.position,
        out_of=item.version.marks,
        max_score=sitting.max_score,
        old_mark=item.mark,
        new_mark=mark,
        before=before,
        after=after,
        is_averaged=sitting.quiz.outcome == Outcome.AVERAGE,
    )
