"""What holds for every scorecard and every trace."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reviews.rules import scorecard as cards
from reviews.rules.samples import interval, missing_cases, rounded, share, to_hundred
from reviews.rules.scorecard import (
    FULL,
    Band,
    Bands,
    Component,
    ComponentRule,
    Measure,
    MeasureRule,
    Missing,
    Points,
    Ratio,
    Sample,
    Scorecard,
)
from reviews.rules.scorecard_faults import faults_of
from reviews.rules.scoring import CAPPING, ComponentScore, Outcome, points_for, score
from reviews.rules.trace import Item, Part, Source, Spell, Trace, as_json, trace_of_json
from tests.factories.reviews import make_card
from tests.reviews.cards import CARDS, FIRST, SHARED, decks, percents, scorecards, traces

D = Decimal
ZERO = D(0)
Deck = dict[str, Scorecard]


def total_of(trace: Trace, deck: Deck) -> Decimal:
    total = score(trace, deck).total
    return ZERO if total is None else total


# Weights and shares ------------------------------------------------------------------------------


@given(st.lists(percents("0.01", "1000"), min_size=1, max_size=12))
def test_weights_in_proportion_add_up_to_100(given_weights: list[Decimal]) -> None:
    found = to_hundred(given_weights)
    assert sum(found) == FULL
    total = sum(given_weights)
    for before, after in zip(given_weights, found, strict=True):
        assert abs(after - before * FULL / total) < D("0.01")


@given(traces(), decks())
def test_time_shares_and_weights_add_up_to_100(trace: Trace, deck: Deck) -> None:
    outcome = score(trace, deck)
    assert sum(part.share for part in outcome.parts) == FULL
    for part in outcome.parts:
        weights = [each.weight for each in part.components]
        assert sum(weights) == (ZERO if part.total is None else FULL)
        for each in part.components:
            assert not each.measures or sum(one.weight for one in each.measures) == FULL


@given(traces(), decks())
def test_contributions_add_up_to_the_total(trace: Trace, deck: Deck) -> None:
    for part in score(trace, deck).parts:
        if part.computed is None:
            continue
        assert sum(each.contribution for each in part.components) == part.computed
        for each in part.components:
            expected = rounded(each.weight * (each.score or ZERO) / FULL)
            assert each.contribution == expected
            if each.measures:
                products = [rounded(one.weight * one.score / FULL) for one in each.measures]
                assert each.score == sum(products)


@given(traces(), decks())
def test_every_figure_lies_between_0_and_100(trace: Trace, deck: Deck) -> None:
    outcome = score(trace, deck)
    figures = [outcome.total, outcome.computed]
    for part in outcome.parts:
        figures += [part.total, part.computed]
        figures += [each.score for each in part.components]
        figures += [one.score for each in part.components for one in each.measures]
    for figure in figures:
        assert figure is None or ZERO <= figure <= FULL
        assert figure is None or figure == rounded(figure)


@given(traces(), decks())
def test_a_total_has_the_grade_of_its_band_on_the_last_scorecard(trace: Trace, deck: Deck) -> None:
    outcome = score(trace, deck)
    if outcome.total is None:
        assert outcome.grade == ""
        return
    grade = deck[trace.parts[-1].scorecard].grade(outcome.grade)
    assert grade is not None
    assert grade.lower <= outcome.total < grade.upper or outcome.total == grade.upper == FULL


# The same evidence gives the same figure ---------------------------------------------------------


@given(traces(), decks())
def test_the_same_trace_gives_the_same_outcome(trace: Trace, deck: Deck) -> None:
    again = trace_of_json(as_json(trace))
    kept = {token: cards.of_json(cards.as_json(card)) for token, card in deck.items()}
    assert again == trace
    assert as_json(score(again, kept)) == as_json(score(trace, deck))


@given(traces(), decks(), st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_says_nothing(trace: Trace, deck: Deck, random: object) -> None:
    mixed = list(trace.items)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    outcome = replace(score(replace(trace, items=tuple(mixed)), deck), capped=())
    assert outcome == replace(score(trace, deck), capped=())


@given(scorecards())
def test_a_scorecard_to_json_and_back(card: Scorecard) -> None:
    assert cards.of_json(cards.as_json(card)) == card
    assert faults_of(card) == []


# Better evidence never lowers the total ----------------------------------------------------------


def has_data_beside(trace: Trace, item: Item) -> bool:
    """Another item of the same measure wherever the item counts: without one it is not more of
    something that is weighed, but something else that is weighed for the first time."""
    rest = trace.without([item.key])
    parts = range(len(trace.parts)) if item.part is None else [item.part]
    return all(list(rest.items_of(part, item.measure)) for part in parts)


def with_item(trace: Trace, index: int, item: Item) -> Trace:
    items = list(trace.items)
    items[index] = item
    return replace(trace, items=tuple(items))


@st.composite
def traces_with_a_share(draw: st.DrawFn) -> tuple[Trace, int]:
    trace = draw(traces())
    places = [index for index, item in enumerate(trace.items) if item.measure in SHARED]
    assume(places)
    return trace, draw(st.sampled_from(places))


@given(traces_with_a_share(), decks(), st.data())
def test_a_higher_share_never_lowers_it(
    drawn: tuple[Trace, int], deck: Deck, data: st.DataObject
) -> None:
    """A course finished after all, a goal reached further, a higher rating, a better sitting."""
    trace, index = drawn
    item = trace.items[index]
    better = data.draw(st.decimals(item.value, item.out_of, places=2))
    raised = with_item(trace, index, replace(item, value=better))
    assert total_of(raised, deck) >= total_of(trace, deck)


@given(traces_with_a_share(), decks(), st.integers(1, 30))
def test_more_cases_that_went_well_never_lower_it(
    drawn: tuple[Trace, int], deck: Deck, more: int
) -> None:
    trace, index = drawn
    item = trace.items[index]
    raised = replace(item, value=item.value + more, out_of=item.out_of + more)
    assert total_of(with_item(trace, index, raised), deck) >= total_of(trace, deck)


@given(traces_with_a_share(), decks(), st.integers(1, 30))
def test_more_cases_that_went_badly_never_raise_it(
    drawn: tuple[Trace, int], deck: Deck, more: int
) -> None:
    trace, index = drawn
    item = trace.items[index]
    worse = replace(item, out_of=item.out_of + more)
    assert total_of(with_item(trace, index, worse), deck) <= total_of(trace, deck)


@given(traces_with_a_share(), decks())
def test_one_more_perfect_row_of_figures_never_lowers_it(
    drawn: tuple[Trace, int], deck: Deck
) -> None:
    trace, index = drawn
    item = trace.items[index]
    row = replace(item, ref="another", value=item.out_of)
    more = replace(trace, items=(*trace.items, row))
    assert total_of(more, deck) >= total_of(trace, deck)


@given(traces_with_a_share(), decks())
def test_striking_what_went_badly_never_lowers_it(drawn: tuple[Trace, int], deck: Deck) -> None:
    trace, index = drawn
    item = replace(trace.items[index], value=ZERO)
    trace = with_item(trace, index, item)
    assume(has_data_beside(trace, item))
    # A month that counts as missing in a small sample is given the assumed share instead.
    assert total_of(trace.without([item.key]), deck) >= total_of(trace, deck)


@given(traces(), decks())
def test_striking_a_violation_never_lowers_it(trace: Trace, deck: Deck) -> None:
    for item in trace.items:
        if item.source == Source.CASE and item.value <= 0:
            assert total_of(trace.without([item.key]), deck) >= total_of(trace, deck)


@given(traces(), decks(), st.integers(0, 10))
def test_a_commendation_never_lowers_it(trace: Trace, deck: Deck, points: int) -> None:
    praise = Item(Measure.CONDUCT_RECORD, Source.CASE, "praise", D(points), ZERO, FIRST)
    praised = replace(trace, items=(*trace.items, praise))
    assert total_of(praised, deck) >= total_of(trace, deck)


# Without data ------------------------------------------------------------------------------------


def components_of(outcome: Outcome) -> list[ComponentScore]:
    return [each for part in outcome.parts for each in part.components]


@given(traces(), decks())
def test_what_is_missing_is_dealt_with_as_declared_and_said(trace: Trace, deck: Deck) -> None:
    outcome = score(trace, deck)
    for part, scored in zip(trace.parts, outcome.parts, strict=True):
        for rule, each in zip(deck[part.scorecard].components, scored.components, strict=True):
            assert each.declared == rule.weight
            if each.measures:
                assert each.missing is None
                continue
            assert each.missing == rule.missing
            expected = {Missing.DROP: None, Missing.NEUTRAL: rule.neutral, Missing.FAIL: ZERO}
            assert each.score == expected[rule.missing]
            assert rule.missing != Missing.DROP or each.weight == each.contribution == ZERO


@given(traces(), decks())
def test_what_is_dropped_leaves_its_weight_in_proportion(trace: Trace, deck: Deck) -> None:
    for part in score(trace, deck).parts:
        kept = [each for each in part.components if each.score is not None]
        declared = sum(each.declared for each in kept)
        for each in kept:
            assert abs(each.weight - each.declared * FULL / declared) < D("0.01")


def test_without_any_data_there_is_no_total() -> None:
    (rule,) = (each for each in make_card().components if each.component == Component.TRAINING)
    card = make_card(components=(replace(rule, weight=FULL),))
    outcome = score(trace_with(), {"one": card})
    assert (outcome.total, outcome.grade) == (None, "")


def test_a_share_of_nothing_is_no_data() -> None:
    nothing = Item(Measure.PEERS_RATING, Source.PEERS, "3", ZERO, ZERO, FIRST)
    rule = ComponentRule(
        Component.PEERS, FULL, (MeasureRule(Measure.PEERS_RATING, Ratio(FULL)),), Missing.NEUTRAL
    )
    (found,) = components_of(score(trace_with(nothing), {"one": make_card(components=(rule,))}))
    assert (found.score, found.missing) == (D(75), Missing.NEUTRAL)


# A live red line ---------------------------------------------------------------------------------


@given(traces(), decks())
def test_a_live_red_line_caps_the_result(trace: Trace, deck: Deck) -> None:
    outcome = score(trace, deck)
    red = [item.ref for item in trace.items if item.line in CAPPING]
    if not red:
        assert outcome.capped == () and outcome.total == outcome.computed
    elif outcome.total is not None and outcome.computed is not None:
        assert outcome.total <= max(deck[part.scorecard].red_cap for part in trace.parts)
        assert outcome.total <= outcome.computed
        assert bool(outcome.capped) == (outcome.total != outcome.computed)
        for part, scored in zip(trace.parts, outcome.parts, strict=True):
            assert scored.total is None or scored.total <= deck[part.scorecard].red_cap


def test_two_capped_halves_do_not_round_over_the_cap() -> None:
    """29.995 twice would be 60.00."""
    trace = trace_with(
        Item(Measure.CONDUCT_RECORD, Source.CASE, "red", ZERO, ZERO, FIRST, line="red"), parts=2
    )
    card = make_card()
    outcome = score(trace, {"one": card, "two": card})
    assert (outcome.total, outcome.grade) == (D("59.99"), "improve")


# Small samples -----------------------------------------------------------------------------------


def cases() -> st.SearchStrategy[tuple[Decimal, Decimal]]:
    """Good ones out of all."""
    numbers = st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
    return numbers.map(lambda pair: (D(pair[0]), D(pair[1])))


@given(cases())
def test_the_interval_holds_the_share(pair: tuple[Decimal, Decimal]) -> None:
    low, high = interval(*pair)
    assert ZERO <= low <= rounded(share(*pair)) <= high <= FULL
    assert low < high


@given(cases(), st.integers(2, 20))
def test_the_interval_is_narrower_with_more_cases(
    pair: tuple[Decimal, Decimal], times: int
) -> None:
    low, high = interval(*pair)
    nearer_low, nearer_high = interval(pair[0] * times, pair[1] * times)
    assert low <= nearer_low and nearer_high <= high
    assert nearer_high - nearer_low < high - low


@given(cases())
def test_the_interval_of_the_others_is_its_mirror(pair: tuple[Decimal, Decimal]) -> None:
    low, high = interval(*pair)
    other_low, other_high = interval(pair[1] - pair[0], pair[1])
    assert abs((FULL - high) - other_low) <= D("0.01")
    assert abs((FULL - low) - other_high) <= D("0.01")


def test_the_interval_of_a_known_example() -> None:
    """10 of 20: 29.93 to 70.07 percent (Newcombe, Statistics in Medicine 17 (1998), 857-872)."""
    assert interval(D(10), D(20)) == (D("29.93"), D("70.07"))


@given(cases(), st.integers(1, 60), percents("0"))
def test_a_small_sample_is_filled_with_what_is_assumed(
    pair: tuple[Decimal, Decimal], least: int, assumed: Decimal
) -> None:
    sample = Sample(least, assumed)
    filled, plain = share(*pair, sample), share(*pair)
    if pair[1] >= least:
        assert filled == plain and missing_cases(pair[1], sample) == 0
    else:
        assert missing_cases(pair[1], sample) == least - pair[1]
        assert min(plain, assumed) <= filled <= max(plain, assumed)


def test_a_small_sample_is_named_with_its_interval() -> None:
    trace = trace_with(Item(Measure.SATISFACTION, Source.FIGURE, "7", D(1), D(2), FIRST, part=0))
    (service,) = (
        each
        for each in components_of(score(trace, {"one": make_card()}))
        if each.component == Component.SERVICE
    )
    (measure,) = service.measures
    # One bad answer of two costs little: (1 + 18 × 0.9) of 20, against a target of 90.
    assert (measure.share, measure.lacking, measure.score) == (D("86.00"), 18, D("95.56"))
    assert measure.interval == interval(D(1), D(2))


# Rules -------------------------------------------------------------------------------------------


@given(scorecards(), st.data())
def test_more_never_gives_less(card: Scorecard, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(list(card.measures())))
    values = percents("-40", "40") if isinstance(one.rule, Points) else percents("0")
    less, more = sorted([data.draw(values), data.draw(values)])
    assert points_for(one.rule, less) <= points_for(one.rule, more)


@pytest.mark.parametrize(
    ("rule", "value", "points"),
    [
        (Ratio(D(90)), "81", "90"),
        (Ratio(D(90)), "95", "100"),
        (Points(D(5)), "0", "100"),
        (Points(D(5)), "-3", "85"),
        (Points(D(5)), "2", "100"),
        (Points(D(5)), "-30", "0"),
        (Bands((Band(D(0), D(80), D(40)), Band(D(80), D(100), D(100)))), "79.99", "40"),
        (Bands((Band(D(0), D(80), D(40)), Band(D(80), D(100), D(100)))), "80", "100"),
        (Bands((Band(D(0), D(80), D(40)), Band(D(80), D(100), D(100)))), "100", "100"),
    ],
)
def test_what_a_rule_gives(rule: cards.Rule, value: str, points: str) -> None:
    assert points_for(rule, D(value)) == D(points)


def trace_with(*items: Item, parts: int = 1) -> Trace:
    """Parts of a day each."""
    days = [FIRST.replace(day=number) for number in range(1, parts + 1)]
    return Trace(
        FIRST,
        days[-1],
        datetime(2026, 4, 1, tzinfo=UTC),
        tuple(
            Part(token, token, (Spell(day, day, "site", "post"),))
            for token, day in zip(CARDS, days, strict=False)
        ),
        items,
    )
