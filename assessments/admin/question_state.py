"""Where a question stands: its state, whose turn it is, and what the reader may do about it."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.move_question import NEEDS_REASON, move_question, review_version
from assessments.admin.question_list import state_tag
from assessments.enums import QuestionState
from assessments.errors import AssessmentError
from assessments.models import Question
from assessments.policies.bank import check_can_review, moves_open_to
from lms.people.errors import NotAllowed
from lms.people.models import Employee

REVIEW = "review"

_TURNS = {
    QuestionState.DRAFT: gettext_lazy("Somebody else than the writer has to find it right."),
    QuestionState.REVIEWED: gettext_lazy("A trainer may put it to use; until then none is drawn."),
    QuestionState.IN_USE: gettext_lazy("Papers draw it. It is nobody’s turn."),
    QuestionState.QUARANTINED: gettext_lazy(
        "No paper draws it. A trainer mends it, puts it back to use or retires it."
    ),
    QuestionState.RETIRED: gettext_lazy("No paper draws it any more."),
}
_MOVES = {
    QuestionState.IN_USE: gettext_lazy("Put to use"),
    QuestionState.QUARANTINED: gettext_lazy("Quarantine"),
    QuestionState.RETIRED: gettext_lazy("Retire"),
    QuestionState.DRAFT: gettext_lazy("Take up again as a draft"),
}


@dataclass(frozen=True)
class Step:
    target: str
    label: Any
    needs_reason: bool


@dataclass(frozen=True)
class Standing:
    """`steps` are the moves open to the reader, the review aside. `waits` says that the newest
    version was not reviewed; `obstacle` why the reader cannot review it, empty where they can."""

    question: Question
    tag: SafeString
    turn: Any
    steps: tuple[Step, ...]
    waits: str
    obstacle: str
    can_review: bool


def standing_of(question: Question, reader: Employee) -> Standing:
    waits = _waits(question)
    obstacle = _obstacle(question, reader) if waits else ""
    steps = tuple(
        Step(target, _MOVES[QuestionState(target)], target in NEEDS_REASON)
        for target in moves_open_to(reader, question)
        if target != QuestionState.REVIEWED
    )
    return Standing(
        question=question,
        tag=state_tag(question),
        turn=_TURNS[QuestionState(question.state)],
        steps=steps,
        waits=waits,
        obstacle=obstacle,
        can_review=bool(waits) and not obstacle,
    )


def _waits(question: Question) -> str:
    """Which version waits for its review, in words; "" where none does."""
    newest, drawn = question.current_version, question.drawn
    if question.state == QuestionState.RETIRED or (drawn is not None and drawn.pk == newest.pk):
        return ""
    if drawn is None:
        return _("Version %(newest)d waits for review.") % {"newest": newest.number}
    numbers = {"newest": newest.number, "drawn": drawn.number}
    if question.state == QuestionState.IN_USE:
        text = _("Version %(newest)d waits for review; sittings draw version %(drawn)d.")
        return text % numbers
    text = _("Version %(newest)d waits for review; version %(drawn)d was reviewed.")
    return text % numbers


def _obstacle(question: Question, reader: Employee) -> str:
    try:
        check_can_review(reader, question, question.current_version)
    except NotAllowed:
        return _("Reviewers find it right.")
    except AssessmentError as refusal:
        return str(refusal)
    return ""


def take(question: Question, actor: Employee, target: str, reason: str, seen: str) -> Question:
    """Review the version of the number `seen`, or bring the question into the state `target`.
    Raises as the actions."""
    if target == REVIEW:
        number = int(seen) if seen.isdecimal() else 0
        return review_version(actor=actor, question=question, number=number)
    return move_question(actor=actor, question=question, target=target, reason=reason)
