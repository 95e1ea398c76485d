from uuid import UUID

from django.db import transaction

from lms.people.models import Employee
from lms.ui.language import in_readers_language
from reviews.actions.take_step import Taken, append_steps, check_step, locked_review, sent_before
from reviews.errors import (
    GradeCapped,
    GradeUnchanged,
    GradeUnknown,
    NoData,
    ReasonTooShort,
)
from reviews.models import Review, ReviewStep
from reviews.queries.files import file_of
from reviews.queries.gathering.traces import cards_of, traces_of
from reviews.rules.calibration import LEAST_REASON, grades_open, has_red_line
from reviews.rules.procedure import StepKind
from reviews.rules.scoring import score
from reviews.rules.steps import Moved


def move_grade(
    *,
    actor: Employee,
    review: Review,
    grade: str,
    reason: str,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> ReviewStep:
    """Move a result in calibration to another grade, by its code, for a reason; back is one more
    move.

    Raises what `check_step` and `sent_before` raise; `ReasonTooShort`, `GradeUnknown`,
    `GradeUnchanged`; `GradeCapped` above what a live red line allows; `NoData`.
    """
    with transaction.atomic(durable=True):
        locked = locked_review(review)
        if form_id and (sent := sent_before(form_id, locked, actor, StepKind.MOVED)):
            return sent
        file = file_of(locked)
        check_step(actor, locked, file, StepKind.MOVED, seen=seen)
        check_reason(reason)
        _check_grade(locked, grade)
        content = Moved(locked.grade, grade, reason.strip())
        return append_steps(actor, [Taken(locked, file, content)], form_id=form_id)[0]


def check_reason(reason: str) -> None:
    """Raises `ReasonTooShort`."""
    if len(reason.strip()) < LEAST_REASON:
        raise ReasonTooShort


def _check_grade(review: Review, code: str) -> None:
    """By the evidence as it is now: a red line may have come since the page was made."""
    cards = cards_of(review.cycle)
    trace = traces_of([review], cards).get(review.pk)
    if trace is None:
        raise NoData
    outcome = score(trace, cards.by_token())
    card = cards.by_token()[trace.parts[-1].scorecard]
    if outcome.total is None:
        raise NoData
    if card.grade(code) is None:
        raise GradeUnknown
    if code == review.grade:
        raise GradeUnchanged
    to = grades_open(card, outcome.grade, is_red=has_red_line(trace.items))
    if code not in [grade.code for grade in to]:
        raise GradeCapped(in_readers_language(to[-1].name, to[-1].name_en))
