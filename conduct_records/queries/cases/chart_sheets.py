"""The charts' tables as sheets: what the page shows and nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conduct_records.queries.cases.charts import (
    Heat,
    RuleRow,
    UnitFigures,
    figures_of,
    heats_of,
    rules_of,
    seen_of,
    sites_within,
)
from conduct_records.queries.cases.figure_words import COUNTS, OUTCOMES
from conduct_records.rules.cases.tallies import Count, Outcome
from conduct_records.rules.codebook import Line
from lms.people.models import Unit
from lms.sheets.writing import Cell, Column, Row, Sheet

# The tables by the names they have in an address.
TABLES = ("sites", "months", "rules", "steps")
# What became of cases, besides what `Count` says of it.
FURTHER = tuple(each for each in Outcome if each != Outcome.OVERTURNED)


@dataclass(frozen=True)
class Charts:
    """Everything that the charts of a unit show: all its sites, of all pages."""

    heats: Sequence[Heat]
    figures: UnitFigures
    rules: Sequence[RuleRow]
    months: Sequence[date]


def charts_of(unit: Unit, months: Sequence[date], line: Line | None = None) -> Charts:
    """Three queries."""
    units = [unit, *sites_within(unit)]
    seen = seen_of(units, months)
    figures = figures_of(unit, months, seen)
    return Charts(
        heats_of(units, months, seen, line), figures, rules_of(figures.total, line), months
    )


def sheet_of(charts: Charts, table: str) -> Sheet:
    """One of `TABLES`."""
    makers = {"sites": _sites, "months": _months, "rules": _rules, "steps": _steps}
    return makers[table](charts)


def _shown(value: int | None) -> Cell:
    return _("not shown") if value is None else value


def _sites(charts: Charts) -> Sheet:
    columns = [
        Column(_("Unit"), 24),
        Column(_("Line"), 14),
        *(Column(f"{month:%Y-%m}", 10) for month in charts.months),
        Column(_("Sum of what is shown"), 12),
    ]

    def rows() -> Iterator[Row]:
        for heat in charts.heats:
            for row in heat.rows:
                cells = [_shown(cell.value) for cell in row.cells]
                yield [str(row.unit), heat.title, *cells, row.total]

    return Sheet(_("By site and month"), columns, rows())


def _months(charts: Charts) -> Sheet:
    columns = [
        Column(_("Month"), 10),
        *(Column(str(COUNTS[each]), 14) for each in Count),
        *(Column(str(OUTCOMES[each]), 14) for each in FURTHER),
    ]

    def rows() -> Iterator[Row]:
        for row in charts.figures.rows:
            cases = row.seen.cases
            outcomes = [cases.outcomes[each] if cases else None for each in FURTHER]
            yield [f"{row.month:%Y-%m}", *map(_shown, row.counts), *map(_shown, outcomes)]

    return Sheet(_("Month by month"), columns, rows())


def _rules(charts: Charts) -> Sheet:
    columns = [
        Column(_("Rule"), 10),
        Column(_("Title"), 30),
        Column(_("Line"), 14),
        Column(pgettext("count", "Charged"), 10),
        Column(pgettext("count", "Proven"), 10),
    ]

    def rows() -> Iterator[Row]:
        for row in charts.rules:
            yield [row.of.rule, row.title, row.line_name, row.of.charged, row.of.proven]

    return Sheet(_("By rule"), columns, rows())


def _steps(charts: Charts) -> Sheet:
    columns = [
        Column(_("Step"), 26),
        Column(pgettext("count", "Cases"), 10),
        Column(_("Lower quartile, days"), 12),
        Column(_("Median, days"), 12),
        Column(_("Upper quartile, days"), 12),
        Column(_("Days given"), 12),
    ]

    def rows() -> Iterator[Row]:
        for row in charts.figures.stages:
            days = row.days
            found = (days.count, days.lower, days.median, days.upper) if days else (None,) * 4
            yield [row.name, *map(_shown, found), row.limit]

    return Sheet(_("Time per step"), columns, rows())
