"""Reviews as the person they are about sees them: where they stand, what can be done now, and
their result once it is frozen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from lms.people.models import Employee
from reviews.models import Result, Review
from reviews.queries.files import files_of, with_people
from reviews.queries.scorecards import cards_named
from reviews.rules import steps as said
from reviews.rules.procedure import OWNERS, WITH_RESULT, Office, State, StepKind, offices_for
from reviews.rules.review_file import ReviewFile, Step
from reviews.rules.scorecard import Grade, Scorecard
from reviews.rules.stages import Stage, Standing, stages_of
from reviews.rules.strengths import Strengths, strengths_of


@dataclass(frozen=True)
class OwnReview:
    """`results` are the versions, oldest first, and `cards` their scorecards; both are empty as
    long as the person does not read them."""

    review: Review
    file: ReviewFile
    results: tuple[Result, ...]
    cards: Mapping[str, Scorecard]
    today: date

    @property
    def state(self) -> State:
        return self.file.state

    @property
    def is_over(self) -> bool:
        return OWNERS[self.state] == Office.NOBODY

    @property
    def turn(self) -> Office:
        """Whose turn it is."""
        return OWNERS[self.state]

    @property
    def days_left(self) -> int:
        """Until the last day of the stage; below zero after it."""
        return (self.review.due_on - self.today).days if self.review.due_on else 0

    @cached_property
    def stages(self) -> list[Stage]:
        return stages_of(
            self.file,
            self.review.cycle.timeline,
            self.review.period_until,
            timezone.localdate(self.review.opened_at),
            timezone.get_default_timezone(),
        )

    @property
    def missed(self) -> tuple[State, ...]:
        """Stages that were left without what the person could do in them."""
        given = {State.SELF_ASSESSMENT: self.self_assessed, State.SIGN_OFF: self.signed}
        left = {stage.state for stage in self.stages if stage.standing == Standing.DONE}
        return tuple(state for state, said_ in given.items() if state in left and not said_)

    # What can be done now --------------------------------------------------------------------

    def _can(self, kind: StepKind) -> bool:
        return Office.SUBJECT in offices_for(self.state, kind)

    @property
    def can_assess(self) -> bool:
        return self._can(StepKind.SELF_ASSESSED)

    @property
    def can_sign(self) -> bool:
        return self._can(StepKind.SIGNED)

    @property
    def can_appeal(self) -> bool:
        return self._can(StepKind.APPEALED)

    @property
    def waits_for_me(self) -> bool:
        return self.turn == Office.SUBJECT

    # What came of it -------------------------------------------------------------------------

    @property
    def result(self) -> Result | None:
        """The version that holds."""
        return self.results[-1] if self.results else None

    @property
    def card(self) -> Scorecard | None:
        return self.card_of(self.result) if self.result else None

    def card_of(self, result: Result) -> Scorecard:
        """The one that its grade is of."""
        return self.cards[result.trace["parts"][-1]["scorecard"]]

    @property
    def grade(self) -> Grade | None:
        return self.card.grade(self.result.grade) if self.card and self.result else None

    @cached_property
    def strengths(self) -> Strengths:
        if self.result is None:
            return Strengths()
        return strengths_of({name: Decimal(text) for name, text in self.review.scores.items()})

    # What was said ---------------------------------------------------------------------------

    @property
    def self_assessed(self) -> said.SelfAssessed | None:
        return self.file.last(said.SelfAssessed)

    @property
    def rated(self) -> Step | None:
        """The manager's words that count, once the person reads their result."""
        return self.file.last_step(said.Rated) if self.result else None

    @property
    def talked(self) -> said.Talked | None:
        return self.file.last(said.Talked)

    @property
    def signed(self) -> Step | None:
        return self.file.last_step(said.Signed)

    @property
    def appealed(self) -> Step | None:
        return self.file.last_step(said.Appealed)

    @property
    def decided(self) -> Step | None:
        return self.file.last_step(said.AppealDecided)

    @property
    def withdrawn(self) -> said.Withdrawn | None:
        return self.file.last(said.Withdrawn)

    @cached_property
    def moves(self) -> list["CalibrationMove"]:
        """The moves to another grade that the result rests on, oldest first."""
        if self.card is None:
            return []
        found: list[Step] = []
        for step in self.file.steps:
            if step.kind == StepKind.RATED:
                found = []
            elif step.kind == StepKind.MOVED:
                found.append(step)
        return [_move(step, self.card) for step in found]


@dataclass(frozen=True)
class CalibrationMove:
    before: Grade | None
    after: Grade | None
    reason: str
    step: Step


def _move(step: Step, card: Scorecard) -> CalibrationMove:
    moved: said.Moved = step.content
    return CalibrationMove(
        card.grade(moved.grade_before), card.grade(moved.grade), moved.reason, step
    )


def reviews_of(employee: Employee) -> QuerySet[Review]:
    """Newest first."""
    found = Review.objects.filter(employee=employee).select_related("cycle", "employee")
    return found.order_by("-period_until", "-pk")


def own_reviews(reviews: Sequence[Review]) -> list[OwnReview]:
    """Each as its person sees it. At most three queries, however many there are."""
    files = files_of(review.pk for review in reviews)
    readable = [each.pk for each in reviews if State(each.state) in WITH_RESULT]
    results = _results(readable)
    cards = cards_named(_tokens(results)) if results else {}
    today = timezone.localdate()
    return [
        OwnReview(
            review,
            files[review.pk],
            tuple(each for each in results if each.review_id == review.pk),
            cards,
            today,
        )
        for review in reviews
    ]


def own_review(employee: Employee, pk: int) -> OwnReview | None:
    """None where they have no such review."""
    found = with_people(reviews_of(employee)).filter(pk=pk)
    return next(iter(own_reviews(list(found))), None)


def _results(reviews: Sequence[int]) -> list[Result]:
    if not reviews:
        return []
    return list(Result.objects.filter(review__in=reviews).order_by("review", "number"))


def _tokens(results: Iterable[Result]) -> set[str]:
    return {part["scorecard"] for result in results for part in result.trace["parts"]}
