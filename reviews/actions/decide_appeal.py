from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.models import Employee
from reviews.actions.compute_scores import SCORED
from reviews.actions.revise_result import revised, without_struck
from reviews.actions.take_step import Taken, append_steps, check_step, locked_review, sent_before
from reviews.enums import ResultReason
from reviews.errors import (
    GradeNotOpen,
    ItemNotInTrace,
    NothingLeft,
    NothingToChange,
    NothingUpheld,
    ReasonsMissing,
    TotalWouldFall,
)
from reviews.models import Result, Review, ReviewStep
from reviews.queries.files import file_of
from reviews.rules.calibration import grades_open, has_red_line
from reviews.rules.procedure import StepKind
from reviews.rules.scorecard import Scorecard
from reviews.rules.scoring import Outcome
from reviews.rules.steps import AppealDecided
from reviews.rules.trace import Source, Trace


@dataclass(frozen=True)
class Decision:
    """Upheld: without the items struck (`Item.key`), or with another grade (its code), or both."""

    upheld: bool
    reasons: str
    struck: tuple[str, ...] = ()
    grade: str = ""


def decide_appeal(
    *,
    actor: Employee,
    review: Review,
    decision: Decision,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> ReviewStep:
    """Somebody who had no part in the result decides on the appeal. Upheld, the next version of the
    result is written with the step; nobody falls by their own appeal.

    Raises what `check_decision`, `take_step` raise.
    """
    with transaction.atomic(durable=True):
        review, kind = locked_review(review), StepKind.APPEAL_DECIDED
        if form_id is not None and (sent := sent_before(form_id, review, actor, kind)):
            return sent
        file = file_of(review)
        check_step(actor, review, file, kind, seen=seen)
        held = review.results.order_by("-number")[0]
        check_decision(held, decision)
        result = _version(actor, review, held, decision) if decision.upheld else None
        content = AppealDecided(
            decision.upheld,
            decision.reasons,
            decision.struck,
            decision.grade,
            result.token if result else "",
        )
        taken = Taken(review, file, content, result, SCORED if result else ())
        return append_steps(actor, [taken], form_id=form_id)[0]


def _version(actor: Employee, review: Review, held: Result, decision: Decision) -> Result:
    return revised(
        review,
        held,
        decision.struck,
        reason=ResultReason.APPEAL,
        actor=actor,
        now=timezone.now(),
        grade=decision.grade,
    )


def check_decision(held: Result, decision: Decision) -> tuple[Outcome, Scorecard]:
    """What the result that holds would come to, and the scorecard of its grade.

    Raises `ReasonsMissing`, `NothingUpheld`, `NothingToChange`, `ItemNotInTrace`, `NothingLeft`,
    `TotalWouldFall`, `GradeNotOpen`.
    """
    if not decision.reasons.strip():
        raise ReasonsMissing
    changes = bool(decision.struck or decision.grade)
    if changes != decision.upheld:
        raise NothingToChange if changes else NothingUpheld
    _check_struck(held, decision.struck)
    trace, outcome, card = without_struck(held, decision.struck)
    if outcome.total is None:
        raise NothingLeft
    if outcome.total < held.total:
        raise TotalWouldFall
    if decision.grade:
        _check_grade(held, decision.grade, trace, outcome, card)
    return outcome, card


def _check_struck(held: Result, struck: Collection[str]) -> None:
    """A conduct case is lifted by an appeal in the case itself only."""
    known = {item.key for item in held.frozen_trace.items if item.source != Source.CASE}
    if len(set(struck)) != len(struck) or not known.issuperset(struck):
        raise ItemNotInTrace


def _check_grade(held: Result, grade: str, trace: Trace, outcome: Outcome, card: Scorecard) -> None:
    """A grade is given to raise it, as far as a live red line lets it."""
    if card.grade(grade) is None:
        raise GradeNotOpen(_("The scorecard has no such grade."))
    if grade == held.grade or card.better(grade, held.grade) != grade:
        raise GradeNotOpen(_("Give a grade above the present one; nobody falls by their appeal."))
    is_red = has_red_line(trace.items)
    if grade not in [each.code for each in grades_open(card, outcome.grade, is_red=is_red)]:
        raise GradeNotOpen(
            _("A live red line caps the grade. It is lifted by an appeal in its own case only.")
        )
