"""Deadlines, windows, and answers that come late or in the wrong order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.enums import Lateness, LatePolicy
from assessments.rules import timing
from assessments.rules.late import Save, handed_in_from, judge, newest

moments = st.timedeltas(timedelta(0), timedelta(days=5000)).map(
    lambda since: datetime(2020, 1, 1, tzinfo=UTC) + since
)
spans = st.timedeltas(timedelta(0), timedelta(days=2))
limits = st.none() | st.integers(1, 480)
extras = st.integers(0, 480)
policies = st.sampled_from(list(LatePolicy))
graces = st.integers(0, 600)
MOMENT = datetime(2026, 11, 21, 14, 28, tzinfo=UTC)
TICK = timedelta(microseconds=1)

# Deadlines -------------------------------------------------------------------------------------


@given(moments, limits, extras, st.none() | spans, extras)
def test_a_deadline_is_the_earlier_of_limit_and_closing(
    start: datetime, minutes: int | None, extra: int, until_closing: timedelta | None, more: int
) -> None:
    closes_at = None if until_closing is None else start + until_closing
    ends = timing.deadline(start, minutes=minutes, extra_minutes=extra, closes_at=closes_at)
    own = timing.deadline(start, minutes=minutes, extra_minutes=extra, closes_at=None)
    longer = timing.deadline(
        start, minutes=minutes, extra_minutes=extra + more, closes_at=closes_at
    )
    assert start <= ends <= longer
    assert ends in {own, closes_at}
    assert ends <= own and (closes_at is None or ends <= closes_at)
    limit = timing.LONGEST if minutes is None else timedelta(minutes=minutes)
    assert own - start == limit + timedelta(minutes=extra)


@given(moments, st.integers(1, 480), spans)
def test_remaining_is_zero_exactly_when_the_time_is_over(
    start: datetime, minutes: int, passed: timedelta
) -> None:
    deadline = timing.deadline(start, minutes=minutes, extra_minutes=0, closes_at=None)
    now = start + passed
    remaining = timing.remaining_seconds(deadline, now)
    assert 0 <= remaining <= minutes * 60
    if timing.is_late(deadline, now):
        assert remaining == 0
    if remaining == 0:
        assert now >= deadline


def test_the_very_moment_of_the_deadline_is_in_time() -> None:
    assert not timing.is_late(MOMENT, MOMENT)
    assert timing.is_late(MOMENT, MOMENT + TICK)


# Windows ---------------------------------------------------------------------------------------


def test_a_window_is_open_from_its_opening_up_to_but_not_at_its_closing() -> None:
    later = MOMENT + timedelta(hours=1)
    assert not timing.is_open(MOMENT, later, MOMENT - TICK)
    assert timing.is_open(MOMENT, later, MOMENT)
    assert timing.is_open(MOMENT, later, later - TICK)
    assert not timing.is_open(MOMENT, later, later)
    assert timing.is_open(None, None, MOMENT)


@given(moments, st.none() | spans, st.none() | spans, spans)
def test_a_sitting_that_may_begin_has_time(
    opens_at: datetime, until_closing: timedelta | None, wait: timedelta | None, passed: timedelta
) -> None:
    closes_at = None if until_closing is None else opens_at + until_closing
    now = opens_at + passed
    if timing.is_open(None if wait is None else opens_at, closes_at, now):
        assert not timing.has_closed(closes_at, now)
        ends = timing.deadline(now, minutes=1, extra_minutes=0, closes_at=closes_at)
        assert timing.remaining_seconds(ends, now) > 0


@given(moments, spans, graces)
def test_a_window_that_has_closed_stays_closed(
    closes_at: datetime, passed: timedelta, grace: int
) -> None:
    closed = timing.has_closed(closes_at, closes_at + passed, grace_seconds=grace)
    assert closed == (passed >= timedelta(seconds=grace))
    assert timing.has_closed(closes_at, closes_at + passed)
    assert not timing.has_closed(None, closes_at)


def test_the_next_attempt_waits_its_hours() -> None:
    assert timing.next_attempt_at(MOMENT, 24) == MOMENT + timedelta(days=1)
    assert timing.next_attempt_at(MOMENT, 0) == MOMENT


# Late answers ----------------------------------------------------------------------------------


def judged(
    seconds: float,
    policy: str = LatePolicy.GRACE,
    *,
    is_open: bool = True,
    item_closed: bool = False,
    by_learner: bool = False,
) -> tuple[Lateness, bool]:
    """An answer so many seconds after the deadline, with a grace of a minute."""
    return judge(
        now=MOMENT + timedelta(seconds=seconds),
        deadline=MOMENT,
        is_open=is_open,
        item_closed=item_closed,
        handed_in_by_learner=by_learner,
        policy=policy,
        grace_seconds=60,
    )


def test_an_answer_counts_up_to_the_deadline_and_within_a_declared_grace() -> None:
    for policy in LatePolicy:
        assert judged(0, policy) == (Lateness.IN_TIME, True)
    assert judged(60) == (Lateness.DEADLINE, True)
    assert judged(60.001) == (Lateness.DEADLINE, False)
    assert judged(0.001, LatePolicy.NEVER) == (Lateness.DEADLINE, False)
    assert judged(0.001, LatePolicy.MARKER) == (Lateness.DEADLINE, False)


def test_what_the_learner_has_finished_takes_no_more_answers() -> None:
    assert judged(-60, item_closed=True) == (Lateness.CLOSED, False)
    assert judged(30, item_closed=True) == (Lateness.CLOSED, False)
    assert judged(-60, is_open=False, by_learner=True) == (Lateness.HANDED_IN, False)
    assert judged(30, is_open=False, by_learner=True) == (Lateness.HANDED_IN, False)


def test_what_the_system_handed_in_was_late_by_the_deadline() -> None:
    assert judged(30, is_open=False) == (Lateness.DEADLINE, False)
    assert judged(30, is_open=False, item_closed=True) == (Lateness.CLOSED, False)
    # Where the time was extended only after that.
    assert judged(-60, is_open=False) == (Lateness.HANDED_IN, False)


@given(
    moments,
    st.timedeltas(timedelta(days=-1), timedelta(days=1)),
    *[st.booleans()] * 3,
    policies,
    graces,
)
def test_no_late_answer_counts_silently_and_none_after_handing_in(
    deadline: datetime,
    passed: timedelta,
    is_open: bool,
    item_closed: bool,
    by_learner: bool,
    policy: str,
    grace: int,
) -> None:
    now = deadline + passed
    lateness, counts = judge(
        now=now,
        deadline=deadline,
        is_open=is_open,
        item_closed=item_closed,
        handed_in_by_learner=by_learner and not is_open,
        policy=policy,
        grace_seconds=grace,
    )
    assert (lateness == Lateness.IN_TIME) == (is_open and not item_closed and now <= deadline)
    assert counts or lateness != Lateness.IN_TIME
    if counts:
        assert is_open and not item_closed
        assert now <= handed_in_from(deadline, policy, grace)
        assert lateness == Lateness.IN_TIME or policy == LatePolicy.GRACE


@given(moments, policies, graces)
def test_the_system_hands_in_only_once_no_answer_can_count(
    deadline: datetime, policy: str, grace: int
) -> None:
    last = handed_in_from(deadline, policy, grace)
    assert last - deadline == timedelta(seconds=grace if policy == LatePolicy.GRACE else 0)
    for now, expected in ((last, True), (last + TICK, False)):
        __, counts = judge(
            now=now,
            deadline=deadline,
            is_open=True,
            item_closed=False,
            handed_in_by_learner=False,
            policy=policy,
            grace_seconds=grace,
        )
        assert counts is expected


# The order of saves ----------------------------------------------------------------------------

saves = st.builds(Save, st.integers(0, 3), st.integers(0, 9))


@given(st.lists(saves, max_size=8), st.data())
def test_whatever_the_order_of_arrival_the_same_save_counts(
    made: list[Save], data: st.DataObject
) -> None:
    arrived = data.draw(st.permutations(made))
    current: Save | None = None
    for save in arrived:
        if current is None or save > current:
            current = save
    assert current == newest(made) == newest(arrived)


@pytest.mark.parametrize(
    ("older", "newer"),
    [(Save(0, 1), Save(0, 2)), (Save(0, 99), Save(1, 1)), (Save(2, 0), Save(3, 0))],
)
def test_another_device_and_a_later_change_are_newer(older: Save, newer: Save) -> None:
    assert older < newer
    assert newest([newer, older]) == newest([older, newer]) == newer
