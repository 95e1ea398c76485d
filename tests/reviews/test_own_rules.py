"""What stands out in somebody's scores, the way of a review, and how a trend is drawn."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reviews.queries.trend import EDGE, HEIGHT, WIDTH, drawn
from reviews.rules import steps as said
from reviews.rules.procedure import State, StepKind
from reviews.rules.review_file import ReviewFile, Step
from reviews.rules.scorecard import Component
from reviews.rules.stages import Standing, stages_of
from reviews.rules.strengths import strengths_of
from reviews.rules.timeline import Timeline

HUNDREDTHS = st.integers(0, 10_000).map(lambda number: Decimal(number) / 100)
SCORES = st.dictionaries(st.sampled_from([str(each) for each in Component]), HUNDREDTHS)
UNTIL = date(2026, 9, 30)
OPENED = date(2026, 10, 1)


@given(SCORES)
def test_what_is_strong_is_above_what_is_weak(scores: dict[str, Decimal]) -> None:
    found = strengths_of(scores)
    assert not set(found.high) & set(found.low)
    assert len(found.high) <= 2 and len(found.low) <= 2
    for high in found.high:
        assert all(scores[high] > scores[low] for low in found.low)
    assert all(scores[low] < 100 for low in found.low)
    assert bool(found.high) == bool(found.low)


def test_what_is_about_equal_is_neither() -> None:
    assert strengths_of({"training": Decimal(88), "goals": Decimal(84)}).high == ()
    assert strengths_of({"training": Decimal(88)}).high == ()
    found = strengths_of({"training": Decimal(100), "goals": Decimal(70), "service": Decimal(94)})
    assert (found.high, found.low) == (("training", "service"), ("goals",))


@given(st.lists(HUNDREDTHS, min_size=1, max_size=5))
def test_a_trend_stays_within_its_drawing(totals: list[Decimal]) -> None:
    trend = drawn([(UNTIL + timedelta(days=90 * i), each) for i, each in enumerate(totals)])
    assert trend is not None
    assert 0 <= trend.low < trend.high <= 100
    for point in trend.points:
        assert EDGE <= point.x <= WIDTH - EDGE and EDGE <= point.y <= EDGE + HEIGHT
    ordered = sorted(trend.points, key=lambda point: point.total)
    assert [point.y for point in ordered] == sorted((point.y for point in ordered), reverse=True)


def test_without_results_there_is_no_trend() -> None:
    assert drawn([]) is None


def file_of(*contents: object) -> ReviewFile:
    first = datetime(2026, 10, 2, 4, tzinfo=UTC)
    return ReviewFile.of(
        Step(StepKind(said.kind_of(each)), "x", first + timedelta(days=day), each)
        for day, each in enumerate(contents)
    )


def way_of(file: ReviewFile) -> list[tuple[State, Standing, date | None]]:
    stages = stages_of(file, Timeline(), UNTIL, OPENED, UTC)
    return [(stage.state, stage.standing, stage.day) for stage in stages]


def test_a_new_review_has_its_whole_way_ahead() -> None:
    way = way_of(file_of())
    assert way[0] == (State.SELF_ASSESSMENT, Standing.NOW, date(2026, 10, 7))
    assert way[1] == (State.RATING, Standing.AHEAD, date(2026, 10, 14))
    assert way[-1] == (State.APPEAL_TIME, Standing.AHEAD, None)
    assert State.APPEALED not in [state for state, __, __ in way]


def test_a_rating_that_was_sent_back_is_not_done() -> None:
    way = way_of(file_of(said.SelfAssessed("", ""), said.Rated((), ""), said.SentBack("再看")))
    assert way[0] == (State.SELF_ASSESSMENT, Standing.DONE, date(2026, 10, 2))
    assert way[1][:2] == (State.RATING, Standing.NOW)
    assert way[2][:2] == (State.CALIBRATION, Standing.AHEAD)


def test_an_appeal_instead_of_a_signature_comes_in_between() -> None:
    way = way_of(
        file_of(
            said.SelfLapsed(),
            said.Rated((), ""),
            said.Frozen("t"),
            said.Talked(UNTIL, ""),
            said.Appealed("错了"),
        )
    )
    assert [state for state, __, __ in way][-2:] == [State.SIGN_OFF, State.APPEALED]
    assert way[-1][:2] == (State.APPEALED, Standing.NOW)


def test_what_was_withdrawn_has_no_way_ahead() -> None:
    way = way_of(file_of(said.SelfLapsed(), said.Withdrawn("错了")))
    assert [standing for __, standing, __ in way] == [Standing.DONE, Standing.DONE]
