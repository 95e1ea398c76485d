"""Days, months, regional rules, and until when whoever's turn it is should act."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.clocks import days_after, months_after
from conduct_records.rules.cases.deadlines import appeal_until, decide_until, due_at, spent_at
from conduct_records.rules.cases.measures import Measure
from conduct_records.rules.cases.packs import DAYS, DEFAULT, MOST, Pack, faults_of
from conduct_records.rules.cases.procedure import OWNERS, Office, State
from conduct_records.rules.cases.records import record_of
from conduct_records.rules.cases.step_content import kind_of
from conduct_records.rules.cases.steps import Step
from conduct_records.rules.codebook import Line, Sanction
from lms.people.rules.periods import add_months

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)
SIGNED = said.Service(said.ServiceWay.SIGNED)
ANSWER_BY = datetime(2026, 1, 20, 23, 59, tzinfo=SHANGHAI)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def file_of(*contents: Any, every: timedelta = timedelta(days=1)) -> CaseFile:
    """One step after the other, a day apart."""
    opened = said.Opened("i", "violation")
    return CaseFile.of(
        Step(kind_of(made), "p", START + number * every, made)
        for number, made in enumerate((opened, *contents))
    )


CHARGED = (
    said.InvestigationOpened("p1"),
    said.Charged("Y01", Line.YELLOW, 1, "不在岗。", "s"),
    said.NoticeIssued(5),
)
HEARD = (*CHARGED, said.NoticeServed(SIGNED, ANSWER_BY), said.Stated("在岗。"))
DECIDED = (
    *HEARD,
    said.Decided(
        (said.Finding("Y01", True, "属实。"),), "清楚。", Measure(2, 6, Sanction.ORAL_WARNING)
    ),
)
SERVED = (*DECIDED, said.DecisionServed(SIGNED))
APPEALED = (*SERVED, said.Appealed((said.Ground.FACTS,), "我在岗。"))
DISMISSED = (*APPEALED, said.AppealDecided(False, "维持。"))
UPHELD = (*APPEALED, said.AppealDecided(True, "撤销。"))


# Days and months ---------------------------------------------------------------------------------


@given(day=days, months=st.integers(0, 240))
def test_months_later_is_the_same_day_or_the_last_of_that_month(day: date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (
        found.day < day.day and (found + timedelta(days=1)).month != found.month
    )


@given(day=days, one=st.integers(0, 60), more=st.integers(0, 60))
def test_more_months_are_never_sooner(day: date, one: int, more: int) -> None:
    assert add_months(day, one) <= add_months(day, one + more)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        (datetime(2026, 2, 1, 0, 0, tzinfo=SHANGHAI), date(2026, 2, 6)),
        (datetime(2026, 2, 1, 23, 59, tzinfo=SHANGHAI), date(2026, 2, 6)),
        # Already the second of the month in Shanghai.
        (datetime(2026, 2, 1, 16, 30, tzinfo=UTC), date(2026, 2, 7)),
    ],
)
def test_days_count_from_the_next_one_to_the_end_of_the_last(moment: datetime, until: date) -> None:
    assert days_after(moment, 5, SHANGHAI) == datetime.combine(until, time(23, 59), SHANGHAI)


def test_months_end_with_the_last_day_of_a_shorter_month() -> None:
    moment = datetime(2025, 9, 30, 12, tzinfo=SHANGHAI)
    assert months_after(moment, 5, SHANGHAI).date() == date(2026, 2, 28)


# What is due when --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contents", "state", "due"),
    [
        ((), State.OPENED, date(2026, 1, 8)),
        (CHARGED[:1], State.INVESTIGATING, date(2026, 1, 21)),
        # The days of a state count from when it was entered, not from the last step in it.
        (CHARGED[:2], State.INVESTIGATING, date(2026, 1, 21)),
        (CHARGED, State.CHARGED, date(2026, 1, 11)),
        (HEARD[:-1], State.NOTIFIED, date(2026, 1, 20)),
        (HEARD, State.HEARD, date(2026, 1, 20)),
        (DECIDED, State.DECIDED, date(2026, 1, 14)),
        (SERVED, State.SERVED, date(2026, 2, 11)),
        (APPEALED, State.APPEALED, date(2026, 1, 28)),
        # What was decided on the appeal is to be served first.
        (DISMISSED, State.STANDING, date(2026, 1, 17)),
        ((*DISMISSED, said.AppealServed(SIGNED)), State.STANDING, date(2026, 7, 12)),
        ((*SERVED, said.AppealTimeEnded()), State.STANDING, date(2026, 7, 12)),
        ((said.Commended("好。", 2, 12),), State.PRAISED, date(2027, 1, 6)),
        (UPHELD, State.OVERTURNED, date(2026, 1, 17)),
        ((*UPHELD, said.AppealServed(SIGNED)), State.OVERTURNED, None),
        ((said.Withdrawn("误报。"),), State.WITHDRAWN, None),
        ((said.Talked("谈话。"),), State.TALKED, None),
    ],
)
def test_each_state_has_its_day(contents: tuple[Any, ...], state: State, due: date | None) -> None:
    file = file_of(*contents)
    assert file.state == state
    found = due_at(file, DEFAULT, START, SHANGHAI)
    assert (found.astimezone(SHANGHAI).date() if found else None) == due


def test_every_state_that_waits_for_somebody_has_days_or_a_day_of_its_own() -> None:
    own = {State.NOTIFIED, State.SERVED, State.STANDING, State.PRAISED}
    waiting = {state for state, owner in OWNERS.items() if owner != Office.NOBODY}
    assert set(DAYS) | own == waiting


def test_a_hearing_put_off_moves_the_day() -> None:
    later = ANSWER_BY + timedelta(days=7)
    file = file_of(*HEARD[:-1], said.HearingMoved(later, "出差。"))
    assert due_at(file, DEFAULT, START, SHANGHAI) == later


def test_the_decision_is_due_before_the_regions_time_is_over() -> None:
    known = datetime(2025, 8, 15, 12, tzinfo=SHANGHAI)
    file = file_of(*HEARD)
    assert due_at(file, DEFAULT, known, SHANGHAI) == decide_until(known, DEFAULT, SHANGHAI)
    assert decide_until(known, Pack(decision_months=None), SHANGHAI) is None


@given(months=st.integers(1, 60), minutes=st.integers(0, 60 * 24 * 400))
def test_a_record_is_spent_on_the_day_it_counts_no_more(months: int, minutes: int) -> None:
    measure = Measure(2, months, Sanction.ORAL_WARNING)
    decided = said.Decided((said.Finding("Y01", True, "属实。"),), "清楚。", measure)
    every = timedelta(minutes=minutes)
    file = file_of(*HEARD, decided, said.DecisionServed(SIGNED), every=every)
    record, spent = record_of("c", file, SHANGHAI), spent_at(file, SHANGHAI)
    assert record is not None and spent is not None
    assert spent == datetime.combine(record.counts_until, time(), SHANGHAI)
    assert record.counts_on(spent.date() - timedelta(days=1))
    assert not record.counts_on(spent.date())
    assert not record.counts_on(record.counts_from - timedelta(days=1))


def test_nothing_is_appealed_before_service() -> None:
    assert appeal_until(file_of(*DECIDED), DEFAULT, SHANGHAI) is None
    assert spent_at(file_of(*DECIDED), SHANGHAI) is None


# Regional rules ----------------------------------------------------------------------------------

counts = st.integers(1, MOST)
packs = st.builds(
    Pack,
    name=st.text(max_size=9),
    source=st.text(max_size=9),
    decision_months=st.none() | st.integers(1, 120),
    minimum_wage=st.none() | counts,
    deduction_percent=st.integers(1, 20),
    answer_days=counts,
    appeal_days=counts,
    days=st.fixed_dictionaries(dict.fromkeys(DAYS, counts)),
)


@given(pack=packs)
def test_regional_rules_are_read_as_they_were_written(pack: Pack) -> None:
    assert Pack.of_json(pack.as_json()) == pack
    assert faults_of(pack) == []


def test_what_is_not_said_stands_at_its_default() -> None:
    assert Pack.of_json({}) == DEFAULT == Pack()
    found = Pack.of_json({"decision_months": None, "days": {"heard": 7}})
    assert (found.decision_months, found.days) == (None, {**DAYS, State.HEARD: 7})


@pytest.mark.parametrize("data", [{"salary": 1}, {"days": {"asleep": 3}}, {"days": {"heard": "x"}}])
def test_what_is_unknown_is_not_read(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"Unknown|asleep|invalid literal"):
        Pack.of_json(data)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"answer_days": 0}, "answer_days"),
        ({"appeal_days": -1}, "appeal_days"),
        ({"appeal_days": MOST + 1}, "appeal_days"),
        ({"decision_months": 0}, "decision_months"),
        ({"decision_months": 121}, "decision_months"),
        ({"minimum_wage": 0}, "minimum_wage"),
        ({"deduction_percent": 21}, "deduction_percent"),
        ({"deduction_percent": 0}, "deduction_percent"),
        ({"days": {"heard": 0}}, "days.heard"),
    ],
)
def test_figures_that_cannot_be_are_named(wrong: dict[str, Any], fault: str) -> None:
    assert faults_of(Pack.of_json(wrong)) == [fault]
