"""The desk's list of reviews: those somebody sees, by what there is to do and what is due."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models import Case as SqlCase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from lms.people.models import Employee, RoleGrant, Unit
from lms.people.queries import search_employees, stands_above
from reviews.models import Review, ReviewCycle
from reviews.queries.parts import had_part
from reviews.queries.words import OFFICES, STATES
from reviews.rules.procedure import ENDED, OWNERS, WITH_RESULT, Office, State, StepKind, moves_from

NUMBER = re.compile(r"[Rr]?(?:\d{4}-)?0*(\d{1,9})")
# So many days before a day is "soon".
SOON = 2
# Where it can be put right that nobody rates.
NAMEABLE = tuple(state for state in State if moves_from(state, StepKind.MANAGER_CHANGED))
# What runs out by itself, or never, is nobody's to be late with.
NEVER_LATE = (State.APPEAL_TIME, *ENDED)


class Reach(NamedTuple):
    """Where somebody may do what: paths of units (`policies.reach_over_reviews`)."""

    see: Sequence[str]
    handle: Sequence[str]
    rate: Sequence[str]
    hear: Sequence[str]
    # The roles that rate at all.
    raters: Sequence[str]


class Group(StrEnum):
    """The parts of the list, in their order."""

    RATE = "1-rate"
    TALK = "2-talk"
    CALIBRATE = "3-calibrate"
    HEAR = "4-hear"
    NAME = "5-name"
    OVERDUE = "6-overdue"
    WAITING = "7-waiting"
    ENDED = "8-ended"


MINE = (Group.RATE, Group.TALK, Group.CALIBRATE, Group.HEAR, Group.NAME)
OPEN = (*MINE, Group.OVERDUE, Group.WAITING)
# What managers meet; the others are HR's.
OF_MANAGERS = (Group.RATE, Group.TALK, Group.OVERDUE, Group.WAITING, Group.ENDED)
GROUPS = {
    Group.RATE: pgettext_lazy("reviews", "To rate"),
    Group.TALK: gettext_lazy("Talks to hold"),
    Group.CALIBRATE: gettext_lazy("In calibration"),
    Group.HEAR: gettext_lazy("Appeals I may hear"),
    Group.NAME: gettext_lazy("Without a manager"),
    Group.OVERDUE: gettext_lazy("Overdue with others"),
    Group.WAITING: pgettext_lazy("reviews", "With others"),
    Group.ENDED: pgettext_lazy("reviews", "Ended"),
}
ICONS = {
    Group.RATE: "pen",
    Group.TALK: "say",
    Group.CALIBRATE: "scale",
    Group.HEAR: "half",
    Group.NAME: "none",
    Group.OVERDUE: "late",
    Group.WAITING: "clock",
    Group.ENDED: "k-end",
}


@dataclass(frozen=True)
class Wanted:
    """What of the list is shown; without a group, what is under way."""

    group: Group | None = None
    cycle: ReviewCycle | None = None
    state: str = ""
    unit: Unit | None = None
    text: str = ""

    @property
    def groups(self) -> tuple[Group, ...]:
        """A search goes through all of them."""
        if self.group is not None:
            return (self.group,)
        return tuple(Group) if self.state or self.text.strip() else OPEN


def within(paths: Sequence[str]) -> Q:
    """The reviews of the people of these units."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(employee__unit__path__startswith=path)
    return found


def reviews_seen(employee: Employee, reach: Reach) -> QuerySet[Review]:
    """As `policies.can_see_review` says it of a single one."""
    own = Q(manager=employee) & within(reach.rate)
    found = Review.objects.filter(own | within(reach.see))
    return found.exclude(employee=employee).exclude(stands_above(employee, "employee"))


def lacks_rater(reach: Reach) -> Q:
    """Nobody is named who could rate, where that would be possible; somebody who was named may have
    left, or given up the role."""
    grants = RoleGrant.objects.in_force().filter(
        employee=OuterRef("manager"), employee__is_active=True, role__in=reach.raters
    )
    stands_in = ExpressionWrapper(OuterRef("employee__unit__path"), output_field=CharField())
    reaching = grants.annotate(stands_in=stands_in).filter(stands_in__startswith=F("unit__path"))
    return Q(Q(manager__isnull=True) | ~Exists(reaching), state__in=NAMEABLE)


def is_late(today: date) -> Q:
    return Q(~Q(state__in=NEVER_LATE), due_on__lt=today)


def narrowed(reviews: QuerySet[Review], wanted: Wanted) -> QuerySet[Review]:
    """By everything but the group."""
    if wanted.cycle is not None:
        reviews = reviews.filter(cycle=wanted.cycle)
    if wanted.state:
        reviews = reviews.filter(state=wanted.state)
    if wanted.unit is not None:
        reviews = reviews.filter(unit__path__startswith=wanted.unit.path)
    if text := wanted.text.strip():
        people = search_employees(Employee.objects.order_by(), text)
        found = Q(employee__in=people.values("pk"))
        if number := NUMBER.fullmatch(text):
            found |= Q(pk=int(number[1]))
        reviews = reviews.filter(found)
    return reviews


def grouped(
    reviews: QuerySet[Review], employee: Employee, reach: Reach, today: date
) -> QuerySet[Review]:
    """Each with its `group`, in the order of the list: by group, then by what is due first."""
    own = Q(manager=employee) & within(reach.rate)
    hears = within(reach.hear) & ~Q(manager=employee) & ~had_part(employee)
    handled = within(reach.handle)
    group = SqlCase(
        When(Q(state__in=ENDED), then=Value(Group.ENDED)),
        When(Q(state=State.RATING) & own, then=Value(Group.RATE)),
        When(Q(state=State.TALK) & own, then=Value(Group.TALK)),
        When(Q(state=State.CALIBRATION) & handled, then=Value(Group.CALIBRATE)),
        When(Q(state=State.APPEALED) & hears, then=Value(Group.HEAR)),
        When(lacks_rater(reach) & handled, then=Value(Group.NAME)),
        When(is_late(today), then=Value(Group.OVERDUE)),
        default=Value(Group.WAITING),
        output_field=CharField(),
    )
    return reviews.annotate(group=group).order_by("group", F("due_on").asc(nulls_last=True), "pk")


def counts_of(reviews: QuerySet[Review]) -> dict[Group, int]:
    """How many of the grouped reviews there are of each. One query."""
    found = dict(reviews.order_by().values_list("group").annotate(Count("pk")))  # type: ignore[misc]
    return {group: found.get(group, 0) for group in Group}


def of_groups(reviews: QuerySet[Review], groups: Sequence[Group]) -> QuerySet[Review]:
    """Of the grouped reviews, with what a row shows."""
    return with_rows(reviews.filter(group__in=groups))  # type: ignore[misc]


def marked(reviews: QuerySet[Review], reach: Reach) -> QuerySet[Review]:
    """Each with `is_unnamed`: whether somebody has to be named who rates."""
    return reviews.annotate(
        is_unnamed=ExpressionWrapper(lacks_rater(reach), output_field=BooleanField())
    )


def with_rows(reviews: QuerySet[Review]) -> QuerySet[Review]:
    return reviews.select_related("cycle", "employee", "unit", "post", "manager")


@dataclass(frozen=True)
class Due:
    """`days` until the last day; below nought it lies in the past."""

    on: date
    days: int

    @classmethod
    def of(cls, on: date, today: date) -> "Due":
        return cls(on, (on - today).days)

    @property
    def is_over(self) -> bool:
        return self.days < 0

    @property
    def is_soon(self) -> bool:
        return 0 <= self.days <= SOON

    @property
    def words(self) -> str:
        days = abs(self.days)
        if self.is_over:
            return ngettext("%(days)d day overdue", "%(days)d days overdue", days) % {"days": days}
        if days < 2:
            return _("due tomorrow") if days else _("due today")
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}


@dataclass(frozen=True)
class ReviewRow:
    """`due` of what is not over; `is_provisional` while the total is not frozen; `is_unnamed`
    where somebody has to be named who rates."""

    review: Review
    state: str
    whose: str
    due: Due | None
    is_mine: bool = False
    is_unnamed: bool = False

    @property
    def is_provisional(self) -> bool:
        return State(self.review.state) not in WITH_RESULT


def row_of(review: Review, today: date) -> ReviewRow:
    """Of a review with what a row needs (`with_rows`), `grouped` or `marked` or neither."""
    state = State(review.state)
    due = Due.of(review.due_on, today) if review.due_on and state not in ENDED else None
    group = getattr(review, "group", None)
    is_unnamed = group == Group.NAME or getattr(review, "is_unnamed", False)
    is_mine = group in MINE and not is_unnamed
    return ReviewRow(review, str(STATES[state]), whose_turn(review), due, is_mine, is_unnamed)


def whose_turn(review: Review) -> str:
    """The office, the manager by name; nothing where nobody has to do anything."""
    office = OWNERS[State(review.state)]
    if office in (Office.NOBODY, Office.CALENDAR):
        return ""
    if office == Office.MANAGER:
        return review.manager.localised_name if review.manager else _("nobody named yet")
    return str(OFFICES[office])
