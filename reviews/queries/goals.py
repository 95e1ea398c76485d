"""People's goals with how far they are reached."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from lms.people.models import Employee
from lms.people.queries import employees_reached, people_employed, stands_above
from reviews.models import Goal, GoalNote, Review
from reviews.rules.goals import FULL, SOON, GoalState, reached_together, state_on
from reviews.rules.procedure import WITH_RESULT, State


@dataclass(frozen=True)
class GoalLine:
    """A goal as it stands on a day. `notes` the newest first by their day; the first counts.
    `review` is the one in which it counts, if that was opened already."""

    goal: Goal
    notes: Sequence[GoalNote]
    today: date
    review: Review | None = None

    @property
    def newest(self) -> GoalNote | None:
        return self.notes[0] if self.notes else None

    @property
    def percent(self) -> int:
        return self.newest.percent if self.newest else 0

    @property
    def state(self) -> GoalState:
        return state_on(
            self.today,
            from_on=self.goal.from_on,
            due_on=self.goal.due_on,
            percent=self.percent,
            is_withdrawn=self.goal.withdrawn_at is not None,
        )

    @property
    def days_left(self) -> int:
        """Below zero once its day is over."""
        return (self.goal.due_on - self.today).days

    @property
    def is_frozen(self) -> bool:
        """Whether it counted in a result already, which nothing changes any more."""
        return self.review is not None and State(self.review.state) in WITH_RESULT

    @property
    def can_be_noted(self) -> bool:
        return self.goal.withdrawn_at is None and self.goal.from_on <= self.today


@dataclass(frozen=True)
class Goals:
    """Of one person: those that run, those whose day is over, those that were withdrawn."""

    lines: Sequence[GoalLine]

    @property
    def running(self) -> list[GoalLine]:
        return [each for each in self.lines if self._is_live(each) and each.days_left >= 0]

    @property
    def past(self) -> list[GoalLine]:
        """The newest first."""
        found = [each for each in self.lines if self._is_live(each) and each.days_left < 0]
        return found[::-1]

    @property
    def withdrawn(self) -> list[GoalLine]:
        return [each for each in self.lines if not self._is_live(each)]

    @property
    def percent(self) -> int | None:
        """Of those that run, weighted; None without any."""
        return reached_together([(each.goal.weight, each.percent) for each in self.running])

    @staticmethod
    def _is_live(line: GoalLine) -> bool:
        return line.goal.withdrawn_at is None


def _with_notes(goals: QuerySet[Goal]) -> QuerySet[Goal]:
    """With who set, withdrew and noted what, the newest note first; one more query."""
    notes = GoalNote.objects.select_related("by").order_by("-on_day", "-pk")
    return goals.select_related(
        "employee__unit", "employee__post", "set_by", "withdrawn_by"
    ).prefetch_related(Prefetch("notes", notes))


def goals_of(employee: Employee, today: date) -> Goals:
    """In the order in which they are due. Three queries."""
    goals = list(_with_notes(employee.goals.order_by("due_on", "pk")))
    reviews = list(employee.reviews.select_related("cycle").exclude(state=State.WITHDRAWN))
    return Goals([_line(goal, reviews, today) for goal in goals])


def goal_line(token: str, today: date) -> GoalLine | None:
    """One goal. Three queries."""
    goal = _with_notes(Goal.objects.filter(token=token)).first()
    if goal is None:
        return None
    reviews = Review.objects.filter(employee=goal.employee_id).exclude(state=State.WITHDRAWN)
    return _line(goal, reviews.select_related("cycle"), today)


def _line(goal: Goal, reviews: Iterable[Review], today: date) -> GoalLine:
    counted = (each for each in reviews if each.period_from <= goal.due_on <= each.period_until)
    return GoalLine(goal, list(goal.notes.all()), today, next(counted, None))


def people_with_goals(actor: Employee, permission: str, today: date) -> QuerySet[Employee]:
    """Whom somebody may set goals: of the units that the permission reaches, who work here, without
    themselves and those they work under."""
    reached = people_employed(employees_reached(actor, permission), today)
    return reached.exclude(pk=actor.pk).exclude(stands_above(actor)).filter(hired_on__isnull=False)


def without_goals(people: QuerySet[Employee], today: date) -> QuerySet[Employee]:
    """Those of the people for whom no goal runs."""
    return people.exclude(Exists(_running(today).filter(employee=OuterRef("pk"))))


def _running(today: date) -> QuerySet[Goal]:
    return Goal.objects.filter(withdrawn_at__isnull=True, due_on__gte=today)


def _percent() -> Subquery:
    newest = GoalNote.objects.filter(goal=OuterRef("pk")).order_by("-on_day", "-pk")
    return Subquery(newest.values("percent")[:1])


@dataclass(frozen=True)
class TeamLine:
    """Somebody with the goals that run for them; `percent` is None without any."""

    employee: Employee
    count: int
    percent: int | None
    next_due: date | None


def team_lines(people: Collection[Employee], today: date) -> list[TeamLine]:
    """In the order given. One query."""
    goals: dict[int, list[Goal]] = defaultdict(list)
    found = _running(today).filter(employee__in=people).annotate(percent=_percent())
    for goal in found.order_by("due_on", "pk"):
        goals[goal.employee_id].append(goal)
    return [_team_line(person, goals[person.pk]) for person in people]


def _team_line(person: Employee, goals: Sequence[Goal]) -> TeamLine:
    weighed = [(goal.weight, getattr(goal, "percent") or 0) for goal in goals]  # noqa: B009
    due = goals[0].due_on if goals else None
    return TeamLine(person, len(goals), reached_together(weighed), due)


def due_soon(employee: Employee, today: date) -> QuerySet[Goal]:
    """The goals of somebody that are due soon and not reached, each with its `percent`, if any was
    noted."""
    found = _running(today).filter(employee=employee, due_on__lte=today + SOON)
    not_reached = Q(percent__isnull=True) | Q(percent__lt=FULL)
    return found.annotate(percent=_percent()).filter(not_reached).order_by("due_on", "pk")


def is_rated(goal: Goal) -> bool:
    """Whether the person was rated already for the time in which the goal is due. One query."""
    found = Review.objects.filter(
        employee=goal.employee_id, period_from__lte=goal.due_on, period_until__gte=goal.due_on
    )
    before = (State.SELF_ASSESSMENT, State.RATING, State.WITHDRAWN)
    return found.exclude(state__in=before).exists()
