"""The figures of cases as charts and their tables show them. Groups that are too small are left
out here already: nothing below knows what they come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Min, QuerySet
from django.utils import timezone

from conduct_records.models import CaseTally
from conduct_records.queries.cases.figure_words import COUNTS, STAGES
from conduct_records.queries.versions import in_force
from conduct_records.queries.words import LINES
from conduct_records.rules.cases.tallies import (
    LEAST,
    LIMITS,
    Count,
    Days,
    Figures,
    OfRule,
    Stage,
    share_of,
    total_of,
)
from conduct_records.rules.cases.tally_tree import NOTHING, Place, Seen, Tally
from conduct_records.rules.codebook import Line
from lms.people.enums import UnitKind
from lms.people.models import Unit
from lms.people.rules.periods import add_months
from lms.ui.language import reads_english

# What a heat map counts that is no line.
COMMENDATIONS = "commendations"
BANDS = 3


def first_month() -> date | None:
    """The first one in which something happened; one query."""
    return CaseTally.objects.aggregate(first=Min("month"))["first"]


def this_month() -> date:
    return timezone.localdate().replace(day=1)


def months_between(since: date, until: date) -> list[date]:
    """Both included; by their first days."""
    found = [since]
    while found[-1] < until:
        found.append(add_months(found[-1], 1))
    return found


def sites_within(unit: Unit) -> QuerySet[Unit]:
    """What has a row of its own in a heat map, below that of the unit itself."""
    sites = Unit.objects.within(unit).filter(kind=UnitKind.SITE).exclude(pk=unit.pk)
    return sites.order_by("path")


def seen_of(units: Iterable[Unit], months: Sequence[date]) -> dict[Place, Seen]:
    """What is shown of each unit's months; what is not named is nothing. One query."""
    rows = CaseTally.objects.filter(
        unit__in=[unit.pk for unit in units], month__gte=months[0], month__lte=months[-1]
    )
    return {
        (unit, month): Tally.of_json(figures).seen
        for unit, month, figures in rows.values_list("unit_id", "month", "figures")
    }


# A unit's figures --------------------------------------------------------------------------------


@dataclass(frozen=True)
class MonthRow:
    month: date
    seen: Seen

    @property
    def counts(self) -> list[int | None]:
        """In the order of `Count`; None is not shown."""
        cases = self.seen.cases
        return [
            self.seen.commendations
            if count == Count.COMMENDATIONS
            else None
            if cases is None
            else cases[count]
            for count in Count
        ]


@dataclass(frozen=True)
class RuleRow:
    """`bar` is its share of the longest, in whole percent."""

    of: OfRule
    title: str
    bar: int

    @property
    def line_name(self) -> str:
        return str(LINES[self.of.line])


@dataclass(frozen=True)
class StageRow:
    """`days` None: too few cases have come so far. Bars in whole percent of the longest of all."""

    stage: Stage
    limit: int
    days: Days | None
    bar: int = 0
    limit_bar: int = 0

    @property
    def name(self) -> str:
        return str(STAGES[self.stage])


@dataclass(frozen=True)
class Share:
    """`part` of `whole`; without `percent`, there are too few of them."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return share_of(self.part, self.whole)


@dataclass(frozen=True)
class UnitFigures:
    """The months of a unit; sums are of what is shown, and of nothing else, so that nothing can be
    worked out from them."""

    unit: Unit
    rows: Sequence[MonthRow]

    @cached_property
    def total(self) -> Figures:
        return total_of(row.seen.cases for row in self.rows if row.seen.cases is not None)

    @property
    def commendations(self) -> int:
        return sum(row.seen.commendations or 0 for row in self.rows)

    @property
    def hidden(self) -> int:
        """How many months are not shown."""
        return sum(row.seen.cases is None for row in self.rows)

    @property
    def hidden_commendations(self) -> int:
        return sum(row.seen.commendations is None for row in self.rows)

    @property
    def appealed(self) -> Share:
        return Share(self.total[Count.APPEALED], self.total[Count.SERVED])

    @property
    def overturned(self) -> Share:
        return Share(self.total[Count.OVERTURNED], self.total[Count.APPEAL_DECIDED])

    @property
    def repeated(self) -> Share:
        return Share(self.total[Count.REPEATED], self.total[Count.TRAINED])

    @property
    def stages(self) -> list[StageRow]:
        found = {stage: self.total.days(stage) for stage in Stage}
        shown = {stage: days for stage, days in found.items() if days and days.count >= LEAST}
        longest = max([*LIMITS.values(), *(days.upper for days in shown.values())])
        return [
            StageRow(
                stage,
                LIMITS[stage],
                shown.get(stage),
                round(100 * shown[stage].median / longest) if stage in shown else 0,
                round(100 * LIMITS[stage] / longest),
            )
            for stage in Stage
        ]


def figures_of(unit: Unit, months: Sequence[date], seen: Mapping[Place, Seen]) -> UnitFigures:
    rows = [MonthRow(month, seen.get((unit.pk, month), NOTHING)) for month in months]
    return UnitFigures(unit, rows)


def rules_of(total: Figures, line: Line | None = None) -> list[RuleRow]:
    """Rule by rule, with their titles in the codebook in force; one query."""
    found = [each for each in total.rules if line in (None, each.line)]
    version = in_force()
    language = "en" if reads_english() else "zh"
    titles = {
        rule.code: rule.title.in_language(language)
        for rule in (version.codebook.rules if version else ())
    }
    longest = max((each.charged for each in found), default=1)
    return [
        RuleRow(each, titles.get(each.rule, ""), round(100 * each.proven / longest))
        for each in found
    ]


# The heat map ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """`value` None is not shown. `band`: 0 for nothing, then in thirds of the largest."""

    value: int | None
    band: int = 0


@dataclass(frozen=True)
class HeatRow:
    """`total` is of what is shown."""

    unit: Unit
    cells: Sequence[Cell]

    @property
    def total(self) -> int:
        return sum(cell.value or 0 for cell in self.cells)

    @property
    def is_whole(self) -> bool:
        return all(cell.value is not None for cell in self.cells)


@dataclass(frozen=True)
class Heat:
    """Sites × months of one line, or of commendations (`name`)."""

    name: str
    rows: Sequence[HeatRow]
    largest: int

    @property
    def line(self) -> Line | None:
        return None if self.name == COMMENDATIONS else Line(self.name)

    @property
    def title(self) -> str:
        return str(LINES[self.line] if self.line else COUNTS[Count.COMMENDATIONS])

    @property
    def is_hiding(self) -> bool:
        return not all(row.is_whole for row in self.rows)

    @property
    def legend(self) -> list[tuple[int, str]]:
        """Each band with what it holds, "3–5"."""
        values: dict[int, list[int]] = {}
        for value in range(1, self.largest + 1):
            values.setdefault(band_of(value, self.largest), []).append(value)
        return [
            (band, f"{some[0]}–{some[-1]}" if len(some) > 1 else str(some[0]))
            for band, some in values.items()
        ]


def band_of(value: int, largest: int) -> int:
    return -(-value * BANDS // max(largest, BANDS)) if value else 0


def heats_of(
    units: Sequence[Unit],
    months: Sequence[date],
    seen: Mapping[Place, Seen],
    line: Line | None = None,
) -> list[Heat]:
    """One for each line on which something is shown, one for commendations; of one line, that
    one."""
    wanted = [*Line, COMMENDATIONS] if line is None else [line]
    found = [_heat(str(name), units, months, seen) for name in wanted]
    return [heat for heat in found if heat.largest or heat.name == line]


def _heat(
    name: str, units: Sequence[Unit], months: Sequence[date], seen: Mapping[Place, Seen]
) -> Heat:
    values = {
        unit.pk: [_value(seen.get((unit.pk, month), NOTHING), name) for month in months]
        for unit in units
    }
    largest = max((value or 0 for row in values.values() for value in row), default=0)
    rows = [
        HeatRow(unit, [Cell(value, band_of(value or 0, largest)) for value in values[unit.pk]])
        for unit in units
    ]
    return Heat(name, rows, largest)


def _value(seen: Seen, name: str) -> int | None:
    if name == COMMENDATIONS:
        return seen.commendations
    return None if seen.cases is None else seen.cases[f"line/{name}"]
