"""The marker's list: the sittings that wait for somebody's word, and those that had it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from assessments.models import Quiz, Sitting
from assessments.queries.bank import parents
from assessments.queries.marking_work import (
    Desk,
    had_word_of,
    handed_in_at,
    waits,
    waits_to_be_settled,
    with_work,
)
from assessments.rules.marking_age import Wait
from assessments.rules.tree import below
from lms.people.models import Employee, Unit
from lms.people.queries import search_employees


class Group(StrEnum):
    """The parts of the list beside that which waits to be judged."""

    SETTLE = "settle"
    MINE = "mine"
    ALL = "all"


GROUPS = {
    Group.SETTLE: pgettext_lazy("sittings", "To settle"),
    Group.MINE: pgettext_lazy("sittings", "Marked by me"),
    Group.ALL: pgettext_lazy("sittings", "All handed in"),
}
# What has an end; the longest wait stands first. None: what waits to be judged.
WAITING = (None, Group.SETTLE)
ICONS = {Group.SETTLE: "scale", Group.MINE: "pen", Group.ALL: "record"}


def groups_at(desk: Desk) -> list[Group]:
    return [group for group in Group if group is not Group.SETTLE or desk.settles is not None]


@dataclass(frozen=True)
class Wanted:
    """What of the list is shown; without a group, what waits."""

    group: Group | None = None
    person: str = ""
    quiz: Quiz | None = None
    category: int | None = None
    unit: Unit | None = None


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


def counts_of(sittings: QuerySet[Sitting], desk: Desk) -> dict[Group | None, int]:
    """How many wait (None), and how many there are of each other group. One query."""
    found = sittings.order_by().aggregate(
        waiting=Count("pk", filter=waits(desk)),
        settle=Count("pk", filter=waits_to_be_settled(desk)),
        mine=Count("pk", filter=had_word_of(desk.marker)),
        all=Count("pk"),
    )
    return {None: found["waiting"]} | {group: found[group.value] for group in Group}


def of_group(sittings: QuerySet[Sitting], group: Group | None, desk: Desk) -> QuerySet[Sitting]:
    """What waits in the order in which it has waited, anything else the newest first."""
    if group in WAITING:
        which = waits_to_be_settled(desk) if group is Group.SETTLE else waits(desk)
        waiting = with_work(sittings.filter(which), desk)
        return waiting.order_by("waits_since", "pk")  # type: ignore[misc]
    if group is Group.MINE:
        sittings = sittings.filter(had_word_of(desk.marker))
    return with_work(sittings, desk).order_by("-submitted_at", "pk")


def next_waiting(waiting: QuerySet[Sitting], after: Sitting) -> Sitting | None:
    """Of those that wait, from `of_group`, the one that follows, beginning again at the first.
    `after` comes from `with_work`, as it stood before it was marked."""
    others = waiting.exclude(pk=after.pk)
    since: datetime | None = after.waits_since  # type: ignore[attr-defined]
    if since is None:
        return others.first()
    later = others.filter(waits_since__gte=since)  # type: ignore[misc]
    return later.first() or others.first()


@dataclass(frozen=True)
class ToDo:
    """How many sittings wait for a marker, and in how many they may settle marks."""

    to_mark: int = 0
    to_settle: int = 0

    @property
    def is_any(self) -> bool:
        return bool(self.to_mark or self.to_settle)


def to_do_at(desk: Desk) -> ToDo:
    """One query."""
    found = handed_in_at(desk).aggregate(
        to_mark=Count("pk", filter=waits(desk)),
        to_settle=Count("pk", filter=waits_to_be_settled(desk)),
    )
    return ToDo(**found)


@dataclass(frozen=True)
class Row:
    """A sitting from `of_group` as the list shows it; `wait` for how long it has waited."""

    sitting: Sitting
    wait: Wait | None

    @property
    def how_long(self) -> str:
        days = self.wait.days if self.wait else None
        if not days:
            return "" if days is None else _("since today")
        return ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days}


def row_of(sitting: Sitting, now: datetime) -> Row:
    since: datetime | None = sitting.waits_since  # type: ignore[attr-defined]
    if since is None:
        return Row(sitting, None)
    today, days = timezone.localdate(now), sitting.quiz.marking_days
    return Row(sitting, Wait(timezone.localdate(since), today, days))


# What to narrow by ---------------------------------------------------------------------------


def quizzes_sat_at(desk: Desk) -> QuerySet[Quiz]:
    """Those that somebody of the desk's people has handed in."""
    return Quiz.objects.filter(Exists(handed_in_at(desk).filter(quiz=OuterRef("pk"))))
