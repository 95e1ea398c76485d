"""The marker's list: the sittings that wait for somebody's word, and those that had it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
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
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from assessments.enums import LatePolicy, MarkCause, SittingState
from assessments.models import (
    ItemMark,
    LateDecision,
    Quiz,
    Response,
    Sitting,
    SittingItem,
)
from assessments.queries.bank import parents
from assessments.rules.tree import below
from lms.people.models import Employee, Unit
from lms.people.queries import search_employees


class Group(StrEnum):
    """The parts of the list beside that which waits."""

    MINE = "mine"
    ALL = "all"


GROUPS = {
    Group.MINE: pgettext_lazy("sittings", "Marked by me"),
    Group.ALL: pgettext_lazy("sittings", "All handed in"),
}
ICONS = {Group.MINE: "pen", Group.ALL: "record"}


@dataclass(frozen=True)
class Wanted:
    """What of the list is shown; without a group, what waits."""

    group: Group | None = None
    person: str = ""
    quiz: Quiz | None = None
    category: int | None = None
    unit: Unit | None = None


def handed_in_by(people: QuerySet[Employee]) -> QuerySet[Sitting]:
    """The sittings of these people that are over."""
    found = Sitting.objects.exclude(state=SittingState.OPEN)
    return found.filter(employee__in=people.order_by().values("pk"))


def narrowed(sittings: QuerySet[Sitting], wanted: Wanted) -> QuerySet[Sitting]:
    """By everything but the group. A category includes all below it."""
    if text := wanted.person.strip():
        people = search_employees(Employee.objects.order_by(), text)
        sittings = sittings.filter(employee__in=people.values("pk"))
    if wanted.quiz is not None:
        sittings = sittings.filter(quiz=wanted.quiz)
    if wanted.category is not None:
        sittings = sittings.filter(quiz__category__in=below(wanted.category, parents()))
    if wanted.unit is not None:
        sittings = sittings.filter(employee__unit__path__startswith=wanted.unit.path)
    return sittings


def late_to_decide() -> QuerySet[Response]:
    """The late answers that wait for a marker's word; of one, `policies.is_for_marker` says it."""
    found = Response.objects.filter(counts=False, decision__isnull=True)
    found = found.filter(item__sitting__late_policy=LatePolicy.MARKER)
    return found.exclude(item__sitting__state=SittingState.OPEN).order_by()


def _late_of_sitting() -> QuerySet[Response]:
    return late_to_decide().filter(item__sitting=OuterRef("pk"))


def _waits() -> Q:
    late = Q(late_policy=LatePolicy.MARKER) & Q(Exists(_late_of_sitting()))
    return Q(state=SittingState.SUBMITTED) | late


def _had_word_of(marker: Employee) -> Q:
    marks = ItemMark.objects.filter(
        item__sitting=OuterRef("pk"), marked_by=marker, cause=MarkCause.MARKER
    )
    words = LateDecision.objects.filter(response__item__sitting=OuterRef("pk"), decided_by=marker)
    return Q(Exists(marks)) | Q(Exists(words))


def counts_of(sittings: QuerySet[Sitting], marker: Employee) -> dict[Group | None, int]:
    """How many wait (None), and how many there are of each other group. One query."""
    found = sittings.order_by().aggregate(
        waiting=Count("pk", filter=_waits()),
        mine=Count("pk", filter=_had_word_of(marker)),
        all=Count("pk"),
    )
    return {None: found["waiting"], Group.MINE: found["mine"], Group.ALL: found["all"]}


def of_group(
    sittings: QuerySet[Sitting], group: Group | None, marker: Employee
) -> QuerySet[Sitting]:
    """What waits in the order in which it has waited, anything else the newest first."""
    if group is None:
        waiting = with_work(sittings.filter(_waits()))
        return waiting.order_by("waits_since", "pk")  # type: ignore[misc]
    if group is Group.MINE:
        sittings = sittings.filter(_had_word_of(marker))
    return with_work(sittings).order_by("-submitted_at", "pk")


def with_work(sittings: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """Each with what a row shows: `to_judge` and `late_count` answers wait, `waits_since` then;
    None where nothing does."""
    unmarked = SittingItem.objects.filter(sitting=OuterRef("pk"), mark__isnull=True).order_by()
    late = _late_of_sitting().values("item__sitting")
    return sittings.select_related("quiz", "employee__unit", "employee__post").annotate(
        to_judge=_number(unmarked.values("sitting").annotate(number=Count("pk"))),
        late_count=_number(late.annotate(number=Count("pk"))),
        waits_since=Case(
            When(state=SittingState.SUBMITTED, then=F("submitted_at")),
            default=Subquery(late.annotate(first=Min("saved_at")).values("first")),
        ),
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("number")), 0, output_field=IntegerField())


def next_waiting(waiting: QuerySet[Sitting], after: Sitting) -> Sitting | None:
    """Of those that wait, from `of_group`, the one that follows, beginning again at the first.
    `after` comes from `with_work`, as it stood before it was marked."""
    others = waiting.exclude(pk=after.pk)
    since: datetime | None = after.waits_since  # type: ignore[attr-defined]
    if since is None:
        return others.first()
    later = others.filter(waits_since__gte=since)  # type: ignore[misc]
    return later.first() or others.first()


def count_waiting(people: QuerySet[Employee]) -> int:
    """How many sittings of these people wait for a marker."""
    return handed_in_by(people).filter(_waits()).count()


@dataclass(frozen=True)
class Row:
    """A sitting from `of_group` as the list shows it; `days` for how long it has waited."""

    sitting: Sitting
    days: int | None

    @property
    def how_long(self) -> str:
        if not self.days:
            return "" if self.days is None else _("since today")
        text = ngettext("for %(days)d day", "for %(days)d days", self.days)
        return text % {"days": self.days}


def row_of(sitting: Sitting, now: datetime) -> Row:
    since: datetime | None = sitting.waits_since  # type: ignore[attr-defined]
    if since is None:
        return Row(sitting, None)
    return Row(sitting, (timezone.localdate(now) - timezone.localdate(since)).days)


# What to narrow by ---------------------------------------------------------------------------


def quizzes_sat_by(people: QuerySet[Employee]) -> QuerySet[Quiz]:
    """Those that somebody of these has handed in."""
    return Quiz.objects.filter(Exists(handed_in_by(people).filter(quiz=OuterRef("pk"))))
