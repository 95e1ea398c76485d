"""What is counted of cases: by the steps as they were taken, however they are added up."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from conduct_records.rules.cases.procedure import State, StepKind
from conduct_records.rules.cases.tallies import (
    LONGEST,
    Charged,
    CountedCase,
    Figures,
    Stage,
    days_of,
    is_repeated,
    names_of,
    quartiles_of,
    total_of,
)
from conduct_records.rules.cases.tally_tree import Located, tallies_of
from conduct_records.rules.codebook import Line

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)
COUNTS = st.dictionaries(
    st.sampled_from(["cases", "line/red", "days/notice/3"]), st.integers(1, 99)
)

# A small company: 1 above 2 and 3, 2 above 4.
CHAINS = {1: (1,), 2: (2, 1), 3: (3, 1), 4: (4, 2, 1)}


def a_case(**given: Any) -> CountedCase:
    return CountedCase(is_commendation=False, state=State.STANDING, **given)


@st.composite
def located(draw: st.DrawFn) -> Located:
    state = draw(st.sampled_from(State))
    taken = draw(st.integers(0, 6))
    kinds = [
        StepKind.OPENED,
        StepKind.NOTICE_SERVED,
        StepKind.STATED,
        StepKind.DECIDED,
        StepKind.DECISION_SERVED,
        StepKind.APPEALED,
    ]
    moments = {kind: NOW + timedelta(days=3 * n) for n, kind in enumerate(kinds[:taken])}
    charge = Charged(
        draw(st.sampled_from(["Y01", "R01"])), draw(st.sampled_from(Line)), draw(st.booleans())
    )
    case = CountedCase(
        is_commendation=draw(st.booleans()),
        state=state,
        orders_training=draw(st.booleans()),
        charges=(charge,),
        moments=moments,
    )
    happened_on = date(2026, draw(st.integers(1, 4)), 7)
    return Located(draw(st.sampled_from([1, 2, 3, 4])), happened_on, draw(st.integers(1, 6)), case)


# Rules -------------------------------------------------------------------------------------------


@given(st.lists(COUNTS, max_size=5))
def test_figures_add_up_however_they_are_put_together(parts: list[dict[str, int]]) -> None:
    figures = [Figures(part) for part in parts]
    whole = total_of(figures)
    assert whole == total_of(reversed(figures))
    assert total_of([total_of(figures[:2]), total_of(figures[2:])]) == whole


@given(st.lists(located(), max_size=12), st.randoms())
def test_what_is_above_is_the_sum_of_what_is_below(cases: list[Located], random: Any) -> None:
    found = tallies_of(cases, CHAINS, ZONE)
    mixed = list(cases)
    random.shuffle(mixed)
    assert tallies_of(mixed, CHAINS, ZONE) == found
    own = tallies_of(cases, {unit: (unit,) for unit in CHAINS}, ZONE)
    for (unit, month), tally in found.items():
        parts = [each.figures for (pk, when), each in own.items() if when == month]
        below = [
            each.figures for (pk, when), each in own.items() if when == month and unit in CHAINS[pk]
        ]
        assert tally.figures == total_of(below)
        assert unit != 1 or tally.figures == total_of(parts)


@given(st.lists(located(), max_size=14))
def test_no_hidden_month_can_be_worked_out(cases: list[Located]) -> None:
    """Whatever adds up: the units of a month, and their sums over months."""
    found = tallies_of(cases, CHAINS, ZONE)
    own = {(each.unit, each.place[1]) for each in cases if not each.case.is_commendation}
    for (unit, month), tally in found.items():
        concerned = {
            each.person
            for each in cases
            if each.place[1] == month
            and unit in CHAINS[each.unit]
            and not each.case.is_commendation
        }
        if 0 < len(concerned) < 3:
            assert not tally.is_shown and tally.seen.cases is None
        if concerned and not tally.is_shown:
            # Leaves are unknown; each unit that is shown is an equation.
            leaves = sorted(pk for pk, when in own if when == month)
            shown = [
                [Fraction(above in CHAINS[leaf]) for leaf in leaves]
                for above in CHAINS
                if (above, month) not in found or found[above, month].is_shown
            ]
            hidden = [Fraction(unit in CHAINS[leaf]) for leaf in leaves]
            assert rank([*shown, hidden]) > rank(shown)


DEEP = {1: (1,), 2: (2, 1), 3: (3, 1), 4: (4, 2, 1), 5: (5, 2, 1), 6: (6, 4, 2, 1)}


@given(st.lists(st.tuples(st.sampled_from(sorted(DEEP)), st.integers(1, 9)), max_size=16))
def test_what_shown_units_leave_over_is_no_small_group(found_at: list[tuple[int, int]]) -> None:
    """However many units somebody has cases in: what a unit shows less what units below it show is
    of nobody, or of three people together."""
    cases = [Located(unit, date(2026, 5, 3), person, a_case()) for unit, person in found_at]
    tallies = tallies_of(cases, DEEP, ZONE)
    shown = {unit for (unit, __), tally in tallies.items() if tally.is_shown}
    for unit in shown:
        below = shown & {each for each in DEEP if each != unit and unit in DEEP[each]}
        left = {person for at, person in found_at if unit in DEEP[at] and not below & set(DEEP[at])}
        assert not left or len(left) >= 3


def test_the_same_two_people_in_two_units_are_two_people() -> None:
    found_at = [(2, 7), (2, 8), (3, 7), (3, 8), (4, 1), (4, 5), (4, 6)]
    chains = {1: (1,), 2: (2, 1), 3: (3, 1), 4: (4, 1)}
    cases = [Located(unit, date(2026, 5, 3), person, a_case()) for unit, person in found_at]
    found = tallies_of(cases, chains, ZONE)
    shown = {unit for unit in chains if found[unit, date(2026, 5, 1)].is_shown}
    assert shown == {1}


def rank(rows: list[list[Fraction]]) -> int:
    rows, done = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        for n in range(done + 1, len(rows)):
            factor = rows[n][column] / rows[done][column]
            rows[n] = [a - factor * b for a, b in zip(rows[n], rows[done], strict=True)]
        done += 1
    return done


def test_two_small_units_hide_each_other_and_a_small_one_takes_another_along() -> None:
    def at(unit: int, *people: int) -> list[Located]:
        return [Located(unit, date(2026, 5, 3), person, a_case()) for person in people]

    month = date(2026, 5, 1)
    found = tallies_of([*at(2, 1), *at(3, 2, 3, 4)], CHAINS, ZONE)
    shown = {unit: found[unit, month].is_shown for unit in (1, 2, 3)}
    assert shown == {1: True, 2: False, 3: False}
    found = tallies_of([*at(2, 1, 5, 6), *at(3, 2, 3, 4)], CHAINS, ZONE)
    assert all(found[unit, month].is_shown for unit in (1, 2, 3))
    found = tallies_of(at(2, 1, 1, 5), CHAINS, ZONE)
    assert not any(found[unit, month].is_shown for unit in (1, 2))


def test_commendations_are_a_group_of_their_own() -> None:
    praise = CountedCase(is_commendation=True, state=State.PRAISED)
    cases = [Located(3, date(2026, 5, 3), person, praise) for person in (1, 2, 3)]
    cases.append(Located(3, date(2026, 5, 4), 4, a_case()))
    seen = tallies_of(cases, CHAINS, ZONE)[3, date(2026, 5, 1)].seen
    assert seen.cases is None and seen.commendations == 3


@given(st.dictionaries(st.integers(0, LONGEST), st.integers(1, 20), min_size=1))
def test_quartiles_are_those_of_all_the_days_in_a_row(counts: dict[int, int]) -> None:
    days = sorted(Counter(counts).elements())
    found = quartiles_of(counts)
    assert found.count == len(days)
    for value, quarters in ((found.lower, 1), (found.median, 2), (found.upper, 3)):
        assert value == days[-(-len(days) * quarters // 4) - 1]


def test_days_are_counted_by_the_companys_calendar() -> None:
    opened = datetime(2026, 5, 20, 15, 59, tzinfo=UTC)  # a minute before midnight
    case = a_case(moments={StepKind.OPENED: opened, StepKind.NOTICE_SERVED: NOW + timedelta(1)})
    assert days_of(case, ZONE) == {Stage.NOTICE: 1}


def test_what_counts_as_repeated() -> None:
    served = date(2026, 1, 31)
    assert is_repeated(served, [date(2026, 2, 1)])
    assert is_repeated(served, [date(2025, 1, 1), date(2027, 1, 31)])
    assert not is_repeated(served, [served, date(2025, 12, 1), date(2027, 2, 1)])


def test_an_overturned_case_proves_nothing_and_counts_as_decided() -> None:
    charges = (Charged("R01", Line.RED, True),)
    moments = {StepKind.DECIDED: NOW, StepKind.DECISION_SERVED: NOW, StepKind.APPEALED: NOW}
    case = CountedCase(False, State.OVERTURNED, True, charges, moments)
    names = set(names_of(case, ZONE))
    assert {"decided", "served", "appealed", "overturned", "charged/red/R01"} <= names
    assert not names & {"line/red", "proven/red/R01", "trained"}
