"""Moves to another grade in calibration: to which somebody can be moved, and which were made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.people.models import Employee
from lms.ui.language import in_readers_language
from reviews.models import Review
from reviews.queries.gathering import conduct
from reviews.queries.gathering.subjects import subjects_of
from reviews.queries.gathering.traces import cards_of
from reviews.rules.calibration import grades_open, has_red_line
from reviews.rules.procedure import StepKind
from reviews.rules.review_file import ReviewFile, Step
from reviews.rules.scorecard import Scorecard


def grade_name(card: Scorecard, code: str) -> str:
    """In the reader's language; nothing for no grade."""
    grade = card.grade(code)
    return in_readers_language(grade.name, grade.name_en) if grade else ""


@dataclass(frozen=True)
class Choice:
    """A grade of the scorecard; closed where a red line keeps the result below it. `is_now` where
    the result stands."""

    code: str
    name: str
    is_open: bool
    is_now: bool


@dataclass(frozen=True)
class Choices:
    """`card` is the scorecard of the grade, `choices` all of its grades."""

    card: Scorecard
    choices: Sequence[Choice]
    is_red: bool


def choices_for(review: Review) -> Choices | None:
    """None where the review has no scorecard. Some queries."""
    cards = cards_of(review.cycle)
    subjects = [each for each in subjects_of([review], cards) if each.parts]
    if not subjects:
        return None
    card = cards.by_token()[subjects[0].parts[-1].scorecard]
    is_red = has_red_line(item for __, item in conduct.records(subjects))
    to = {grade.code for grade in grades_open(card, review.grade_computed, is_red=is_red)}
    found = [
        Choice(each.code, grade_name(card, each.code), each.code in to, each.code == review.grade)
        for each in card.grades
    ]
    return Choices(card, found, is_red)


@dataclass(frozen=True)
class Move:
    """`of` who made it, as people are called."""

    review: Review
    before: str
    after: str
    reason: str
    at: datetime
    of: str


def moves_of(
    reviews: Iterable[Review], files: Mapping[int, ReviewFile], card: Scorecard
) -> list[Move]:
    """All moves of these reviews, the newest first. One query."""
    found: list[tuple[Review, Step]] = [
        (review, step)
        for review in reviews
        for step in files[review.pk].steps
        if step.kind == StepKind.MOVED
    ]
    actors = Employee.objects.filter(token__in={step.actor for __, step in found})
    names = {each.token: each.localised_name for each in actors}
    moves = [
        Move(
            review,
            grade_name(card, step.content.grade_before),
            grade_name(card, step.content.grade),
            step.content.reason,
            step.at,
            names.get(step.actor, ""),
        )
        for review, step in found
    ]
    return sorted(moves, key=lambda move: move.at, reverse=True)
