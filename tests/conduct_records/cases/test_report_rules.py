"""What a report must agree with, as plain rules."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conduct_records.errors import (
    ComplaintWithoutReference,
    InTheFuture,
    KnownBeforeItHappened,
    NotEmployedThen,
    NotTheReporter,
    ReporterIsThePerson,
)
from conduct_records.rules.cases.incidents import (
    check_employed,
    check_source,
    check_times,
    number_of,
)
from lms.people.rules.devices import CLOCK_SLACK, believed, device_of, settled

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
moments = st.timedeltas(timedelta(days=-900), timedelta(days=30)).map(lambda away: NOW + away)


@given(moments, moments)
def test_times_are_refused_exactly_where_they_are_out_of_order(
    happened_at: datetime, known_at: datetime
) -> None:
    happened_at, known_at = settled(happened_at, NOW), settled(known_at, NOW)
    if happened_at <= known_at <= NOW:
        check_times(happened_at, known_at, NOW)
        return
    with pytest.raises((InTheFuture, KnownBeforeItHappened)) as refusal:
        check_times(happened_at, known_at, NOW)
    late = "happened_at" if happened_at > NOW else "known_at"
    assert refusal.value.field == late


@given(moments)
def test_a_fast_clock_is_set_right_and_no_other_moment_is_touched(moment: datetime) -> None:
    found = settled(moment, NOW)
    assert found == (NOW if NOW < moment <= NOW + CLOCK_SLACK else moment)
    assert settled(found, NOW) == found


@given(moments)
def test_nothing_was_taken_after_it_came_here(captured_at: datetime) -> None:
    found = believed(captured_at, NOW)
    assert found is None or found <= NOW
    assert captured_at > NOW or found == captured_at


days = st.dates(date(2020, 1, 1), date(2027, 1, 1))


@given(days, st.none() | days, days)
def test_somebody_is_named_for_days_on_which_they_worked_here(
    hired_on: date, left_on: date | None, day: date
) -> None:
    worked = hired_on <= day and (left_on is None or day <= left_on)
    if worked:
        check_employed(hired_on, left_on, day)
    else:
        with pytest.raises(NotEmployedThen):
            check_employed(hired_on, left_on, day)


def test_who_was_never_hired_cannot_be_named() -> None:
    with pytest.raises(NotEmployedThen):
        check_employed(None, None, NOW.date())


def test_a_source_agrees_with_who_reports() -> None:
    check_source("observation", "", is_reporter=False, names_somebody=True)
    check_source("self", "", is_reporter=True, names_somebody=True)
    check_source("complaint", "KF-1", is_reporter=False, names_somebody=False)
    with pytest.raises(ComplaintWithoutReference):
        check_source("complaint", "", is_reporter=False, names_somebody=False)
    with pytest.raises(ReporterIsThePerson):
        check_source("inspection", "", is_reporter=True, names_somebody=True)
    with pytest.raises(NotTheReporter):
        check_source("self", "", is_reporter=False, names_somebody=True)


ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/17.2 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (ANDROID, "Android 14 · Chrome 120"),
        (IPHONE, "iPhone 17.2 · Safari 17"),
        (f"{ANDROID} MicroMessenger/8", "Android 14 · WeChat 8"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Firefox/130.0", "Windows 10.0 · Firefox 130"),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
    ],
)
def test_a_device_is_named_in_short(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


@given(st.text(max_size=3000))
def test_any_device_fits(user_agent: str) -> None:
    assert len(device_of(user_agent)) <= 200


def test_a_number_has_its_year() -> None:
    assert number_of(NOW.date(), 12) == "R2026-0012"
