"""What the monthly report of a unit says: the month, the months before it, and the last twelve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from conduct_records.queries.cases.charts import (
    HeatRow,
    MonthRow,
    RuleRow,
    UnitFigures,
    figures_of,
    heats_of,
    months_between,
    rules_of,
    seen_of,
    this_month,
)
from conduct_records.queries.cases.figure_words import COUNTS, OUTCOMES
from conduct_records.rules.cases.tallies import Count
from lms.people.models import Unit
from lms.people.rules.periods import add_months

SPAN = 12
MOST_RULES = 8


@dataclass(frozen=True)
class Line:
    """A figure of the month, of the month before, and all that is shown of the twelve; None is not
    shown."""

    name: str
    month: int | None
    before: int | None
    year: int


@dataclass(frozen=True)
class MonthlyReport:
    """`year` are the twelve months that end with this one."""

    unit: Unit
    month: date
    year: UnitFigures
    heat: Sequence[tuple[str, str, HeatRow]]
    rules: Sequence[RuleRow]
    rules_left: int

    @property
    def months(self) -> list[date]:
        return [row.month for row in self.year.rows]

    @cached_property
    def lines(self) -> list[Line]:
        before, now = self.year.rows[-2:]
        counts = [
            self._line(str(COUNTS[Count.CASES]), now, before, Count.CASES),
            *(
                self._line(str(name), now, before, f"outcome/{each}")
                for each, name in OUTCOMES.items()
            ),
            *(
                self._line(str(COUNTS[each]), now, before, each)
                for each in (Count.APPEALED, Count.TRAINED, Count.REPEATED)
            ),
        ]
        praise = Line(
            str(COUNTS[Count.COMMENDATIONS]),
            now.seen.commendations,
            before.seen.commendations,
            self.year.commendations,
        )
        return [*counts, praise]

    def _line(self, words: str, now: MonthRow, before: MonthRow, name: str) -> Line:
        cases = (now.seen.cases, before.seen.cases)
        month, last = (each[name] if each is not None else None for each in cases)
        return Line(words, month, last, self.year.total[name])


def report_of(unit: Unit, month: date) -> MonthlyReport:
    """Two queries."""
    months = months_between(add_months(month, 1 - SPAN), month)
    seen = seen_of([unit], months)
    year = figures_of(unit, months, seen)
    rules = rules_of(year.total)
    heat = [(each.name, each.title, each.rows[0]) for each in heats_of([unit], months, seen)]
    return MonthlyReport(unit, month, year, heat, rules[:MOST_RULES], len(rules[MOST_RULES:]))


def months_reported(first: date) -> list[date]:
    """Those that are over, since there is anything; the newest first."""
    last = add_months(this_month(), -1)
    return months_between(first, last)[::-1] if first <= last else []


def month_rows(unit: Unit, months: Sequence[date]) -> list[MonthRow]:
    """In their order; one query."""
    if not months:
        return []
    seen = seen_of([unit], sorted(months))
    return list(figures_of(unit, months, seen).rows)
