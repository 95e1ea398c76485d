"""From a total down to its evidence: what a page says, where it leads, and that a frozen result can
be worked out once more from what is handed out."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given, settings

from lms.people.models import Employee
from reviews.actions.decide_appeal import Decision, decide_appeal
from reviews.models import GoalNote, Result, Review, ServiceFigure
from reviews.queries.files import with_people
from reviews.queries.known import cards_for
from reviews.queries.recomputing import Recomputation, recompute
from reviews.queries.trace_view import Card, Known, TraceView, trace_view
from reviews.rules.export import agrees, exported, outcome_of_json, recomputed
from reviews.rules.scorecard import (
    Band,
    Bands,
    Component,
    ComponentRule,
    Measure,
    MeasureRule,
    Missing,
    Points,
    Ratio,
    Scorecard,
)
from reviews.rules.scoring import score
from reviews.rules.trace import Trace, as_json
from reviews.views.shown_results import shown_result
from tests.factories.people import EmployeeFactory
from tests.factories.reviews import (
    ReviewWorld,
    adopted_card,
    figures,
    goal_of,
    make_card,
    review_world,
)
from tests.reviews.cards import decks, traces
from tests.reviews.conduct_world import both_worlds

D = Decimal


# Of any evidence ---------------------------------------------------------------------------------


@given(decks(), traces())
@settings(deadline=None)
def test_what_is_handed_out_comes_to_the_same(deck: dict[str, Scorecard], trace: Trace) -> None:
    outcome = score(trace, deck)
    handed_out = json.loads(json.dumps(exported({}, as_json(trace), as_json(outcome), deck)))
    assert recomputed(handed_out) == outcome and agrees(handed_out)


@given(decks(), traces())
@settings(deadline=None)
def test_what_is_handed_out_cannot_be_altered_unseen(
    deck: dict[str, Scorecard], trace: Trace
) -> None:
    outcome = score(trace, deck)
    handed_out = json.loads(json.dumps(exported({}, as_json(trace), as_json(outcome), deck)))
    handed_out["outcome"]["total"] = "101.00"
    assert not agrees(handed_out)


@given(decks(), traces())
@settings(deadline=None)
def test_every_figure_of_a_page_adds_up(deck: dict[str, Scorecard], trace: Trace) -> None:
    """Whatever the evidence: what stands in the last column is the total of the part."""
    outcome = score(trace, deck)
    known = Known({token: Card(token, token, card) for token, card in deck.items()})
    view = trace_view(trace, outcome, known, grade=outcome.grade, is_frozen=True)
    for part in view.parts:
        rows = [row for row in part.components if row.score]
        assert sum(D(row.contribution) for row in rows) == D(part.computed or 0)
        for row in rows:
            if row.measures:
                assert sum(D(each.brings) for each in row.measures) == D(row.score)
    shown = {
        item.key
        for part in view.parts
        for row in part.components
        for measure in row.measures
        for item in measure.items
    }
    counted = {m.measure for card in deck.values() for m in card.measures()}
    assert shown <= {item.key for item in trace.items if item.measure in counted}


# In words ----------------------------------------------------------------------------------------


@pytest.fixture
def world() -> ReviewWorld:
    return review_world()


def view_of(world: ReviewWorld, review: Review, reader: Any = None) -> TraceView:
    with translation.override("en"):
        return shown_result(reader or world.hr, review, world.result(review), world.file(review))


def component(view: TraceView, code: Component) -> Any:
    return next(row for row in view.parts[0].components if row.code == code)


database = pytest.mark.django_db(transaction=True)


@database
def test_a_component_shows_its_sum(world: ReviewWorld) -> None:
    month = world.months[0]
    figures(
        world.subject,
        (month, Measure.CLOSURE, 47, 50),
        (month, Measure.SATISFACTION, 83, 96),
        (month, Measure.CALL_BACK, 31, 58),
        (month, Measure.WITHIN_LIMITS, 112, 130),
    )
    row = component(view_of(world, world.frozen()), Component.SERVICE)
    assert row.calculation == "94.00 × 40% + 96.07 × 30% + 100.00 × 15% + 86.15 × 15% = 94.34"
    assert [each.brings for each in row.measures] == ["37.60", "28.82", "15.00", "12.92"]
    assert row.measures[1].rule == "reached ÷ target 90%; at most 100"


@database
@pytest.mark.parametrize(
    ("missing", "says", "brings"),
    [
        (Missing.DROP, "left out, and its weight of 25% goes to the others", "0.00"),
        (Missing.NEUTRAL, "It counts as neutral, with 75 points.", "18.75"),
        (Missing.FAIL, "No data. It counts as 0.", "0.00"),
    ],
)
def test_without_data_it_says_what_became_of_it(missing: Missing, says: str, brings: str) -> None:
    card = make_card(
        components=(
            ComponentRule(
                Component.SERVICE, D(25), (MeasureRule(Measure.CLOSURE, Ratio(D(100))),), missing
            ),
            ComponentRule(
                Component.MANAGER,
                D(75),
                (MeasureRule(Measure.MANAGERS_RATING, Ratio(D(100))),),
            ),
        )
    )
    world = review_world(card)
    view = view_of(world, world.frozen())
    row = component(view, Component.SERVICE)
    assert says in row.missing and row.contribution == brings
    rating = component(view, Component.MANAGER)
    assert bool(rating.reweighted) == (missing == Missing.DROP)


@database
def test_few_cases_are_told_with_their_interval(world: ReviewWorld) -> None:
    figures(world.subject, (world.months[0], Measure.CLOSURE, 4, 6))
    row = component(view_of(world, world.frozen()), Component.SERVICE)
    assert row.measures[0].sample == (
        "Few cases: 6 of the 20 that are needed. The missing 14 count as if 90% of them had gone "
        "well. What was observed allows for 30% to 90.32% (95% interval)."
    )


@database
def test_a_band_names_itself_and_a_record_its_points() -> None:
    card = make_card(
        components=(
            ComponentRule(
                Component.CONDUCT, D(50), (MeasureRule(Measure.CONDUCT_RECORD, Points(D(5))),)
            ),
            ComponentRule(
                Component.GOALS,
                D(50),
                (
                    MeasureRule(
                        Measure.GOALS_REACHED,
                        Bands((Band(D(0), D(60), D(40)), Band(D(60), D(100), D(85)))),
                    ),
                ),
            ),
        )
    )
    both = both_worlds()
    world = replace(both.reviews)
    adopted_card(card)
    both.served("Y01")
    goal_of(world.subject, world.period, 70)
    view = view_of(world, world.frozen())
    goals = component(view, Component.GOALS).measures[0]
    assert goals.rule == "60–100% gives 85 points; at most 100" and goals.score == "85.00"
    conduct = component(view, Component.CONDUCT).measures[0]
    assert "5 for each point of the record: 100 − 10" in conduct.rule
    assert conduct.items[0].amount == "−2 points" and conduct.items[0].line == "yellow"


@database
def test_each_rating_stands_with_its_example(world: ReviewWorld) -> None:
    row = component(view_of(world, world.frozen()), Component.MANAGER)
    assert [item.label for item in row.measures[0].items] == [
        "Courteous and forthcoming",
        "Keeps promises",
    ]
    assert {item.example for item in row.measures[0].items} == {"九月的投诉都当日回访。"}


# Where it leads ----------------------------------------------------------------------------------


def hrefs(view: TraceView, measure: Measure) -> list[str]:
    return [
        item.link.href if item.link else ""
        for part in view.parts
        for row in part.components
        for each in row.measures
        for item in each.items
        if item.key.startswith(f"{measure}:")
    ]


@database
def test_evidence_opens_for_who_may_see_it() -> None:
    both = both_worlds()
    world = both.reviews
    case = both.served("Y01")
    work = figures(world.subject, (world.months[0], Measure.CLOSURE, 47, 50))
    goal_of(world.subject, world.period, 70)
    review = world.frozen()
    for_hr, own, for_manager = (
        view_of(world, review, reader) for reader in (world.hr, world.subject, world.manager)
    )
    at_desk = reverse("conduct_records:case", args=[case.pk])
    assert hrefs(for_hr, Measure.CONDUCT_RECORD) == [at_desk]
    own_case = reverse("conduct_records:own-case", args=[case.pk])
    assert hrefs(own, Measure.CONDUCT_RECORD) == [own_case]
    assert hrefs(for_manager, Measure.CONDUCT_RECORD) == [""]
    row = reverse("reviews:figures-import", args=[work.pk]) + "?row=2#row-2"
    assert hrefs(for_hr, Measure.CLOSURE) == [row]
    assert hrefs(own, Measure.CLOSURE) == hrefs(for_manager, Measure.CLOSURE) == [""]
    assert hrefs(own, Measure.GOALS_REACHED) == [reverse("reviews:own-goals")]
    goals = reverse("reviews:goals-of", args=[world.subject.pk])
    assert hrefs(for_manager, Measure.GOALS_REACHED) == [goals]


@database
@pytest.mark.parametrize("count", [1, 3])
def test_links_cost_the_same_however_many_items(count: int, django_assert_num_queries: Any) -> None:
    both = both_worlds()
    world = both.reviews
    for number, month in enumerate(world.months[:count]):
        both.served("Y01", before_end=20 + 10 * number)
        figures(world.subject, (month, Measure.CLOSURE, 47, 50))
    review = with_people(Review.objects.all()).get(pk=world.frozen().pk)
    result, file = world.result(review), world.file(review)
    view_of(world, review)
    with django_assert_num_queries(9):
        shown_result(world.hr, review, result, file)


# Once more ---------------------------------------------------------------------------------------


def again(world: ReviewWorld, review: Review, result: Result | None = None) -> Recomputation:
    result = result or world.result(review)
    cards = cards_for(part.scorecard for part in result.frozen_trace.parts)
    return recompute(review, result, world.file(review), Known(cards))


def with_evidence(world: ReviewWorld) -> Review:
    first, second, __ = world.months
    figures(world.subject, (first, Measure.CLOSURE, 47, 50), (second, Measure.CLOSURE, 4, 6))
    goal_of(world.subject, world.period, 70)
    return world.frozen()


@database
def test_recomputing_gives_the_same_figure(world: ReviewWorld) -> None:
    review = with_evidence(world)
    found = again(world, review)
    assert found.is_sound and found.is_same and found.now == world.result(review).total


@database
def test_later_data_never_change_a_frozen_result(world: ReviewWorld) -> None:
    """Everything that can still be written about the period is written; result, export and
    recomputation from what was frozen stay as they are."""
    review = with_evidence(world)
    before = Result.objects.values().get(review=review)
    goal = world.subject.goals.get()
    GoalNote.objects.create(
        goal=goal, percent=10, on_day=world.until_on, by=world.hr, noted_at=timezone.now()
    )
    figures(world.subject, (world.months[2], Measure.CLOSURE, 1, 40))
    figure = ServiceFigure.objects.order_by("pk")[0]
    figure.work.withdrawn_by, figure.work.withdrawn_at = world.hr, timezone.now()
    figure.work.withdrawn_because = "发错了。"
    figure.work.save()
    found = again(world, review)
    assert Result.objects.values().get(review=review) == before
    assert found.is_sound and not found.is_same
    assert found.now is not None and found.now < found.frozen
    outcome = outcome_of_json(before["outcome"])
    assert outcome == score(world.result(review).frozen_trace, _cards(world, review))


def _cards(world: ReviewWorld, review: Review) -> dict[str, Scorecard]:
    tokens = {part.scorecard for part in world.result(review).frozen_trace.parts}
    return {token: card.card for token, card in cards_for(tokens).items()}


@database
def test_recomputing_says_what_changed(world: ReviewWorld) -> None:
    review = with_evidence(world)
    goal_of(world.subject, world.period, 20, title="后来的目标")
    with translation.override("en"):
        (change,) = again(world, review).changes
    assert change.before is None and change.now is not None
    assert (change.now.label, change.now.amount) == ("后来的目标", "20%")


@database
def test_what_a_decision_left_out_is_no_change(world: ReviewWorld) -> None:
    first = world.months[0]
    figures(world.subject, (first, Measure.CLOSURE, 10, 50))
    review = world.appealed()
    key = next(i.key for i in world.result(review).frozen_trace.items if "closure" in i.key)
    decide_appeal(
        actor=world.director,
        review=review,
        decision=Decision(upheld=True, reasons="不是她的数据。", struck=(key,)),
    )
    found = again(world, review)
    assert found.struck == 1 and found.is_same and found.is_sound
    assert world.result(review).number == 2


@database
def test_an_altered_result_is_found(world: ReviewWorld) -> None:
    """As if somebody had got past the database's own triggers."""
    review = with_evidence(world)
    result = world.result(review)
    result.outcome = result.outcome | {"total": "99.99"}
    found = again(world, review, result)
    assert not found.holds and not found.is_sound
    assert found.proof is not None and not found.proof.agrees


# The pages ---------------------------------------------------------------------------------------


def get(client: Client, name: str, result: Result, reader: Any) -> Any:
    Employee.objects.update(language="en")
    client.force_login(reader)
    return client.get(reverse(name, args=[result.token]))


@database
@pytest.mark.parametrize("name", ["recompute", "trace-json", "result-pdf"])
def test_the_person_hr_and_the_manager_read_it(
    client: Client, world: ReviewWorld, name: str
) -> None:
    result = world.result(with_evidence(world))
    for reader in (world.subject, world.hr, world.manager):
        assert get(client, f"reviews:{name}", result, reader).status_code == 200
    colleague = EmployeeFactory.create(unit=world.site, post=world.subject.post)
    assert get(client, f"reviews:{name}", result, colleague).status_code == 404
    client.logout()
    assert client.get(reverse(f"reviews:{name}", args=[result.token])).status_code == 302


@database
def test_the_page_says_so_in_words(client: Client, world: ReviewWorld) -> None:
    review = with_evidence(world)
    result = world.result(review)
    page = get(client, "reviews:recompute", result, world.subject).text
    assert f"It gives the same figure: {result.total}" in page
    assert reverse("reviews:own-review", args=[review.pk]) in page
    goal_of(world.subject, world.period, 20, title="后来的目标")
    page = get(client, "reviews:recompute", result, world.hr).text
    assert "后来的目标" in page and f"{result.total} stays" in page
    assert f"What was frozen still comes to {result.total}." in page


@database
def test_the_export_of_a_frozen_result_comes_to_its_figure(
    client: Client, world: ReviewWorld
) -> None:
    result = world.result(with_evidence(world))
    response = get(client, "reviews:trace-json", result, world.subject)
    assert "attachment" in response.headers["Content-Disposition"]
    handed_out = json.loads(response.text)
    assert agrees(handed_out) and recomputed(handed_out).total == result.total
    assert handed_out["result"]["grade"] == result.grade
    assert handed_out["format"] == "review-result/1"
