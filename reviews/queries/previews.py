"""What a draft would have come to on the last period's data, beside the scorecard in use."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from lms.people.models import Employee, Placement, PostGroup, holds_on
from lms.people.policies import manages
from lms.people.queries import employees_reached
from reviews.enums import CycleKinds
from reviews.models import Result, ReviewCycle
from reviews.queries.gathering.subjects import Subject, stays_of
from reviews.queries.gathering.traces import gather
from reviews.queries.scorecards import Cards, cards_at, cards_named
from reviews.rules.cycles import CycleKind, last_full
from reviews.rules.scorecard import Component, Scorecard
from reviews.rules.scoring import Outcome, score
from reviews.rules.spells import parts_of, spells_in
from reviews.rules.trace import Trace

# Stands in a trace for the scorecard that is tried.
TRIED = "tried"
# Of more people the first so many are worked out while somebody waits for the page.
MOST = 500
SEE = "reviews.view_review"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Moved:
    """One person: totals are None without any data; grades are codes of the two scorecards."""

    employee: Employee
    before: Decimal | None
    after: Decimal | None
    grade_before: str
    grade_after: str

    @property
    def by(self) -> Decimal:
        """How far the total moves; as far as it is high where there was none."""
        return (self.after or ZERO) - (self.before or ZERO)


@dataclass(frozen=True)
class Preview:
    """`cycle` is the one whose frozen results were worked out anew; None where evidence was
    gathered for the purpose, without ratings. `of_all` are those it could have been worked out for.
    `current` is the scorecard in use for these posts, None for the first one. `lacking` counts the
    people for whom a component has no data."""

    period_from: date | None
    period_until: date | None
    cycle: ReviewCycle | None
    of_all: int
    people: tuple[Moved, ...]
    tried: Scorecard
    current: Scorecard | None
    lacking: Mapping[Component, int]

    @property
    def movers(self) -> list[Moved]:
        """Whose total or grade changes, the largest change first."""
        found = [each for each in self.people if each.by or each.grade_before != each.grade_after]
        return sorted(found, key=lambda each: (-abs(each.by), each.employee.sort_key))

    @property
    def grades_changed(self) -> int:
        return sum(each.grade_before != each.grade_after for each in self.people)

    @property
    def totals_before(self) -> list[Decimal]:
        return [each.before for each in self.people if each.before is not None]

    @property
    def totals_after(self) -> list[Decimal]:
        return [each.after for each in self.people if each.after is not None]

    @property
    def grades_before(self) -> Counter[str]:
        return Counter(each.grade_before for each in self.people if each.grade_before)

    @property
    def grades_after(self) -> Counter[str]:
        return Counter(each.grade_after for each in self.people if each.grade_after)

    @property
    def without_data(self) -> int:
        return sum(each.after is None for each in self.people)


@dataclass(frozen=True)
class _Found:
    """Traces in which the parts of the tried scorecard name it; by the person's key."""

    period: tuple[date | None, date | None]
    cycle: ReviewCycle | None
    of_all: int
    traces: Mapping[int, Trace]
    people: Mapping[int, Employee]


def preview_of(actor: Employee, group: PostGroup | None, card: Scorecard) -> Preview:
    """For the people whose reviews the actor may see: from the frozen results of the last cycle
    that has any of the post group, else from what is known of the last full quarter. A constant
    number of queries. The card is sound (`faults_of`)."""
    cards = cards_at(timezone.now())
    tried = _Tried(group, cards)
    found = _from_results(actor, tried) or _gathered(actor, tried, card)
    known = cards.by_token() | cards_named(_tokens(found.traces.values()))
    current = tried.in_use
    after = {key: score(trace, {**known, TRIED: card}) for key, trace in found.traces.items()}
    before = (
        {key: score(trace, {**known, TRIED: current}) for key, trace in found.traces.items()}
        if current
        else {}
    )
    first, last = found.period
    return Preview(
        first,
        last,
        found.cycle,
        found.of_all,
        tuple(
            _moved(person, before.get(key), after[key])
            for key, person in found.people.items()
            if key in after
        ),
        card,
        current,
        _lacking(found.traces, after, card),
    )


def _moved(person: Employee, before: Outcome | None, after: Outcome) -> Moved:
    return Moved(
        person,
        before.total if before else None,
        after.total,
        before.grade if before else "",
        after.grade,
    )


def _lacking(
    traces: Mapping[int, Trace], after: Mapping[int, Outcome], card: Scorecard
) -> dict[Component, int]:
    found = {rule.component: 0 for rule in card.components}
    for key, trace in traces.items():
        parts = zip(trace.parts, after[key].parts, strict=True)
        scored = [part for where, part in parts if where.scorecard == TRIED]
        for component in found:
            found[component] += all(
                each.missing is not None
                for part in scored
                for each in part.components
                if each.component == component
            )
    return found


def _tokens(traces: Iterable[Trace]) -> set[str]:
    return {part.scorecard for trace in traces for part in trace.parts} - {TRIED}


@dataclass(frozen=True)
class _Tried:
    """Whose scorecard is tried: of a post group, or of all that have none of their own."""

    group: PostGroup | None
    cards: Cards

    @property
    def in_use(self) -> Scorecard | None:
        """What holds for these posts now."""
        version = self.cards.general
        if self.group is not None:
            version = self.cards.of_groups.get(self.group.code, version)
        return version.card if version else None

    def is_for(self, group: str) -> bool:
        if self.group is not None:
            return group == self.group.code
        return group not in self.cards.of_groups

    def token_for(self, group: str) -> str | None:
        return TRIED if self.is_for(group) else self.cards.token_for(group)

    def posts(self, field: str) -> Q:
        """Whom it is for, by a field with the code of the post group."""
        if self.group is not None:
            return Q(**{field: self.group.code})
        return ~Q(**{f"{field}__in": list(self.cards.of_groups)})


def _seen_by(actor: Employee) -> QuerySet[Employee]:
    return employees_reached(actor, SEE).exclude(pk=actor.pk)


def _from_results(actor: Employee, tried: _Tried) -> _Found | None:
    """The newest version of each result. Probations, a few at a time, tell little of a group. None
    where it was never reviewed otherwise."""
    frozen = Result.objects.filter(
        tried.posts("review__post__group__code"), review__employee__in=_seen_by(actor)
    ).exclude(review__cycle__kind=CycleKinds.PROBATION)
    newest = frozen.order_by("-review__period_until", "-review__cycle").first()
    if newest is None:
        return None
    rows = list(
        frozen.filter(review__cycle=newest.review.cycle_id)
        .select_related("review__cycle", "review__employee__unit", "review__employee__post")
        .order_by("review__employee__sort_key", "review", "number")
    )
    last = {row.review_id: row for row in rows}
    seen = [row for row in last.values() if not manages(row.review.employee, actor)]
    some = {row.review.employee_id: row for row in seen[:MOST]}
    cycle = rows[0].review.cycle
    return _Found(
        (cycle.period_from, cycle.period_until),
        cycle,
        len(seen),
        {key: _tried_in(row.frozen_trace, tried) for key, row in some.items()},
        {key: row.review.employee for key, row in some.items()},
    )


def _tried_in(trace: Trace, tried: _Tried) -> Trace:
    parts = (
        replace(part, scorecard=TRIED) if tried.is_for(part.group) else part for part in trace.parts
    )
    return replace(trace, parts=tuple(parts))


def _gathered(actor: Employee, tried: _Tried, card: Scorecard) -> _Found:
    """Of those who stand in the group on the last day of the last full quarter."""
    period = last_full(CycleKind.QUARTERLY, timezone.localdate())
    assert period.until_on is not None
    first, last = period.from_on, period.until_on
    placed = Placement.objects.filter(
        holds_on(last), tried.posts("post__group__code"), employee__in=_seen_by(actor)
    )
    rows = placed.exclude(employee__left_on__lt=last).select_related(
        "employee__unit", "employee__post"
    )
    people = {
        row.employee_id: row.employee
        for row in rows.order_by("employee__sort_key", "employee")
        if not manages(row.employee, actor)
    }
    some = dict(list(people.items())[:MOST])
    stays = stays_of(some)
    subjects = [
        Subject(
            key, key, first, last, parts_of(spells_in(stays[key], first, last), tried.token_for)
        )
        for key in some
    ]
    traces = gather(subjects, tried.cards.by_token() | {TRIED: card})
    return _Found((first, last), None, len(people), traces, some)
