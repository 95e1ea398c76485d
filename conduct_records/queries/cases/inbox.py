"""The desk's inbox: the cases somebody sees, by whose turn it is and what is due."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Case as SqlCase
from django.db.models import (
    CharField,
    Count,
    F,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from conduct_records.enums import EvidenceKind, ViewState
from conduct_records.models import Case, Evidence, Incident
from conduct_records.queries.cases.seen import cases_reached
from conduct_records.queries.cases.words import OFFICES, STATES
from conduct_records.rules.cases.procedure import (
    ENDED,
    OWNERS,
    SEAT_OF,
    UNDER_WAY,
    Office,
    State,
)
from lms.people.models import Employee, Unit
from lms.people.queries import search_employees

IN_EFFECT = (State.STANDING, State.PRAISED)
NUMBER = re.compile(r"(?:\d{4}-)?0*(\d{1,9})")
# This many days before a day is "soon".
SOON = 2


class Group(StrEnum):
    """The parts of the inbox, in their order."""

    MINE = "1-mine"
    OVERDUE = "2-overdue"
    WAITING = "3-waiting"
    IN_EFFECT = "4-in-effect"
    ENDED = "5-ended"


OPEN = (Group.MINE, Group.OVERDUE, Group.WAITING)
GROUPS = {
    Group.MINE: pgettext_lazy("cases", "My turn"),
    Group.OVERDUE: pgettext_lazy("cases", "Overdue with others"),
    Group.WAITING: pgettext_lazy("cases", "Waiting for others"),
    Group.IN_EFFECT: pgettext_lazy("cases", "In effect"),
    Group.ENDED: pgettext_lazy("cases", "Ended"),
}

ICONS = {
    Group.MINE: "half",
    Group.OVERDUE: "late",
    Group.WAITING: "clock",
    Group.IN_EFFECT: "open",
    Group.ENDED: "k-end",
}


@dataclass(frozen=True)
class Wanted:
    """What of the inbox is shown; without a group, what is under way."""

    group: Group | None = None
    state: str = ""
    unit: Unit | None = None
    line: str = ""
    text: str = ""

    @property
    def groups(self) -> tuple[Group, ...]:
        """A search goes through all of them."""
        if self.group is not None:
            return (self.group,)
        return tuple(Group) if self.state or self.text.strip() else OPEN


def narrowed(cases: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    """By everything but the group."""
    if wanted.state:
        cases = cases.filter(state=wanted.state)
    if wanted.unit is not None:
        cases = cases.filter(subject__unit__path__startswith=wanted.unit.path)
    if wanted.line:
        cases = cases.filter(line=wanted.line)
    if text := wanted.text.strip():
        people = search_employees(Employee.objects.order_by(), text)
        found = Q(subject__in=people.values("pk"))
        if number := NUMBER.fullmatch(text):
            found |= Q(pk=int(number[1]))
        cases = cases.filter(found)
    return cases


def turn_of(employee: Employee, permission: str) -> Q:
    """The cases in which it is somebody's turn: that of their seat, or HR's of their units."""
    return (
        Q(turn=Office.INVESTIGATOR, investigator=employee)
        | Q(turn=Office.DECIDER, decider=employee)
        | Q(turn=Office.APPEALS, appeal_officer=employee)
        | (Q(turn=Office.HR) & cases_reached(employee, permission))
    )


def grouped(
    cases: QuerySet[Case], employee: Employee, permission: str, now: datetime
) -> QuerySet[Case]:
    """Each with its `group`, in the order of the inbox: by group, then by what is due first.
    `permission` is the one by which HR acts."""
    group = SqlCase(
        When(turn_of(employee, permission), then=Value(Group.MINE)),
        When(state__in=ENDED, then=Value(Group.ENDED)),
        When(state__in=IN_EFFECT, then=Value(Group.IN_EFFECT)),
        When(due_at__lt=now, then=Value(Group.OVERDUE)),
        default=Value(Group.WAITING),
        output_field=CharField(),
    )
    return cases.annotate(group=group).order_by("group", F("due_at").asc(nulls_last=True), "-pk")


def counts_of(cases: QuerySet[Case]) -> dict[Group, int]:
    """How many of the grouped cases there are of each. One query."""
    found = dict(cases.order_by().values_list("group").annotate(Count("pk")))  # type: ignore[misc]
    return {group: found.get(group, 0) for group in Group}


def of_groups(cases: QuerySet[Case], groups: tuple[Group, ...]) -> QuerySet[Case]:
    """Of the grouped cases, with what a row shows; one more query for the charges."""
    found = cases.filter(group__in=groups)  # type: ignore[misc]
    people = ("subject__unit", "subject__post", "investigator", "decider", "appeal_officer")
    return found.select_related("incident", *people).prefetch_related("charges")


@dataclass(frozen=True)
class Due:
    """`days` until the day; below nought it lies in the past."""

    at: datetime
    days: int
    is_over: bool

    @classmethod
    def of(cls, at: datetime, now: datetime) -> "Due":
        days = (timezone.localdate(at) - timezone.localdate(now)).days
        return cls(at, days, at < now)

    @property
    def is_soon(self) -> bool:
        return not self.is_over and self.days <= SOON

    @property
    def words(self) -> str:
        days = abs(self.days)
        if self.is_over:
            late = ngettext("%(days)d day overdue", "%(days)d days overdue", days)
            return late % {"days": days} if days else _("time ran out today")
        if days < 2:
            return _("due tomorrow") if days else _("due today")
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}


@dataclass(frozen=True)
class InboxRow:
    """`remains`: what is to be done although the case has ended, or before it can go on."""

    case: Case
    group: Group
    state: str
    whose: str
    due: Due | None
    remains: tuple[str, ...] = ()

    @property
    def is_mine(self) -> bool:
        return self.group == Group.MINE


def row_of(case: Case, now: datetime) -> InboxRow:
    """Of a case from `of_groups`."""
    state = State(case.state)
    waits = state in UNDER_WAY or case.turn == Office.HR
    return InboxRow(
        case,
        Group(case.group),  # type: ignore[attr-defined]
        str(STATES[state]),
        whose_turn(case),
        Due.of(case.due_at, now) if case.due_at and waits else None,
        tuple(_remains(case)),
    )


def _remains(case: Case) -> Iterator[str]:
    owner = OWNERS[State(case.state)]
    if case.turn != Office.HR or owner == Office.HR:
        return
    if owner in SEAT_OF:
        yield _("nobody appointed yet")
    else:
        yield _("after the appeal: serve the decision, pay back")


def whose_turn(case: Case) -> str:
    """The office, and who holds it; nothing where nobody has to do anything."""
    turn = Office(case.turn)
    if turn in (Office.NOBODY, Office.CALENDAR):
        return ""
    people = {
        Office.INVESTIGATOR: case.investigator,
        Office.DECIDER: case.decider,
        Office.APPEALS: case.appeal_officer,
    }
    holder = people.get(turn)
    named = _("%(office)s: %(name)s") % {
        "office": OFFICES[turn],
        "name": holder.localised_name if holder else "",
    }
    return named if holder else str(OFFICES[turn])


# Incidents ---------------------------------------------------------------------------------------


def with_pictures(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Each with the `pictures` of its report that can be looked at; one more query."""
    ready = Evidence.objects.filter(
        case__isnull=True, kind=EvidenceKind.PICTURE, view__state=ViewState.READY
    )
    return incidents.prefetch_related(Prefetch("evidence", queryset=ready, to_attr="pictures"))


STATES_OF_INCIDENTS = {
    "waiting": pgettext_lazy("incident", "Waiting"),
    "taken_up": pgettext_lazy("incident", "Taken up"),
    "set_aside": pgettext_lazy("incident", "Set aside"),
}


def incidents_in(incidents: QuerySet[Incident], state: str) -> QuerySet[Incident]:
    """Those that wait, were taken up in a case, or were set aside; each with `files`."""
    match state:
        case "taken_up":
            found = incidents.filter(pk__in=Case.objects.order_by().values("incident"))
        case "set_aside":
            found = incidents.filter(closing__isnull=False)
        case _:
            found = incidents.filter(closing__isnull=True, cases__isnull=True)
    counted = found.annotate(files=Count("evidence")).order_by("-known_at", "-pk")
    return counted.select_related("unit", "person", "reported_by", "closing")
