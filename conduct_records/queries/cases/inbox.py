"""The desk's inbox: the cases somebody sees, by whose turn it is and what is due."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from django.db.models import Case as SqlCase
from django.db.models import CharField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from conduct_records.enums import EvidenceKind, ViewState
from conduct_records.models import Case, Evidence, Incident
from conduct_records.queries.cases.channel import answers_waiting, with_waiting_answers
from conduct_records.queries.cases.incidents import is_waiting, with_files
from conduct_records.queries.cases.reached import reach_of, reached
from conduct_records.queries.cases.seen import cases_reached, cases_seen
from conduct_records.queries.cases.words import OFFICES, STATES
from conduct_records.rules.cases.procedure import (
    OWNERS,
    RIGHT_OF,
    SEAT_OF,
    UNDER_WAY,
    Office,
    State,
)
from lms.people.models import Employee, Unit
from lms.people.queries import reach, search_employees
from lms.ui.paging import OpenPage

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


# So many of a group are counted, and so many people of a name looked at.
MOST, MOST_PEOPLE = 500, 200


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


@dataclass(frozen=True)
class Narrowed:
    """`is_few`: whether they are the cases of a part of the people only; `has_more`: whether more
    people are called like this than are looked at."""

    cases: QuerySet[Case]
    is_few: bool
    has_more: bool = False


def narrowed(employee: Employee, permission: str, wanted: Wanted) -> Narrowed:
    """What somebody sees of what is wanted, by everything but the group."""
    cases = cases_seen(employee, permission)
    within = reach_of(employee, permission)
    if wanted.state:
        cases = cases.filter(state=wanted.state)
    if wanted.line:
        cases = cases.filter(line=wanted.line)
    if wanted.unit is not None:
        below = reached([wanted.unit.path])
        cases = cases.filter(below.about())
        within = below if below.is_part else within
    is_few = within.is_part or not within.paths
    if wanted.text.strip():
        return _found(cases, employee, permission, wanted)
    return Narrowed(cases, is_few)


def _found(cases: QuerySet[Case], employee: Employee, permission: str, wanted: Wanted) -> Narrowed:
    """Those of the people whose name or number it is, who are looked up first; or the case's."""
    text = wanted.text.strip()
    people = search_employees(Employee.objects.order_by(), text)
    people = people.filter(Exists(Case.objects.filter(subject=OuterRef("pk"))))
    rights = (permission, *RIGHT_OF.values())
    within = reached([path for right in rights for path in reach(employee, right)])
    below = [reached([wanted.unit.path])] if wanted.unit is not None else []
    for part in (within, *below):
        # Where it is most of the company, `cases` says so.
        if part.is_part or not part.paths:
            people = people.filter(part.units("unit")) if part.paths else people.none()
    keys = list(people.values_list("pk", flat=True)[: MOST_PEOPLE + 1])
    found = Q(subject__in=keys[:MOST_PEOPLE])
    if number := NUMBER.fullmatch(text):
        found |= Q(pk=int(number[1]))
    return Narrowed(cases.filter(found), is_few=True, has_more=len(keys) > MOST_PEOPLE)


def turn_of(employee: Employee, permission: str) -> Q:
    """The cases in which it is somebody's turn: that of their seat, or HR's of their units."""
    return (
        Q(turn=Office.INVESTIGATOR, investigator=employee)
        | Q(turn=Office.DECIDER, decider=employee)
        | Q(turn=Office.APPEALS, appeal_officer=employee)
        | (Q(turn=Office.HR) & cases_reached(employee, permission))
    )


@dataclass(frozen=True)
class Inbox:
    """The cases of an inbox by their groups. Each group is a query of its own, which an index
    gives in its order and which stops after `MOST`: how many there are does not matter. Cases of
    a few people are found by these people instead. `permission` is the one by which HR acts."""

    found: Narrowed
    employee: Employee
    permission: str
    now: datetime

    @cached_property
    def _mine(self) -> Q:
        return turn_of(self.employee, self.permission)

    def of(self, group: Group) -> QuerySet[Case]:
        """In the order of the inbox: what is due first."""
        cases = self.found.cases.order_by(F("due_at").asc(nulls_last=True), "-pk")
        match group:
            case Group.MINE:
                return cases.filter(self._mine, waits=True)
            case Group.OVERDUE:
                return cases.filter(waits=True, due_at__lt=self.now).exclude(self._mine)
            case Group.WAITING:
                is_late = Q(due_at__isnull=False, due_at__lt=self.now)
                return cases.filter(~is_late, waits=True).exclude(self._mine)
            case Group.IN_EFFECT:
                return self._whose_turn_is(cases, Office.CALENDAR)
            case Group.ENDED:
                return self._whose_turn_is(cases, Office.NOBODY)

    def _whose_turn_is(self, cases: QuerySet[Case], office: Office) -> QuerySet[Case]:
        """Of few people, by something that the index of turns does not know: SQLite, which keeps
        no statistics, would prefer it to the people."""
        if self.found.is_few:
            return cases.alias(whose=Cast("turn", CharField())).filter(whose=office)
        return cases.filter(turn=office)

    @cached_property
    def keys(self) -> dict[Group, list[int]]:
        """The first of each group, one more than are counted. One query each."""
        return {
            group: list(self.of(group).values_list("pk", flat=True)[: MOST + 1]) for group in Group
        }

    def counted(self, *groups: Group) -> str:
        """How many there are; "500+" where there are more than are counted."""
        count = sum(min(len(self.keys[group]), MOST) for group in groups)
        return f"{count}+" if any(map(self.has_more, groups)) else str(count)

    def has_more(self, group: Group) -> bool:
        return len(self.keys[group]) > MOST

    def page(self, groups: tuple[Group, ...], number: int, size: int) -> OpenPage[Case]:
        """Of one group everything, of several the first of each; each with its `group` and what a
        row shows. Two queries, and one more far down in a group."""
        first = (number - 1) * size
        listed = [(key, group) for group in groups for key in self.keys[group][:MOST]]
        placed = listed[first : first + size + 1]
        if len(groups) == 1 and first + size >= MOST:
            keys = self.of(groups[0]).values_list("pk", flat=True)[first : first + size + 1]
            placed = [(key, groups[0]) for key in keys]
        rows = _rows([key for key, __ in placed[:size]])
        cases = []
        for key, group in placed[:size]:
            if case := rows.get(key):
                case.group = group  # type: ignore[attr-defined]
                cases.append(case)
        return OpenPage(cases, number, len(placed) > size)


def _rows(keys: list[int]) -> dict[int, Case]:
    people = ("subject__unit", "subject__post", "investigator", "decider", "appeal_officer")
    rows = Case.objects.select_related("incident__reported_by", *people)
    return rows.prefetch_related("charges").in_bulk(keys)


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
    """Of a case from a page of the inbox."""
    state = State(case.state)
    waits = state in UNDER_WAY or case.turn == Office.HR
    return InboxRow(
        case,
        case.group,  # type: ignore[attr-defined]
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
    """Each with the `pictures` of its report that can be looked at; one more query. They are to be
    found by the incident: nearly all evidence has no case."""
    ready = Evidence.objects.alias(of_case=F("case_id") + 0).filter(
        of_case__isnull=True, kind=EvidenceKind.PICTURE, view__state=ViewState.READY
    )
    return incidents.prefetch_related(Prefetch("evidence", queryset=ready, to_attr="pictures"))


STATES_OF_INCIDENTS = {
    "waiting": pgettext_lazy("incident", "Waiting"),
    "answers": pgettext_lazy("incident", "Answers that wait"),
    "taken_up": pgettext_lazy("incident", "Taken up"),
    "set_aside": pgettext_lazy("incident", "Set aside"),
}


def incidents_in(incidents: QuerySet[Incident], state: str) -> QuerySet[Incident]:
    """Those that wait, those with an anonymous reporter's answer that waits first; those with such
    an answer; those that were taken up in a case, or set aside. Each with `files`."""
    order = ["-known_at", "-pk"]
    has_case = Exists(Case.objects.filter(incident=OuterRef("pk")))
    match state:
        case "answers":
            found = with_waiting_answers(incidents)
        case "taken_up":
            found = incidents.filter(has_case)
        case "set_aside":
            found = incidents.filter(~has_case, closing__isnull=False)
        case _:
            waits = When(pk__in=answers_waiting().values("incident"), then=Value(0))
            found = incidents.filter(is_waiting())
            found = found.annotate(is_answered=SqlCase(waits, default=Value(1)))
            order = ["is_answered", *order]
    return with_files(found).select_related("closing").order_by(*order)
