"""How frozen results are spread over the sites."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from lms.people.enums import UnitKind
from lms.people.models import PostGroup, Unit
from lms.people.rules.suppression import SUM, hidden_cells
from lms.ui.language import in_readers_language
from reviews.models import Review, ReviewCycle
from reviews.queries.gathering.traces import cards_of
from reviews.queries.scorecards import Cards
from reviews.rules.distribution import Quartiles, Share, quartiles, shares
from reviews.rules.procedure import BEFORE_RESULT, WITH_RESULT
from reviews.rules.scorecard import Grade

# The scale of the strips begins at a round number below the lowest quartile shown.
TEN = 10
WIDTH = 160.0


def frozen(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Those with a result; their columns are those of its newest version."""
    return reviews.filter(state__in=WITH_RESULT, total__isnull=False)


def still_open(reviews: QuerySet[Review]) -> int:
    return reviews.filter(state__in=BEFORE_RESULT).count()


def with_results(cycles: QuerySet[ReviewCycle], reviews: QuerySet[Review]) -> QuerySet[ReviewCycle]:
    """The cycles in which something of these reviews is frozen, the newest first."""
    there = frozen(reviews).filter(cycle=OuterRef("pk"))
    return cycles.filter(Exists(there)).order_by("-opened_at", "-pk")


@dataclass(frozen=True)
class Strip:
    """The middle half of a group on the scale, and its median; in the drawing's own units."""

    lower: float
    width: float
    median: float


@dataclass(frozen=True)
class Row:
    """A site, or all of them (`unit` None). Without `quartiles` it is not shown: it is too small,
    or would give a small one away."""

    unit: Unit | None
    count: int = 0
    quartiles: Quartiles | None = None
    shares: Sequence[tuple[str, Share]] = ()
    strip: Strip | None = None


@dataclass(frozen=True)
class SiteSpread:
    """`grades` are those of the one scorecard, or of several with the same grades; none where they
    differ. `least` is where the scale of the strips begins."""

    rows: Sequence[Row]
    grades: Sequence[str]
    least: int

    @property
    def columns(self) -> int:
        """How many cells a row has besides its name."""
        return 5 + len(self.grades)

    @property
    def is_hiding(self) -> bool:
        return any(row.quartiles is None for row in self.rows)


@dataclass(frozen=True)
class _Result:
    site: Unit
    group: int
    total: Decimal
    grade: str


def spread_over_sites(
    reviews: QuerySet[Review], cycle: ReviewCycle, group: PostGroup | None
) -> SiteSpread:
    """Site by site in the order of the tree, then all of them; of one post group or of all. What is
    hidden is the same whichever is asked for, so that nothing shows in the difference. The same
    number of queries, however many there are."""
    found = _results(reviews)
    counts: dict[tuple[object, object], int] = defaultdict(int)
    for each in found:
        counts[each.site.pk, each.group] += 1
    hidden = hidden_cells(counts)
    asked = [each for each in found if group is None or each.group == group.pk]
    column: object = group.pk if group else SUM
    by_site: dict[Unit, list[_Result]] = defaultdict(list)
    for each in asked:
        by_site[each.site].append(each)
    grades = _grades(cards_of(cycle), {each.group for each in asked})
    rows: list[Row] = [
        _row(site, some, grades) if (site.pk, column) not in hidden else Row(site)
        for site, some in sorted(by_site.items(), key=lambda item: item[0].path)
    ]
    if asked:
        rows.append(_row(None, asked, grades) if (SUM, column) not in hidden else Row(None))
    least = _least(rows)
    return SiteSpread([_drawn(row, least) for row in rows], _names(grades), least)


def _results(reviews: QuerySet[Review]) -> list[_Result]:
    """Two queries."""
    sites = _sites()
    rows = frozen(reviews).order_by("pk").values_list("unit", "post__group", "total", "grade")
    return [
        _Result(sites[unit], group, total or Decimal(0), grade)
        for unit, group, total, grade in rows
    ]


def _sites() -> dict[int, Unit]:
    """The site of each unit; whoever stands at none counts with their own unit."""
    units = list(Unit.objects.all())
    at = {unit.path: unit for unit in units if unit.kind == UnitKind.SITE}
    return {
        unit.pk: next((site for path, site in at.items() if unit.path.startswith(path)), unit)
        for unit in units
    }


def _grades(cards: Cards, groups: set[int]) -> Sequence[Grade]:
    """One query."""
    known = cards.by_token()
    tokens = {
        cards.token_for(code)
        for code in PostGroup.objects.filter(pk__in=groups).values_list("code", flat=True)
    }
    several = {known[token].grades for token in tokens if token}
    return several.pop() if len(several) == 1 else ()


def _names(grades: Sequence[Grade]) -> list[str]:
    return [in_readers_language(each.name, each.name_en) for each in grades]


def _row(unit: Unit | None, some: Sequence[_Result], grades: Sequence[Grade]) -> Row:
    counted = shares([grade.code for grade in grades], [each.grade for each in some])
    return Row(
        unit,
        len(some),
        quartiles(each.total for each in some),
        list(zip(_names(grades), counted, strict=True)),
    )


def _least(rows: Sequence[Row]) -> int:
    lowest = min((row.quartiles.lower for row in rows if row.quartiles), default=Decimal(0))
    return min(90, int(lowest) // TEN * TEN)


def _drawn(row: Row, least: int) -> Row:
    if row.quartiles is None:
        return row

    def place(value: Decimal) -> float:
        return round(float(value - least) / (100 - least) * WIDTH, 1)

    low, high = place(row.quartiles.lower), place(row.quartiles.upper)
    strip = Strip(low, max(1.0, round(high - low, 1)), place(row.quartiles.median))
    return Row(row.unit, row.count, row.quartiles, row.shares, strip)
