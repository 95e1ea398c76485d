"""A worked example: twelve people, four questions. What is expected is computed here from the
published definitions with other means (floats, the standard library, plain loops)."""

import statistics as library
from math import isclose, sqrt

import pytest

from assessments.rules.statistics.compose import Drawn, Gathered, statistics_of
from assessments.rules.statistics.figures import ItemFigures, Statistics, read, written
from assessments.rules.statistics.samples import (
    ItemSample,
    PlaceSample,
    Sittings,
    Tally,
    groups_of,
)
from tests.assessments.statistics.papers import single_choice

# Of each person what the four questions earned, and what these are worth.
WORTH = (2, 2, 4, 1)
MARKS = [
    (2.0, 2.0, 4.0, 0.0),
    (2.0, 2.0, 3.5, 0.0),
    (2.0, 0.0, 4.0, 1.0),
    (2.0, 2.0, 2.0, 0.0),
    (2.0, 2.0, 1.5, 0.0),
    (0.0, 2.0, 3.0, 0.0),
    (2.0, 0.0, 2.5, 1.0),
    (2.0, 2.0, 0.0, 0.0),
    (0.0, 2.0, 1.0, 1.0),
    (2.0, 0.0, 0.5, 1.0),
    (0.0, 0.0, 1.0, 1.0),
    (0.0, 0.0, 0.0, 1.0),
]
TOTALS = [sum(row) for row in MARKS]
FULL = sum(WORTH)


def gathered(marks: list[tuple[float, ...]] = MARKS) -> Statistics:
    found = Gathered(Sittings())
    for row in marks:
        total = sum(row)
        found.sittings.add(round(total * 100), FULL * 100, passed=total >= 5, is_suspended=False)
    groups = groups_of(found.sittings.reached())
    for number, worth in enumerate(WORTH):
        sample = ItemSample(worth, (FULL - worth) * 100)
        found.items[number, worth] = sample
        tally = found.tallies[number] = Tally()
        for row, group in zip(marks, groups, strict=True):
            mark, rest = round(row[number] * 100), round((sum(row) - row[number]) * 100)
            sample.xs.append(mark)
            sample.rests.append(rest)
            tally.groups[group] += 1
            tally.add(f'{{"chosen": [{0 if mark else 1}]}}', group, rest)
            found.places.setdefault(number, PlaceSample()).add(mark)
    drawn = {
        number: Drawn(number, number, number, worth, "single_choice", single_choice())
        for number, worth in enumerate(WORTH)
    }
    return statistics_of(found, drawn)


def covariance(xs: list[float], ys: list[float]) -> float:
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    both = zip(xs, ys, strict=True)
    return sum((x - mean_x) * (y - mean_y) for x, y in both) / (len(xs) - 1)


@pytest.fixture(scope="module")
def found() -> Statistics:
    return gathered()


def near(value: float | None, expected: float) -> bool:
    return value is not None and isclose(value, expected, rel_tol=1e-9, abs_tol=1e-12)


def test_the_whole(found: Statistics) -> None:
    n, mean = len(TOTALS), library.fmean(TOTALS)
    m2, m3, m4 = (sum((total - mean) ** power for total in TOTALS) / n for power in (2, 3, 4))
    k2 = n / (n - 1) * m2
    k3 = n**2 / ((n - 1) * (n - 2)) * m3
    k4 = n**2 / ((n - 1) * (n - 2) * (n - 3)) * ((n + 1) * m4 - 3 * (n - 1) * m2**2)
    whole = found.whole
    assert (whole.n, whole.passed, whole.decided) == (12, 7, 12)
    assert near(whole.mean, mean / FULL)
    assert near(whole.median, library.median(TOTALS) / FULL)
    assert near(whole.deviation, library.stdev(TOTALS) / FULL)
    assert near(whole.skewness, k3 / k2**1.5)
    assert near(whole.kurtosis, k4 / k2**2)
    assert sum(whole.bins) == 12
    assert whole.bins[9] == 0  # nobody reached 8.1 of 9
    assert whole.bins[8] == 2  # 8 and 7.5 of 9: 88.9 % and 83.3 %


def test_the_internal_consistency(found: Statistics) -> None:
    parts = sum(library.variance(column) for column in zip(*MARKS, strict=True))
    alpha = 4 / 3 * (1 - parts / library.variance(TOTALS))
    whole = found.whole
    assert (whole.basis, whole.parts) == ("questions", 4)
    assert near(whole.consistency, alpha)
    assert near(whole.error_ratio, sqrt(1 - alpha))
    assert near(whole.standard_error, sqrt(1 - alpha) * library.stdev(TOTALS) / FULL)


def columns(number: int) -> tuple[list[float], list[float]]:
    xs = [row[number] for row in MARKS]
    return xs, [total - x for total, x in zip(TOTALS, xs, strict=True)]


@pytest.mark.parametrize("number", range(4))
def test_each_question(found: Statistics, number: int) -> None:
    item, (xs, rests), worth = found.items[number], columns(number), WORTH[number]
    assert near(item.facility, library.fmean(xs) / worth)
    assert near(item.deviation, library.stdev(xs) / worth)
    assert near(item.discrimination, library.correlation(xs, rests))
    most = covariance(sorted(xs), sorted(rests))
    assert near(item.efficiency, covariance(xs, rests) / most)
    assert near(item.intended, worth / FULL)
    assert item.guess == 0.25
    assert item.full == (None if number == 2 else sum(x == worth for x in xs))


def test_effective_weights_leave_out_who_works_against_the_rest(found: Statistics) -> None:
    against = [covariance(columns(number)[0], TOTALS) for number in range(4)]
    roots = [sqrt(value) if value >= 0 else 0.0 for value in against]
    assert against[3] < 0
    assert found.items[3].is_negative
    assert found.items[3].effective is None
    for number in range(3):
        assert near(found.items[number].effective, roots[number] / sum(roots))


def test_who_chose_what(found: Statistics) -> None:
    # 27 % of twelve are three: from 7 of 9 on, and up to 3.5.
    version = found.items[3].versions[0]
    assert (version.n, version.top, version.bottom, version.answered) == (12, 3, 3, 12)
    by_option = {option.option: option for option in version.options}
    who = [total - row[3] for total, row in zip(TOTALS, MARKS, strict=True) if row[3]]
    assert (by_option[0].n, by_option[0].top, by_option[0].bottom) == (6, 1, 3)
    assert near(by_option[0].rest, library.fmean(who) / (FULL - 1))
    assert (by_option[2].n, by_option[2].rest) == (0, None)


def test_what_is_kept_reads_again(found: Statistics) -> None:
    assert read(written(found)) == found
    assert read({"whole": {}}) is None


def test_one_sitting_has_no_spread() -> None:
    alone = gathered(MARKS[:1])
    item: ItemFigures = alone.items[0]
    assert (alone.whole.mean, alone.whole.deviation) == (8 / 9, None)
    assert (alone.whole.consistency, item.facility) == (None, 1.0)
    assert (item.discrimination, item.efficiency, item.effective) == (None, None, None)


def test_where_everybody_is_equal_nothing_discriminates() -> None:
    alike = gathered([MARKS[0]] * 12)
    assert (alike.whole.deviation, alike.whole.skewness) == (0.0, None)
    assert {item.discrimination for item in alike.items} == {None}
    assert {item.efficiency for item in alike.items} == {None}
    assert {item.effective for item in alike.items} == {None}
