"""Who of a team comes first, and how many there are of each kind.

The order is the database's, so that a page of fifty out of three thousand is the right one. What
a cell says is worked out for the page's people only (`standings`), by `rules.standing`; the
expression here puts the same states into the same order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Substr

from courses.models import Certificate, Enrolment, LessonProgress, Reminder
from courses.queries.attempts import used_up
from courses.queries.standings import TeamCourse
from courses.rules.certificate_life import NOTICE
from courses.rules.standing import GROUP_OF, URGENCY, Group, State
from lms.people.models import Employee, Leave, PostGroup, Unit
from lms.people.queries import search_employees

AWAY = "away"
SORTS = {
    "urgency": ("urgency", "sort_key", "staff_number"),
    "name": ("sort_key", "staff_number"),
    "unit": ("unit__path", "sort_key", "staff_number"),
}
# A state's place in the order as one digit, the first of the sort key.
_DIGIT = {state: str(number) for number, state in enumerate(URGENCY, start=1)}
_STATE = {digit: state for state, digit in _DIGIT.items()}


@dataclass(frozen=True)
class Wanted:
    """Which people are shown: a unit's subtree, a post group, a name; and of these the ones whose
    most urgent course is in a state of the group, or who are away."""

    unit: Unit | None = None
    group: PostGroup | None = None
    name: str = ""
    state: str = ""
    sort: str = "urgency"


@dataclass(frozen=True)
class Part:
    """One group of the summary as a part of its bar, in hundredths of the whole."""

    group: Group
    count: int
    start: float
    width: float


def narrowed(people: QuerySet[Employee], wanted: Wanted) -> QuerySet[Employee]:
    """These people without regard to how far they are."""
    if wanted.unit is not None:
        people = people.filter(unit__path__startswith=wanted.unit.path)
    if wanted.group is not None:
        people = people.filter(post__group=wanted.group)
    return search_employees(people, wanted.name) if wanted.name.strip() else people


def team_of(
    people: QuerySet[Employee], courses: Sequence[TeamCourse], wanted: Wanted, today: date
) -> QuerySet[Employee]:
    """The people wanted, in the order wanted; the most urgent first unless it says otherwise."""
    found = with_urgency(narrowed(people, wanted), courses, today)
    if wanted.state == AWAY:
        found = found.filter(Exists(Leave.objects.on(today).filter(employee=OuterRef("pk"))))
    elif wanted.state:
        digits = [_DIGIT[state] for state, group in GROUP_OF.items() if group == wanted.state]
        found = found.annotate(rank=Substr("urgency", 1, 1)).filter(rank__in=digits)
    return found.order_by(*SORTS.get(wanted.sort, SORTS["urgency"]))


def summary_of(
    people: QuerySet[Employee], courses: Sequence[TeamCourse], today: date
) -> list[Part]:
    """How many of these people there are in each group, each counted once, by their most urgent
    course. One query."""
    ranked = with_urgency(people, courses, today).annotate(rank=Substr("urgency", 1, 1))
    rows = ranked.order_by().values("rank").annotate(count=Count("pk"))
    counts = dict.fromkeys(Group, 0)
    for row in rows:
        counts[GROUP_OF[_STATE[row["rank"]]]] += row["count"]
    total = sum(counts.values())
    parts, start = [], 0.0
    for group, count in counts.items():
        width = 100 * count / total if total else 0.0
        parts.append(Part(group, count, round(start, 3), round(width, 3)))
        start += width
    return parts


def with_urgency(
    people: QuerySet[Employee], courses: Sequence[TeamCourse], today: date
) -> QuerySet[Employee]:
    """`urgency`: a text that sorts the people whose courses are most urgent first, of these the
    ones due earliest."""
    own = Enrolment.objects.filter(
        employee=OuterRef("pk"), course_key__in=[course.key for course in courses]
    )
    keys = own.order_by().values("employee").annotate(key=Min(_key(courses, today)))
    none = Value(_DIGIT[State.NOT_ENROLLED])
    return people.annotate(urgency=Coalesce(Subquery(keys.values("key")), none))


def _key(courses: Sequence[TeamCourse], today: date) -> Case:
    """The sort key of one enrolment: the digit of its state, for open ones with the due day."""
    due = Coalesce(Cast("due_on", CharField()), Value("9999"))
    is_open = Q(completed_at__isnull=True)
    away = Leave.objects.on(today).filter(employee=OuterRef("employee"))
    certificate = Certificate.objects.filter(enrolment=OuterRef("pk"), replaced_at__isnull=True)
    read = LessonProgress.objects.filter(enrolment=OuterRef("pk"), read_at__isnull=False)
    ends = Q(revoked_at__isnull=False) | Q(valid_until__lte=today + NOTICE)
    revoked = certificate.filter(revoked_at__isnull=False)
    cases: list[tuple[State, Any]] = [
        (State.OVERDUE, is_open & Q(due_on__lt=today) & ~Exists(away)),
        *((State.EXHAUSTED, is_open & one) for one in _exhausted(courses)),
        (State.UNDER_WAY, is_open & Exists(read)),
        (State.NOT_STARTED, is_open),
        # Most are here, by one look; only the others are looked at more closely.
        (State.COMPLETED, Q(~Exists(certificate.filter(ends)))),
        (State.REVOKED, Q(Exists(revoked))),
        (State.EXPIRED, Q(Exists(certificate.filter(valid_until__lt=today)))),
    ]
    return Case(
        *(When(condition, then=Concat(Value(_DIGIT[state]), due)) for state, condition in cases),
        default=Value(_DIGIT[State.EXPIRING]),
        output_field=CharField(),
    )


def _exhausted(courses: Sequence[TeamCourse]) -> list[Q]:
    """For each course whose examination allows so many attempts: all are used in vain."""
    found = [(course, used_up(course.quiz)) for course in courses if course.quiz is not None]
    return [Q(course_key=course.key) & used for course, used in found if used is not None]


def open_enrolments(
    people: QuerySet[Employee], courses: Sequence[TeamCourse], today: date
) -> QuerySet[Enrolment]:
    """What these people still have to finish in the courses; those away are left in peace."""
    away = Leave.objects.on(today).filter(employee=OuterRef("employee"))
    return Enrolment.objects.filter(
        ~Exists(away),
        completed_at__isnull=True,
        course_key__in=[course.key for course in courses],
        employee__in=people.order_by().values("pk"),
    )


def overdue_enrolments(
    people: QuerySet[Employee], courses: Sequence[TeamCourse], today: date
) -> QuerySet[Enrolment]:
    return open_enrolments(people, courses, today).filter(due_on__lt=today)


def reminders_on(day: date, people: Iterable[Employee]) -> dict[int, Reminder]:
    """The last reminder of the day, by the employee's id, with who sent it and its notice."""
    found = Reminder.objects.filter(sent_on=day, enrolment__employee__in=[p.pk for p in people])
    return {
        reminder.enrolment.employee_id: reminder
        for reminder in found.select_related("enrolment", "sent_by", "notice").order_by("sent_at")
    }


def reminders_to(employee: Employee) -> QuerySet[Reminder]:
    """All reminders somebody was sent, newest first."""
    found = Reminder.objects.filter(enrolment__employee=employee)
    return found.select_related("enrolment", "sent_by", "notice")
