"""Figures of frozen results: by site, and what goes together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from lms.people.enums import UnitKind
from lms.people.models import Employee, Post, Unit
from reviews.models import Review, ReviewCycle
from reviews.rules.correlation import correlation, ranks, spearman
from reviews.rules.distribution import quartiles, shares
from reviews.rules.procedure import State
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory
from tests.factories.reviews import (
    GRADES,
    HIRED,
    ReviewWorld,
    adopted_card,
    make_card,
    review_world,
)

SPREAD, TOGETHER = reverse("reviews:spread"), reverse("reviews:correlations")
SPREAD_QUERIES = 12
TOGETHER_QUERIES = 9
FLOATS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
PAIRS = st.lists(st.tuples(FLOATS, FLOATS), min_size=5, max_size=40)


# The rules ---------------------------------------------------------------------------------------


def test_known_rank_correlations() -> None:
    up = [1.0, 2.0, 3.0, 4.0, 5.0]
    assert spearman(up, [2.0, 4.0, 6.0, 8.0, 100.0]) == pytest.approx(1)
    assert spearman(up, up[::-1]) == pytest.approx(-1)
    # The textbook's ten people: 1 - 6 * 194 / (10 * 99).
    intelligence = [106.0, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    television = [7.0, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    assert spearman(intelligence, television) == pytest.approx(-29 / 165)
    assert ranks([5.0, 3.0, 5.0, 1.0]) == [3.5, 2.0, 3.5, 1.0]
    assert spearman(up, [7.0] * 5) is None


def test_the_interval_is_that_of_the_source() -> None:
    """tanh(atanh(r) ± 1.96 · √((1 + r²/2) / (n - 3))), worked out by hand for r = -29/165."""
    found = correlation(
        list(
            zip(
                [106.0, 100, 86, 101, 99, 103, 97, 113, 112, 110],
                [7.0, 27, 2, 50, 28, 29, 20, 12, 6, 17],
                strict=True,
            )
        )
    )
    assert found is not None
    assert (found.low, found.high) == (
        pytest.approx(-0.7278, abs=1e-4),
        pytest.approx(0.5145, abs=1e-4),
    )
    assert not found.is_clear


@given(PAIRS)
def test_it_is_bounded_symmetric_and_lies_in_its_interval(
    pairs: Sequence[tuple[float, float]],
) -> None:
    one = correlation(pairs)
    other = correlation([(b, a) for a, b in pairs])
    if one is None or other is None:
        assert one is other
        return
    assert -1 <= one.low <= one.rho <= one.high <= 1
    assert one.rho == pytest.approx(other.rho)


@given(PAIRS)
def test_only_the_order_counts(pairs: Sequence[tuple[float, float]]) -> None:
    one = spearman([a for a, __ in pairs], [b for __, b in pairs])
    assume(one is not None)
    bent = spearman([a**3 + a for a, __ in pairs], [2 * b + 7 for __, b in pairs])
    turned = spearman([a for a, __ in pairs], [-b for __, b in pairs])
    assert bent == pytest.approx(one)
    assert turned == pytest.approx(-one)


def test_quartiles_lie_between_the_values() -> None:
    found = quartiles([D(60), D(70), D(80), D(90)])
    assert found is not None
    assert (found.lower, found.median, found.upper) == (D("67.50"), D("75.00"), D("82.50"))
    assert quartiles([]) is None


@given(st.lists(st.sampled_from("abc")))
def test_shares_add_to_a_hundred(found: list[str]) -> None:
    counted = shares(["a", "b", "c"], found)
    assert sum(each.count for each in counted) == len(found)
    assert sum(each.percent for each in counted) == (100 if found else 0)


# The pages ---------------------------------------------------------------------------------------


@pytest.fixture
def world(transactional_db: None) -> ReviewWorld:
    world = review_world()
    Employee.objects.update(language="en")
    return world


@pytest.fixture
def as_hr(client: Client, world: ReviewWorld) -> Client:
    client.force_login(world.hr)
    return client


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def staffed(world: ReviewWorld, name: str, count: int, post: Post | None = None) -> Unit:
    """A site, or one there already, with so many people more."""
    site = Unit.objects.filter(name=name).first() or UnitFactory.create(
        kind=UnitKind.SITE, name=name, name_en=name, parent=world.company
    )
    for __ in range(count):
        EmployeeFactory.create(unit=site, post=post or world.subject.post, hired_on=HIRED)
    return site


def all_frozen(world: ReviewWorld, scores: Sequence[dict[str, str]] = ({},)) -> ReviewCycle:
    """A cycle of the whole company with everybody's result frozen: 60, 61, 62 … in the order of
    the reviews, all of one grade."""
    cycle = world.cycle(unit=world.company, groups=[])
    for index, review in enumerate(Review.objects.filter(cycle=cycle).order_by("pk")):
        Review.objects.filter(pk=review.pk).update(
            state=State.CLOSED,
            total=60 + index % 40,
            grade="sound",
            scores=scores[index % len(scores)],
        )
    return cycle


def rows_of(client: Client, **given: Any) -> dict[str, int | None]:
    """By the name of the site: how many people, None where it is not shown."""
    rows = client.get(SPREAD, given).context["spread"].rows
    return {str(row.unit or "all"): row.count if row.quartiles else None for row in rows}


def test_before_anything_is_frozen_the_page_says_what_comes(as_hr: Client) -> None:
    for url in (SPREAD, TOGETHER):
        page = as_hr.get(url)
        assert b"No results are frozen yet" in page.content


def test_small_sites_are_hidden_and_so_is_what_would_give_them_away(
    as_hr: Client, world: ReviewWorld
) -> None:
    names = ("Small", "Middle", "Large")
    for name, count in zip(names, (3, 6, 9), strict=True):
        staffed(world, name, count)
    cycle = all_frozen(world)
    # The rest of the company is a large group too.
    Review.objects.filter(cycle=cycle).exclude(unit__name__in=names).delete()
    shown = rows_of(as_hr)
    assert shown == {"Small": None, "Middle": None, "Large": 9, "all": 18}
    page = as_hr.get(SPREAD)
    assert b"fewer than 5 people" in page.content


def test_the_difference_between_post_groups_gives_nothing_away(
    as_hr: Client, world: ReviewWorld
) -> None:
    other = PostFactory.create()
    for name in ("East", "West"):
        staffed(world, name, 8)
    staffed(world, "East", 2, other)
    staffed(world, "West", 7, other)
    cycle = all_frozen(world)
    Review.objects.filter(cycle=cycle).exclude(unit__name__in=("East", "West")).delete()
    assert rows_of(as_hr) == {"East": 10, "West": 15, "all": 25}
    assert rows_of(as_hr, group=other.group.pk) == {"East": None, "West": None, "all": 9}
    of_stewards = rows_of(as_hr, group=world.subject.post.group.pk)
    assert of_stewards == {"East": None, "West": None, "all": 16}


def test_only_frozen_results_count(as_hr: Client, world: ReviewWorld) -> None:
    site = staffed(world, "Lake", 12)
    cycle = all_frozen(world)
    of_site = Review.objects.filter(cycle=cycle, unit=site)
    Review.objects.filter(cycle=cycle).exclude(unit=site).delete()
    some = of_site.values_list("pk", flat=True)[:4]
    Review.objects.filter(pk__in=list(some)).update(state=State.CALIBRATION)
    page = as_hr.get(SPREAD)
    (row, __) = page.context["spread"].rows
    totals = of_site.filter(state=State.CLOSED).values_list("total", flat=True)
    assert (row.count, row.quartiles) == (8, quartiles(totals))
    assert [(name, share.percent) for name, share in row.shares][1] == ("Sound", 100)
    assert b"4 reviews of this cycle have no result yet" in page.content


def test_different_grades_are_not_added_up(as_hr: Client, world: ReviewWorld) -> None:
    other = PostFactory.create()
    renamed = (replace(GRADES[0], name="不合格"), *GRADES[1:])
    adopted_card(make_card(grades=renamed), other.group)
    staffed(world, "East", 8)
    staffed(world, "East", 8, other)
    all_frozen(world)
    page = as_hr.get(SPREAD)
    assert page.context["spread"].grades == []
    assert b"Choose one post group" in page.content
    page = as_hr.get(SPREAD, {"group": other.group.pk})
    assert len(page.context["spread"].grades) == 4


def test_ones_own_result_is_in_no_figure(client: Client, world: ReviewWorld) -> None:
    cycle = all_frozen(world)
    client.force_login(world.hr)
    page = client.get(SPREAD, {"cycle": cycle.pk})
    # The reader, and a colleague of HR at whose unit nobody stands above them.
    there = Review.objects.filter(cycle=cycle).exclude(employee=world.hr).count()
    assert client.get(TOGETHER).context["found"].people == there
    assert page.status_code == 200


def test_figures_are_for_hr(client: Client, world: ReviewWorld) -> None:
    for each in (world.manager, world.subject):
        client.force_login(each)
        assert client.get(SPREAD).status_code == 403
        assert client.get(TOGETHER).status_code == 403


def test_what_goes_together_is_shown_from_twenty_people_on(
    as_hr: Client, world: ReviewWorld
) -> None:
    staffed(world, "Lake", 24)
    scores = [
        {"training": f"{50 + index}.00", "service": f"{40 + index}.00", "conduct": "100.00"}
        for index in range(24)
    ]
    cycle = all_frozen(world, scores)
    Review.objects.filter(cycle=cycle).exclude(unit__name="Lake").delete()
    page = as_hr.get(TOGETHER)
    found = {(str(p.one), str(p.other)): p for p in page.context["found"].pairs}
    assert len(found) == 6
    first = found["Training", "Service figures"]
    assert first.n == 24
    assert first.found is not None
    assert first.found.rho > 0.9
    assert "tend to have more" in first.sentence
    assert found["Training", "Conduct"].verdict == "same"
    assert found["Training", "Practical observation"].verdict == "nothing"
    assert "“Practical observation” has no data in this cycle" in page.content.decode()
    some = list(Review.objects.filter(cycle=cycle).values_list("pk", flat=True)[:7])
    Review.objects.filter(cycle=cycle).exclude(pk__in=some).update(scores={})
    page = as_hr.get(TOGETHER)
    few = page.context["found"].pairs[1]
    assert few.found is None
    assert "Too few: n = 7" in few.sentence


def test_no_sentence_speaks_of_causes(as_hr: Client, world: ReviewWorld) -> None:
    all_frozen(world)
    text = as_hr.get(TOGETHER).content.decode().lower()
    for word in ("because of", "leads to", "causes", "effect", "thanks to"):
        assert word not in text


@pytest.mark.parametrize(
    ("url", "queries"), [(SPREAD, SPREAD_QUERIES), (TOGETHER, TOGETHER_QUERIES)]
)
def test_figures_cost_the_same_for_few_and_for_many(
    as_hr: Client, world: ReviewWorld, url: str, queries: int
) -> None:
    for name in ("One", "Two", "Three"):
        staffed(world, name, 6)
    cycle = all_frozen(world)
    as_hr.get(url)
    with CaptureQueriesContext(connection) as three:
        as_hr.get(url)
    Review.objects.filter(cycle=cycle).exclude(unit__name="One").delete()
    with CaptureQueriesContext(connection) as one:
        as_hr.get(url)
    assert len(one) == len(three) == queries
