"""What the tallies are made of, read in stretches of cases so that memory does not grow with their
number; and whether the tallies are as new as they can be."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max, QuerySet
from django.utils import timezone

from conduct_records.enums import IncidentKind
from conduct_records.models import Case, CaseStep, CaseTally, Charge, TallyRun
from conduct_records.queries.cases.files import zone
from conduct_records.rules.cases.procedure import State, StepKind
from conduct_records.rules.cases.tallies import TIMED, Charged, CountedCase
from conduct_records.rules.cases.tally_tree import Located, Place, Tally, tallies_of
from conduct_records.rules.codebook import Line
from lms.people.models import Unit

# Three queries for so many cases.
STRETCH = 5000
COLUMNS = (
    "pk",
    "incident__unit_id",
    "incident__happened_at",
    "subject_id",
    "kind",
    "state",
    "orders_training",
    "opened_at",
)


def last_step() -> int:
    """The step that was written last; 0 before there is any."""
    return CaseStep.objects.aggregate(last=Max("pk"))["last"] or 0


def latest_run() -> TallyRun | None:
    return TallyRun.objects.order_by("-pk").first()


def counted_anew() -> dict[Place, Tally]:
    """From all cases."""
    return tallies_of(_located(), _chains(), zone())


def kept() -> dict[Place, Tally]:
    rows = CaseTally.objects.values_list("unit_id", "month", "figures")
    return {(unit, month): Tally.of_json(figures) for unit, month, figures in rows}


def _chains() -> dict[int, tuple[int, ...]]:
    """Each unit with those above it, by their keys, the nearest first."""
    paths = Unit.objects.values_list("pk", "path")
    return {pk: tuple(int(each) for each in path.split("/")[-2::-1]) for pk, path in paths}


def _located() -> Iterator[Located]:
    last = Case.objects.aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last, STRETCH):
        yield from _stretch(start, start + STRETCH)


def _stretch(after: int, until: int) -> Iterator[Located]:
    cases = Case.objects.filter(pk__gt=after, pk__lte=until).order_by("pk")
    charges, moments = _charges(after, until), _moments(after, until)
    for row in cases.values_list(*COLUMNS):
        pk, unit, happened_at, person, kind, state, orders_training, opened_at = row
        case = CountedCase(
            is_commendation=kind == IncidentKind.COMMENDATION,
            state=State(state),
            orders_training=orders_training,
            charges=tuple(charges[pk]),
            moments={StepKind.OPENED: opened_at, **moments[pk]},
        )
        yield Located(unit, timezone.localdate(happened_at, zone()), person, case)


def _charges(after: int, until: int) -> dict[int, list[Charged]]:
    found: dict[int, list[Charged]] = defaultdict(list)
    rows = Charge.objects.filter(case__gt=after, case__lte=until).order_by()
    for case, rule, line, is_proven in rows.values_list(
        "case_id", "rule_code", "line", "is_proven"
    ):
        found[case].append(Charged(rule, Line(line), is_proven))
    return found


def _moments(after: int, until: int) -> dict[int, dict[StepKind, datetime]]:
    """Each kind's first; what a step says is not read."""
    found: dict[int, dict[StepKind, datetime]] = defaultdict(dict)
    kinds = [str(kind) for kind in TIMED if kind != StepKind.OPENED]
    for case, kind, at in (
        _steps(after, until).filter(kind__in=kinds).values_list("case_id", "kind", "at")
    ):
        found[case].setdefault(StepKind(kind), at)
    return found


def _steps(after: int, until: int) -> QuerySet[CaseStep]:
    return CaseStep.objects.filter(case__gt=after, case__lte=until).order_by("case", "number")
