"""What an inspection sheet makes of what was seen."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from assessments.errors import (
    GivenDoesNotFit,
    NoPoints,
    NothingSeen,
    PhotoMissing,
    PhotoOfNothing,
    PointsLeft,
    PointUnclear,
    SheetRefused,
    WeightOutOfRange,
)
from assessments.rules.kinds.base import as_json
from assessments.rules.observing.sheet import (
    STEPS,
    Given,
    Point,
    Sheet,
    SheetSection,
    check_given,
    given_json,
    given_of,
    result,
    sheet_of,
)
from tests.assessments.observing.seeing import ASKED, given


@st.composite
def observed(draw: st.DrawFn) -> tuple[Sheet, list[Given]]:
    """A sheet, and something seen of at least one of its points."""
    count = draw(st.integers(1, 12))
    points = tuple(
        Point(
            f"p{n}",
            f"要点{n}",
            weight=draw(st.integers(1, 100)),
            scale=draw(st.sampled_from(sorted(STEPS))),
            is_critical=draw(st.booleans()),
        )
        for n in range(count)
    )
    sheet = Sheet((SheetSection("一", points),), draw(st.integers(1, 100)))
    steps = [draw(st.none() | st.integers(0, len(point.steps) - 1)) for point in points]
    if all(step is None for step in steps):
        steps[0] = 0
    return sheet, [Given(p.code, step) for p, step in zip(points, steps, strict=True)]


@examples(observed())
def test_the_result_is_the_weighted_share_of_what_was_seen(
    case: tuple[Sheet, list[Given]],
) -> None:
    sheet, said = case
    sheet.check()
    check_given(sheet, said, [])
    found = result(sheet, said)
    seen = [(sheet.points[each.point], each.step) for each in said if each.step is not None]
    assert found.most == sum(point.weight for point, __ in seen)
    exact = sum((point.weight * point.steps[step] for point, step in seen), Fraction(0))
    assert Fraction(found.score) == exact
    missed = [point.code for point, step in seen if point.is_critical and step == 0]
    assert list(found.failed) == missed
    enough = exact * 100 >= sheet.pass_percent * Fraction(found.most)
    assert found.passed == (enough and not missed)
    assert 0 <= found.percent <= 100


@examples(observed(), st.data())
def test_a_better_step_never_makes_a_worse_result(
    case: tuple[Sheet, list[Given]], data: st.DataObject
) -> None:
    sheet, said = case
    place = data.draw(st.sampled_from([n for n, one in enumerate(said) if one.step is not None]))
    one = said[place]
    step, last = one.step, len(sheet.points[one.point].steps) - 1
    assert step is not None
    better = [*said[:place], Given(one.point, min(step + 1, last)), *said[place + 1 :]]
    before, after = result(sheet, said), result(sheet, better)
    assert after.score >= before.score
    assert after.passed >= before.passed


@examples(observed())
def test_sheet_and_what_was_given_survive_being_kept(case: tuple[Sheet, list[Given]]) -> None:
    sheet, said = case
    assert sheet_of(as_json(sheet)) == sheet
    assert list(given_of(given_json(said))) == said


def test_a_critical_point_that_is_missed_fails_whatever_the_rest_is_worth() -> None:
    found = result(ASKED, given(2, 0, 4))
    assert (found.score, found.most, found.failed) == (Decimal(3), Decimal(6), ("keys",))
    lenient = Sheet(ASKED.sections, pass_percent=1)
    assert not result(lenient, given(2, 0, 4)).passed
    assert result(lenient, given(2, None, 4)).passed


def test_what_was_not_seen_counts_neither_way() -> None:
    found = result(ASKED, given(1, None, None))
    assert (found.score, found.most, found.percent) == (Decimal(1), Decimal(2), 50)


def test_nothing_seen_at_all_is_no_observation() -> None:
    with pytest.raises(NothingSeen):
        result(ASKED, given(None, None, None))


@pytest.mark.parametrize(
    ("said", "photos", "refusal"),
    [
        (given(2, 1, 4)[:2], [], PointsLeft),
        ([*given(2, 1, 4)][::-1], ["desk"], GivenDoesNotFit),
        (given(3, 1, 4), ["desk"], GivenDoesNotFit),
        (given(2, -1, 4), ["desk"], GivenDoesNotFit),
        (given(2, 1, 4), [], PhotoMissing),
        (given(2, 1, None), ["window"], PhotoOfNothing),
        ([*given(2, 1, 4), Given("more", 1)], ["desk"], GivenDoesNotFit),
    ],
)
def test_what_does_not_fit_the_sheet_is_refused(
    said: list[Given], photos: list[str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        check_given(ASKED, said, photos)


def test_a_point_that_was_not_seen_needs_no_picture() -> None:
    check_given(ASKED, given(2, 1, None), [])


@pytest.mark.parametrize(
    ("sheet", "refusal"),
    [
        (Sheet(()), NoPoints),
        (Sheet((SheetSection("一", ()),)), NoPoints),
        (Sheet((SheetSection("一", (Point("a", "甲"), Point("a", "乙"))),)), PointUnclear),
        (Sheet((SheetSection("一", (Point("a", " "),)),)), PointUnclear),
        (Sheet((SheetSection("一", (Point("a", "甲", weight=0),)),)), WeightOutOfRange),
        (Sheet((SheetSection("一", (Point("a", "甲"),)),), pass_percent=0), SheetRefused),
    ],
)
def test_a_sheet_by_which_nobody_could_be_observed_is_refused(
    sheet: Sheet, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        sheet.check()
