"""Who has not signed: figures by site, the list, and what was asked of whom."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from conduct_records.models import CodebookSignature, CodebookVersion, SigningRequest
from conduct_records.queries.signing import Debt, debts
from lms.people.enums import UnitKind
from lms.people.models import Employee, Post, Unit
from lms.people.queries import in_order, people_employed, search_employees


@dataclass(frozen=True)
class Wanted:
    """Which people are shown: a unit's subtree, a post, a standing, a name."""

    unit: Unit | None = None
    post: Post | None = None
    standing: str = ""
    name: str = ""


def bound(people: QuerySet[Employee], today: date) -> QuerySet[Employee]:
    """Those who work here at a post, in the order of lists: the codebook binds them."""
    return in_order(people_employed(people.filter(is_active=True, post__isnull=False), today))


def narrowed(people: QuerySet[Employee], wanted: Wanted) -> QuerySet[Employee]:
    if wanted.unit is not None:
        people = people.filter(unit__path__startswith=wanted.unit.path)
    if wanted.post is not None:
        people = people.filter(post=wanted.post)
    if wanted.standing:
        people = people.filter(post__standing=wanted.standing)
    return search_employees(people, wanted.name) if wanted.name.strip() else people


@dataclass(frozen=True)
class SiteFigure:
    """Of how many people of a site how many have not signed."""

    site: Unit
    owing: int
    people: int

    @property
    def signed(self) -> int:
        return self.people - self.owing


def gap_of(people: QuerySet[Employee], version: CodebookVersion) -> list[Debt]:
    """Those of the people who have something to sign; three queries."""
    return list(debts(people, version))


def figures_of(people: QuerySet[Employee], owing: Iterable[Debt]) -> list[SiteFigure]:
    """Site by site, in the order of the tree; whoever stands at none counts with their own unit.
    Two queries."""
    units = list(Unit.objects.all())
    sites = {each.path: each for each in units if each.kind == UnitKind.SITE}
    site_of = {each.pk: _site_of(each, sites) for each in units}
    stand = people.order_by().values_list("unit", flat=True)
    counts = Counter(site_of[unit] for unit in stand if unit is not None)
    lacking = Counter(site_of[each.unit_id] for each in owing if each.unit_id is not None)
    return [
        SiteFigure(site, lacking[site], counts[site])
        for site in sorted(counts, key=lambda each: each.path)
    ]


def _site_of(unit: Unit, sites: dict[str, Unit]) -> Unit:
    parts = unit.path.split("/")
    paths = ("/".join(parts[:end]) + "/" for end in range(1, len(parts)))
    return next((sites[path] for path in paths if path in sites), unit)


@dataclass(frozen=True)
class GapRow:
    """Somebody who has not signed, what they signed last, and when they were asked."""

    employee: Employee
    rules: int
    last: CodebookSignature | None
    request: SigningRequest | None


def gap_rows(some: Sequence[Debt], version: CodebookVersion) -> list[GapRow]:
    """Three queries whatever their number."""
    keys = [each.employee_id for each in some]
    people = Employee.objects.select_related("unit", "post").in_bulk(keys)
    signed = CodebookSignature.objects.filter(employee__in=keys).select_related("version")
    last = {each.employee_id: each for each in signed.order_by("attested_at", "pk")}
    asked = SigningRequest.objects.filter(employee__in=keys, version=version)
    requests = {each.employee_id: each for each in asked}
    return [
        GapRow(people[key], each.rules, last.get(key), requests.get(key))
        for key, each in zip(keys, some, strict=True)
        if key in people
    ]
