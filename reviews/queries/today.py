"""What of reviews waits for somebody, for the page of today; and their newest result."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from lms.people.models import Employee
from lms.ui.language import in_readers_language
from reviews.models import Goal, Result, Review
from reviews.queries.goals import due_soon
from reviews.queries.peers import open_requests
from reviews.queries.scorecards import cards_named
from reviews.rules.procedure import WITH_RESULT, State

# What the person does themselves.
OWN = (State.SELF_ASSESSMENT, State.SIGN_OFF)
OF_MANAGER = (State.RATING, State.TALK)


@dataclass(frozen=True)
class Waiting:
    """`to_answer` are the reviews of colleagues about which somebody is asked, with `request`;
    `as_manager` those they have to rate or to talk about."""

    to_assess: Sequence[Review] = ()
    to_sign: Sequence[Review] = ()
    to_answer: Sequence[Review] = ()
    as_manager: Sequence[Review] = ()
    goals: Sequence[Goal] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(
            self.to_assess or self.to_sign or self.to_answer or self.as_manager or self.goals
        )


def waiting_for(employee: Employee, today: date) -> Waiting:
    """Two queries."""
    asked = open_requests().filter(review=OuterRef("pk"), peer=employee, declined_on__isnull=True)
    found = (
        Review.objects.annotate(request=Subquery(asked.values("token")[:1]))
        .filter(
            Q(employee=employee, state__in=OWN)
            | Q(manager=employee, state__in=OF_MANAGER)
            | Q(request__isnull=False)
        )
        .select_related("cycle", "employee")
        .order_by("due_on", "pk")
    )
    own = [review for review in found if review.employee_id == employee.pk]
    return Waiting(
        [review for review in own if review.state == State.SELF_ASSESSMENT],
        [review for review in own if review.state == State.SIGN_OFF],
        [review for review in found if review.request is not None],
        [each for each in found if each.manager_id == employee.pk and each.state in OF_MANAGER],
        list(due_soon(employee, today)),
    )


@dataclass(frozen=True)
class NewestResult:
    """`grade` in the reader's words."""

    result: Result
    grade: str


def newest_result(employee: Employee) -> NewestResult | None:
    """The version that holds of the last review whose result is frozen. Two queries."""
    found = Result.objects.filter(review__employee=employee, review__state__in=WITH_RESULT)
    result = (
        found.select_related("review__cycle")
        .order_by("-review__period_until", "-review", "-number")
        .first()
    )
    if result is None:
        return None
    parts = result.frozen_trace.parts
    card = cards_named([parts[-1].scorecard]).get(parts[-1].scorecard)
    grade = card.grade(result.grade) if card else None
    words = in_readers_language(grade.name, grade.name_en) if grade else result.grade
    return NewestResult(result, words)
