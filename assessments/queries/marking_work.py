"""What waits for whom at the marker's desk."""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from assessments.enums import LatePolicy, SittingState
from assessments.models import BlindMark, Response, Sitting, SittingItem
from assessments.queries.sittings import counting_responses
from assessments.rules.double_marking import JUDGED, MARKERS
from lms.people.models import Employee


@dataclass(frozen=True)
class Desk:
    """Who works at it: whose answers they judge, and for whom they settle marks; None: nobody."""

    marker: Employee
    people: QuerySet[Employee]
    settles: QuerySet[Employee] | None = None


def handed_in_at(desk: Desk) -> QuerySet[Sitting]:
    """The sittings of the people of the desk that are over."""
    found = Sitting.objects.exclude(state=SittingState.OPEN)
    return found.filter(employee__in=desk.people.order_by().values("pk"))


def late_to_decide() -> QuerySet[Response]:
    """The late answers that wait for a marker's word; of one, `policies.is_for_marker` says it."""
    found = Response.objects.filter(counts=False, decision__isnull=True)
    found = found.filter(item__sitting__late_policy=LatePolicy.MARKER)
    return found.exclude(item__sitting__state=SittingState.OPEN).order_by()


def _late_of_sitting() -> QuerySet[Response]:
    return late_to_decide().filter(item__sitting=OuterRef("pk"))


def _unmarked() -> QuerySet[SittingItem]:
    return SittingItem.objects.filter(sitting=OuterRef("pk"), mark__isnull=True).order_by()


def _blindly(**which: Any) -> Exists:
    """Of an item: the answer that counts has such a blind mark. Those of older answers are over."""
    standing = counting_responses().filter(item=OuterRef(OuterRef("pk"))).order_by()
    return Exists(BlindMark.objects.filter(response__in=standing.values("pk"), **which).order_by())


def _to_judge(desk: Desk) -> QuerySet[SittingItem]:
    """Of a sitting: as `rules.double_marking.turn` says it of one item."""
    is_done = _blindly(marked_by=desk.marker) | _blindly(number=MARKERS)
    return _unmarked().filter(Q(sitting__marking_distance__isnull=True) | ~Q(is_done))


def _to_settle(desk: Desk) -> QuerySet[SittingItem]:
    """Of a sitting: two markers differ, neither of whom is this one."""
    if desk.settles is None:
        return SittingItem.objects.none()
    found = _unmarked().filter(
        sitting__marking_distance__isnull=False,
        sitting__employee__in=desk.settles.order_by().values("pk"),
    )
    return found.filter(_blindly(number=MARKERS)).exclude(_blindly(marked_by=desk.marker))


def waits(desk: Desk) -> Q:
    """Which sittings wait to be judged by this marker, or for a word on a late answer."""
    late = Q(late_policy=LatePolicy.MARKER) & Q(Exists(_late_of_sitting()))
    return Q(state=SittingState.SUBMITTED) & Q(Exists(_to_judge(desk))) | late


def waits_to_be_settled(desk: Desk) -> Q:
    """Which sittings have marks that this one may settle."""
    if desk.settles is None:
        return Q(pk__in=())
    is_doubly = Q(state=SittingState.SUBMITTED, marking_distance__isnull=False)
    return is_doubly & Q(Exists(_to_settle(desk)))


def had_word_of(marker: Employee) -> Q:
    """Which sittings the marker judged, settled or decided something on."""
    own = {"marked_by": marker}
    items = SittingItem.objects.filter(sitting=OuterRef("pk")).order_by()
    return (
        Q(Exists(items.filter(marks__marked_by=marker, marks__cause__in=JUDGED)))
        | Q(Exists(BlindMark.objects.filter(response__item__sitting=OuterRef("pk"), **own)))
        | Q(Exists(items.filter(responses__decision__decided_by=marker)))
    )


def with_work(sittings: QuerySet[Sitting], desk: Desk) -> QuerySet[Sitting]:
    """Each with what a row shows: `to_judge`, `to_settle` and `late_count` answers wait for this
    marker, the first one to settle at `settle_at`, `waits_since` then; None where nothing does."""
    late = _late_of_sitting().values("item__sitting")
    settling = _to_settle(desk)
    return sittings.select_related("quiz", "employee__unit", "employee__post").annotate(
        to_judge=_number(_per_sitting(_to_judge(desk))),
        to_settle=_number(_per_sitting(settling)),
        settle_at=Subquery(settling.order_by("position").values("position")[:1]),
        late_count=_number(late.annotate(number=Count("pk"))),
        waits_since=Case(
            When(state=SittingState.SUBMITTED, then=F("submitted_at")),
            default=Subquery(late.annotate(first=Min("saved_at")).values("first")),
        ),
    )


def _per_sitting(items: QuerySet[SittingItem]) -> QuerySet[Any]:
    return items.values("sitting").annotate(number=Count("pk"))


def _number(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("number")), 0, output_field=IntegerField())
