"""Scorecards and traces as hypothesis draws them: every sound shape, with the awkward figures."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from reviews.rules.samples import to_hundred
from reviews.rules.scorecard import (
    MEASURES_OF,
    OF_THE_POST,
    Band,
    Bands,
    Component,
    ComponentRule,
    Grade,
    Measure,
    MeasureRule,
    Missing,
    Points,
    Question,
    Ratio,
    Sample,
    Scorecard,
)
from reviews.rules.trace import Item, Part, Source, Spell, Trace

D = Decimal
FIRST = date(2026, 1, 1)
CARDS = ("one", "two", "three")
SHARED = [measure for measure in Measure if measure != Measure.CONDUCT_RECORD]


def percents(least: str = "0.01", most: str = "100") -> st.SearchStrategy[Decimal]:
    return st.decimals(D(least), D(most), places=2)


def weights(count: int) -> st.SearchStrategy[list[Decimal]]:
    """So many, above 0, that add up to 100."""
    parts = st.lists(st.integers(1, 500), min_size=count, max_size=count)
    return parts.map(lambda drawn: to_hundred([D(each) for each in drawn]))


@st.composite
def bounds(draw: st.DrawFn, most: int = 5) -> list[tuple[Decimal, Decimal]]:
    """Bands from 0 to 100, one after the other."""
    cuts = sorted(draw(st.sets(percents("0.01", "99.99"), max_size=most - 1)))
    edges = [D(0), *cuts, D(100)]
    return list(pairwise(edges))


@st.composite
def bands(draw: st.DrawFn) -> Bands:
    edges = draw(bounds())
    points = sorted(draw(st.lists(percents("0"), min_size=len(edges), max_size=len(edges))))
    rows = zip(edges, points, strict=True)
    return Bands(tuple(Band(lower, upper, given) for (lower, upper), given in rows))


@st.composite
def measure_rules(draw: st.DrawFn, measure: Measure, weight: Decimal) -> MeasureRule:
    if measure == Measure.CONDUCT_RECORD:
        return MeasureRule(measure, Points(draw(percents())), weight, draw(percents()))
    rule = draw(st.one_of(percents().map(Ratio), bands()))
    samples = st.builds(Sample, st.integers(1, 40), percents("0"))
    return MeasureRule(measure, rule, weight, draw(percents()), draw(st.none() | samples))


@st.composite
def component_rules(draw: st.DrawFn, component: Component, weight: Decimal) -> ComponentRule:
    possible = st.sampled_from(MEASURES_OF[component])
    chosen = draw(st.lists(possible, min_size=1, unique=True))
    shares = draw(weights(len(chosen)))
    return ComponentRule(
        component,
        weight,
        tuple(
            draw(measure_rules(measure, share))
            for measure, share in zip(chosen, shares, strict=True)
        ),
        draw(st.sampled_from(Missing)),
        draw(percents("0")),
    )


@st.composite
def grades(draw: st.DrawFn) -> tuple[Grade, ...]:
    edges = draw(bounds(4))
    low = draw(st.integers(0, len(edges)))
    return tuple(
        Grade(f"g{index}", f"等级{index}", "", lower, upper, index < low)
        for index, (lower, upper) in enumerate(edges)
    )


@st.composite
def scorecards(draw: st.DrawFn, **changed: Any) -> Scorecard:
    """One that can be adopted."""
    chosen = draw(st.lists(st.sampled_from(Component), min_size=1, unique=True))
    shares = draw(weights(len(chosen)))
    asked = tuple(Question(f"q{number}", "说到做到") for number in range(draw(st.integers(1, 3))))
    card = Scorecard(
        tuple(
            draw(component_rules(component, share))
            for component, share in zip(chosen, shares, strict=True)
        ),
        draw(grades()),
        draw(percents("0")),
        asked,
        asked,
        draw(st.integers(3, 6)),
    )
    return replace(card, **changed)


@st.composite
def items(draw: st.DrawFn, number: int, parts: int) -> Item:
    measure = draw(st.sampled_from(Measure))
    part = draw(st.integers(0, parts - 1)) if measure in OF_THE_POST else None
    if measure == Measure.CONDUCT_RECORD:
        points = D(draw(st.integers(-12, 6)))
        line = draw(st.sampled_from(["yellow", "red", "ban"])) if points < 0 else ""
        return Item(measure, Source.CASE, f"c{number}", points, D(0), FIRST, line=line)
    out_of = draw(st.integers(1, 120))
    good = draw(st.integers(0, 2 * out_of)) / D(2)
    return Item(measure, Source.FIGURE, f"f{number}", good, D(out_of), FIRST, part=part)


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    lengths = draw(st.lists(st.integers(1, 200), min_size=1, max_size=3))
    parts, day = [], FIRST
    for token, days in zip(CARDS, lengths, strict=False):
        last = day + timedelta(days=days - 1)
        parts.append(Part(token, token, (Spell(day, last, "site", "post"),)))
        day = last + timedelta(days=1)
    count = draw(st.integers(0, 12))
    found = tuple(draw(items(number, len(parts))) for number in range(count))
    return Trace(FIRST, day, datetime(2027, 1, 1, tzinfo=UTC), tuple(parts), found)


def decks() -> st.SearchStrategy[dict[str, Scorecard]]:
    """A scorecard for each part that there can be: one for all, or two of them in turn."""
    return st.lists(scorecards(), min_size=1, max_size=2).map(
        lambda drawn: {token: drawn[at % len(drawn)] for at, token in enumerate(CARDS)}
    )
