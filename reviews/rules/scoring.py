"""From a trace to a score. Each figure is rounded where a reader sees it, and the next is worked
out from the rounded one, so that anybody can add up what a page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reviews.rules.samples import interval, missing_cases, rounded, share, to_hundred
from reviews.rules.scorecard import (
    FULL,
    Bands,
    Component,
    ComponentRule,
    Measure,
    MeasureRule,
    Missing,
    Points,
    Ratio,
    Rule,
    Scorecard,
    lies_in,
)
from reviews.rules.trace import Item, Part, Trace

ZERO = Decimal(0)
# Lines of the codebook under which a result is capped.
CAPPING = ("red", "ban")


@dataclass(frozen=True)
class MeasureScore:
    """`value` out of `out_of` are the sums of its items, `share` what was scored, in percent (of
    the conduct record the points); `lacking` the cases that a small sample lacks, `interval` its
    95 % interval. `weight` is its share of the component, after measures without data fell out."""

    measure: Measure
    weight: Decimal
    value: Decimal
    out_of: Decimal
    share: Decimal
    score: Decimal
    lacking: Decimal = ZERO
    interval: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class ComponentScore:
    """`declared` is the weight on the scorecard, `weight` the one it has here, `contribution` what
    it brings to the total. `missing` says what became of it without data; dropped, it has neither
    weight nor score."""

    component: Component
    declared: Decimal
    weight: Decimal
    score: Decimal | None
    contribution: Decimal
    measures: tuple[MeasureScore, ...] = ()
    missing: Missing | None = None


@dataclass(frozen=True)
class PartScore:
    """`computed` before a live red line caps it. `total` is None where no component has data;
    `share` is its share of the result in percent."""

    share: Decimal
    components: tuple[ComponentScore, ...]
    computed: Decimal | None
    total: Decimal | None


@dataclass(frozen=True)
class Outcome:
    """What a review comes to: its total, or None without any data, and the grade's code. `capped`
    where a red line or a ban kept it down, named by the refs of the cases."""

    parts: tuple[PartScore, ...]
    computed: Decimal | None
    total: Decimal | None
    grade: str
    capped: tuple[str, ...] = ()

    def scores(self) -> dict[str, Decimal]:
        """By component, weighted by the shares of the parts; those with data only."""
        found: dict[str, list[tuple[Decimal, Decimal]]] = {}
        for part in self.parts:
            for each in part.components:
                if each.score is not None and each.missing is None:
                    found.setdefault(each.component, []).append((part.share, each.score))
        return {name: _mean(rows) for name, rows in found.items()}


def _mean(rows: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    weight = sum((share for share, __ in rows), ZERO)
    return rounded(sum((share * score for share, score in rows), ZERO) / weight)


def score(trace: Trace, cards: Mapping[str, Scorecard]) -> Outcome:
    """The outcome of a trace under its scorecards, by their tokens. Better evidence of what is
    weighed already never lowers it; what is weighed for the first time takes its weight from the
    rest, and so may.

    Raises `KeyError` for a scorecard that is not given.
    """
    capped = tuple(item.ref for item in trace.items if item.line in CAPPING)
    found = [
        _part(trace, index, part, cards[part.scorecard], is_capped=bool(capped))
        for index, part in enumerate(trace.parts)
    ]
    parts = [
        PartScore(weight, components, computed, total)
        for weight, (components, computed, total) in zip(_shares(trace.parts), found, strict=True)
    ]
    computed = _blend([(part.share, part.computed) for part in parts])
    total = _blend([(part.share, part.total) for part in parts])
    if total is not None and capped:
        # Rounded products may add up to more than each of the parts was capped at.
        total = min(total, _highest_cap(trace, parts, cards))
    grade = cards[trace.parts[-1].scorecard].grade_of(total).code if total is not None else ""
    return Outcome(tuple(parts), computed, total, grade, capped if total != computed else ())


def _highest_cap(
    trace: Trace, scored: Sequence[PartScore], cards: Mapping[str, Scorecard]
) -> Decimal:
    """Of the scorecards of those parts that have data."""
    return max(
        cards[part.scorecard].red_cap
        for part, each in zip(trace.parts, scored, strict=True)
        if each.total is not None
    )


def _shares(parts: Sequence[Part]) -> list[Decimal]:
    return to_hundred([Decimal(part.days) for part in parts])


def _blend(parts: Sequence[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    known = [(share, total) for share, total in parts if total is not None]
    if not known:
        return None
    weights = to_hundred([share for share, __ in known])
    return sum(
        (
            rounded(weight * total / FULL)
            for weight, (__, total) in zip(weights, known, strict=True)
        ),
        ZERO,
    )


def _part(
    trace: Trace, index: int, part: Part, card: Scorecard, *, is_capped: bool
) -> tuple[tuple[ComponentScore, ...], Decimal | None, Decimal | None]:
    found = [
        (
            each,
            _component(
                each, {m.measure: list(trace.items_of(index, m.measure)) for m in each.measures}
            ),
        )
        for each in card.components
    ]
    components = _weighted(found)
    if all(each.score is None for each in components):
        return components, None, None
    computed = sum((each.contribution for each in components), ZERO)
    return components, computed, min(computed, card.red_cap) if is_capped else computed


@dataclass(frozen=True)
class _Unweighted:
    score: Decimal | None
    measures: tuple[MeasureScore, ...] = ()
    missing: Missing | None = None


def _component(rule: ComponentRule, items: Mapping[Measure, list[Item]]) -> _Unweighted:
    known = [each for each in rule.measures if _has_data(each, items[each.measure])]
    if not known:
        given = {Missing.DROP: None, Missing.NEUTRAL: rule.neutral, Missing.FAIL: ZERO}
        return _Unweighted(given[rule.missing], missing=rule.missing)
    weights = to_hundred([each.weight for each in known])
    measures = tuple(
        _measure(each, weight, items[each.measure])
        for each, weight in zip(known, weights, strict=True)
    )
    total = sum((rounded(each.weight * each.score / FULL) for each in measures), ZERO)
    return _Unweighted(total, measures)


def _has_data(rule: MeasureRule, items: Sequence[Item]) -> bool:
    """A conduct record without entries is one too: nothing happened. A share of nothing is none."""
    return isinstance(rule.rule, Points) or any(item.out_of > 0 for item in items)


def _weighted(found: Sequence[tuple[ComponentRule, _Unweighted]]) -> tuple[ComponentScore, ...]:
    """What was dropped leaves its weight to the others, in their proportion."""
    kept = [rule for rule, each in found if each.score is not None]
    weights = dict(
        zip(
            (rule.component for rule in kept),
            to_hundred([rule.weight for rule in kept]) if kept else (),
            strict=True,
        )
    )
    return tuple(
        ComponentScore(
            rule.component,
            rule.weight,
            weights.get(rule.component, ZERO),
            each.score,
            rounded(weights.get(rule.component, ZERO) * (each.score or ZERO) / FULL),
            each.measures,
            each.missing,
        )
        for rule, each in found
    )


def _measure(rule: MeasureRule, weight: Decimal, items: Sequence[Item]) -> MeasureScore:
    value = sum((item.value for item in items), ZERO)
    if isinstance(rule.rule, Points):
        given = min(rule.cap, points_for(rule.rule, value))
        return MeasureScore(rule.measure, weight, value, ZERO, value, rounded(given))
    out_of = sum((item.out_of for item in items), ZERO)
    reached = rounded(share(value, out_of, rule.sample))
    lacking = missing_cases(out_of, rule.sample)
    return MeasureScore(
        rule.measure,
        weight,
        value,
        out_of,
        reached,
        rounded(min(rule.cap, points_for(rule.rule, reached))),
        lacking,
        interval(value, out_of) if lacking else None,
    )


def points_for(rule: Rule, value: Decimal) -> Decimal:
    """The score from 0 to 100 for a share in percent, or for the points of a conduct record. More
    never gives less."""
    match rule:
        case Ratio(target=target):
            return min(FULL, value * FULL / target)
        case Bands(bands=bands):
            return next(band.points for band in bands if lies_in(value, band.lower, band.upper))
        case Points(per_point=per_point):
            return max(ZERO, min(FULL, FULL + per_point * value))
