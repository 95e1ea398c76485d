"""What the buttons of a question do beside saving its answer."""

from django.contrib import messages
from django.utils.translation import gettext as _

from assessments.actions.close_item import close_item
from assessments.actions.flag_item import flag_item
from assessments.errors import AlreadySubmitted, ItemIsClosed, TooLate
from assessments.models import Sitting
from assessments.queries.shown import gives_answers_each
from assessments.rules.kinds.base import FormData
from assessments.views.access import away_from
from assessments.views.sent import is_untouched
from lms.people.views.requests import StaffRequest


def press(request: StaffRequest, sitting: Sitting, position: int, go: str) -> None:
    """Flag or close the question, where the button says so and the sitting is open here. Raises
    `ItemNotFound`."""
    if away_from(request, sitting) is not None:
        return
    try:
        if go in ("flag", "unflag"):
            flagged = go == "flag"
            flag_item(actor=request.user, sitting=sitting, position=position, is_flagged=flagged)
        elif _closes(request, sitting, position, go):
            close_item(actor=request.user, sitting=sitting, position=position)
    except (ItemIsClosed, TooLate, AlreadySubmitted):
        pass  # pressed twice, or the clock was quicker: the next page knows what to show


def _closes(request: StaffRequest, sitting: Sitting, position: int, go: str) -> bool:
    if go == "check" and gives_answers_each(sitting.quiz):
        if had_answer(sitting, position):
            return True
        messages.info(request, _("Answer the question first; then check it."))
    return go == "next" and sitting.quiz.is_sequential


def only_moves(sitting: Sitting, position: int, go: str, data: FormData) -> bool:
    """Whether a button was pressed on a question that is closed, or blank as before."""
    if not go or not data:
        return bool(go)
    return is_untouched(data) and not had_answer(sitting, position)


def had_answer(sitting: Sitting, position: int) -> bool:
    return sitting.items.filter(position=position, responses__isnull=False).exists()
