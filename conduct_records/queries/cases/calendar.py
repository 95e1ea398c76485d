"""The calendar of cases: what is due, heard, open to appeal or spent, day by day."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from conduct_records.models import Case, CaseStep
from conduct_records.queries.cases.files import zone
from conduct_records.rules.cases.procedure import ENDED, UNDER_WAY, State, StepKind
from conduct_records.rules.cases.step_content import content_of
from lms.people.rules.periods import add_months

MONDAY = 0
# Nobody is invited to a hearing further ahead than this.
LONGEST_AHEAD = timedelta(days=366)
HEARINGS = (StepKind.NOTICE_ISSUED, StepKind.HEARING_MOVED)


class Event(StrEnum):
    HEARING = "hearing"
    ANSWER = "answer"
    APPEAL = "appeal"
    DUE = "due"
    SPENT = "spent"


EVENTS = {
    Event.HEARING: pgettext_lazy("calendar", "Hearing"),
    Event.ANSWER: pgettext_lazy("calendar", "Time to answer ends"),
    Event.APPEAL: pgettext_lazy("calendar", "Time to appeal ends"),
    Event.DUE: pgettext_lazy("calendar", "Due"),
    Event.SPENT: pgettext_lazy("calendar", "Spent"),
}
ICONS = {
    Event.HEARING: "k-say",
    Event.ANSWER: "clock",
    Event.APPEAL: "flag",
    Event.DUE: "late",
    Event.SPENT: "k-end",
}
# What is due of each state.
DUES = {
    State.OPENED: pgettext_lazy("calendar", "First step due"),
    State.INVESTIGATING: pgettext_lazy("calendar", "Investigation due"),
    State.CHARGED: pgettext_lazy("calendar", "Notice to be served"),
    State.HEARD: pgettext_lazy("calendar", "Decision due"),
    State.DECIDED: pgettext_lazy("calendar", "Decision to be served"),
    State.APPEALED: pgettext_lazy("calendar", "Appeal to be decided"),
}
BY_STATE = {State.NOTIFIED: Event.ANSWER, State.SERVED: Event.APPEAL}


@dataclass(frozen=True)
class Entry:
    """Something on a day; `at` where it has an hour that matters."""

    day: date
    event: Event
    case: Case
    at: datetime | None = None
    is_over: bool = False

    @property
    def words(self) -> str:
        """What it is: of what is due, what is to be done."""
        if self.event == Event.DUE:
            return str(DUES[State(self.case.state)])
        return str(EVENTS[self.event])

    @property
    def icon(self) -> str:
        return ICONS[self.event]

    @property
    def is_late(self) -> bool:
        """Over, and still to be done."""
        return self.is_over and self.event == Event.DUE


@dataclass(frozen=True)
class Day:
    date: date
    entries: tuple[Entry, ...]
    is_in_month: bool
    is_today: bool


@dataclass(frozen=True)
class Month:
    """`first` is the first day; weeks begin on Monday and are filled up with days of the months
    beside, which show nothing."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def days(self) -> list[Day]:
        """Those on which there is something, and today."""
        every = (day for week in self.weeks for day in week if day.is_in_month)
        return [day for day in every if day.entries or day.is_today]

    @property
    def count(self) -> int:
        return sum(len(day.entries) for day in self.days)

    @property
    def before(self) -> date:
        return add_months(self.first, -1)

    @property
    def after(self) -> date:
        return add_months(self.first, 1)


def month_of(cases: QuerySet[Case], first: date, now: datetime) -> Month:
    """The month of these cases; two queries."""
    entries: dict[date, list[Entry]] = defaultdict(list)
    for entry in sorted(_entries(cases, first, now), key=_in_order):
        entries[entry.day].append(entry)
    today = timezone.localdate(now)
    weeks = Calendar(MONDAY).monthdatescalendar(first.year, first.month)
    return Month(
        first,
        tuple(
            tuple(
                Day(day, tuple(entries[day]), day.month == first.month, day == today)
                for day in week
            )
            for week in weeks
        ),
    )


def _in_order(entry: Entry) -> tuple[bool, datetime, int]:
    start = datetime.combine(entry.day, time(), zone())
    return entry.at is None, entry.at or start, entry.case.pk


def _entries(cases: QuerySet[Case], first: date, now: datetime) -> Iterable[Entry]:
    start = datetime.combine(first, time(), zone())
    end = datetime.combine(add_months(first, 1), time(), zone())
    yield from _of_columns(cases, start, end, now)
    yield from _hearings(cases, start, end, now)


def _of_columns(
    cases: QuerySet[Case], start: datetime, end: datetime, now: datetime
) -> Iterable[Entry]:
    is_due = Q(state__in=UNDER_WAY, due_at__gte=start, due_at__lt=end)
    is_spent = Q(counts_until__gte=start.date(), counts_until__lt=end.date())
    for case in cases.filter(is_due | is_spent).select_related("subject"):
        if case.due_at and case.state in UNDER_WAY and start <= case.due_at < end:
            event = BY_STATE.get(State(case.state), Event.DUE)
            is_over = case.due_at < now
            yield Entry(timezone.localdate(case.due_at), event, case, is_over=is_over)
        if case.counts_until and start.date() <= case.counts_until < end.date():
            yield Entry(case.counts_until, Event.SPENT, case)


def _hearings(
    cases: QuerySet[Case], start: datetime, end: datetime, now: datetime
) -> Iterable[Entry]:
    """Of each case the hearing that was set last, as long as it can take place or did."""
    steps = CaseStep.objects.filter(
        case__in=cases.order_by().values("pk"),
        kind__in=HEARINGS,
        at__gte=start - LONGEST_AHEAD,
        at__lt=end,
    )
    last = {step.case_id: step for step in steps.select_related("case__subject").order_by("number")}
    for step in last.values():
        at = content_of(StepKind(step.kind), step.data).hearing_at
        is_off = at is not None and at > now and step.case.state in ENDED
        if at is not None and start <= at < end and not is_off:
            yield Entry(timezone.localdate(at), Event.HEARING, step.case, at, at < now)
