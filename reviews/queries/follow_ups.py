"""What follows from a result: courses that could help, and days on which work is looked at once
more."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from assessments.models import Sitting
from conduct_records.models import Case
from conduct_records.queries.cases.files import files_of
from conduct_records.queries.teaching import taught_in_lessons
from courses.models import Enrolment
from courses.queries import live_courses, outlines_by_key
from courses.rules.journey import Outline
from lms.people.models import Employee, Post
from lms.people.queries import employees_reached
from reviews.models import Reassessment, Result, Review, ReviewStep
from reviews.queries.scorecards import cards_named
from reviews.rules.procedure import StepKind
from reviews.rules.proposals import Course, Why
from reviews.rules.trace import Source

# In percent; below it an examination is something to learn more for.
WEAK = 80
# The list shows what comes in so many days, and what was so many days ago.
AROUND = timedelta(days=30)


def newest_result(review: Review) -> Result | None:
    return review.results.order_by("-number").first()


def is_low(review: Review) -> bool:
    """Whether the grade that holds is one that has to be followed by something. Two queries."""
    result = newest_result(review)
    if result is None:
        return False
    token = result.frozen_trace.parts[-1].scorecard
    grade = cards_named([token])[token].grade(result.grade)
    return grade is not None and grade.is_low


def scores_of(review: Review) -> dict[str, Decimal]:
    """By component, those with data."""
    return {component: Decimal(score) for component, score in review.scores.items()}


def other_posts(employee: Employee) -> QuerySet[Post]:
    """All but the one they stand at."""
    found = Post.objects.select_related("group")
    return found.exclude(pk=employee.post_id) if employee.post_id else found


def unfinished_courses(employee: Employee) -> dict[str, Outline]:
    """The published courses somebody has not finished, enrolled or not, by key. Some queries,
    however many there are."""
    done = Enrolment.objects.filter(employee=employee, completed_at__isnull=False)
    keys = live_courses().exclude(translation_key__in=done.values("course_key"))
    found = outlines_by_key(keys.values_list("translation_key", flat=True))
    return {str(key): outline for key, outline in found.items()}


def courses_for(review: Review, result: Result, outlines: dict[str, Outline]) -> list[Course]:
    """Why each of the person's unfinished courses could help, the best reasons first. Some queries,
    however many there are."""
    begun = {
        str(key)
        for key in Enrolment.objects.filter(employee=review.employee_id).values_list(
            "course_key", flat=True
        )
    }
    reasons: list[tuple[Why, Collection[str]]] = [
        (Why.UNFINISHED, begun),
        (Why.EXAMINATION, set(_of_weak_examinations(result))),
        (Why.RULE, set(_of_rules(result, outlines))),
        (Why.NEW, outlines.keys() - begun),
    ]
    return [Course(key, why) for why, keys in reasons for key in outlines if key in keys]


def _of_weak_examinations(result: Result) -> Iterator[str]:
    weak = [
        item.ref
        for item in result.frozen_trace.items
        if item.source == Source.SITTING and item.value < WEAK
    ]
    quizzes = Sitting.objects.filter(pk__in=weak).values("quiz")
    for key in (
        live_courses().filter(examination__in=quizzes).values_list("translation_key", flat=True)
    ):
        yield str(key)


def _of_rules(result: Result, outlines: dict[str, Outline]) -> Iterator[str]:
    """The courses that teach a rule which was proven in a case that counts."""
    tokens = [
        item.ref
        for item in result.frozen_trace.items
        if item.source == Source.CASE and item.value < 0
    ]
    if not tokens:
        return
    files = files_of(Case.objects.filter(token__in=tokens))
    charges = [charge for file in files.values() for charge in file.proven]
    codes = {charge.rule for charge in charges}
    lines = {str(charge.line) for charge in charges}
    lessons = {
        each.lesson for each in taught_in_lessons() if codes & each.codes or lines & each.lines
    }
    for key, outline in outlines.items():
        if any(lesson.key in lessons for lesson in outline.lessons):
            yield key


def talks_to_follow() -> QuerySet[ReviewStep]:
    """Talks with something agreed whose days of reassessment are not kept yet."""
    found = ReviewStep.objects.filter(kind=StepKind.TALKED, review__reassessments__isnull=True)
    return found.exclude(data__follow_ups=[]).select_related("actor", "review__employee")


def reassessments_for(actor: Employee, permission: str, today: date) -> QuerySet[Reassessment]:
    """The days around today on which work is looked at once more: of those whom the actor rated,
    and of those they reach with the permission; the earliest first."""
    reached = employees_reached(actor, permission).values("pk")
    mine = Q(review__manager=actor) | Q(review__employee__in=reached)
    found = Reassessment.objects.filter(
        mine,
        on_day__range=(today - AROUND, today + AROUND),
        review__employee__is_active=True,
    ).exclude(review__employee=actor)
    return found.select_related("review__employee__unit", "review__employee__post").order_by(
        "on_day", "pk"
    )
