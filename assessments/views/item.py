"""One question of a sitting: shown, answered, flagged, closed.

Every button of the page sends the form, so that without JavaScript nothing chosen is lost by
moving on. `go` says where to: "next", "back", "flag" or "unflag" (stay), "check" (close the
question and stay), "submit" or the number of a question. A request that prefers JSON gets the
receipt and stays.
"""

from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.actions.save_answer import save_answer
from assessments.enums import Layout
from assessments.errors import AssessmentError, ItemNotFound
from assessments.models import Sitting
from assessments.queries import Paper, PaperItem, paper
from assessments.queries.shown import ShownItem, gives_answers_each, opening_before, visible_in
from assessments.rules.kinds.base import FIELD, FormData
from assessments.views.access import away_from, own_sitting
from assessments.views.buttons import only_moves, press
from assessments.views.clock import clock
from assessments.views.replies import (
    TO_MEND,
    prefers_json,
    receipt_reply,
    refusal_reply,
    tell_of_late,
)
from assessments.views.sent import MOST, answer_in, sent_in
from assessments.views.typed import refused
from lms.people.views.requests import StaffRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: StaffRequest, sitting_id: UUID, position: int) -> HttpResponse:
    if request.method == "POST":
        if position > MOST:  # more than a database can be asked for
            return refusal_reply(request, sitting_id, position, ItemNotFound())
        if prefers_json(request):
            return _save(request, sitting_id, position)
        return _answer(request, own_sitting(request, sitting_id), position)
    sitting = own_sitting(request, sitting_id)
    if away := away_from(request, sitting):
        return away
    if sitting.quiz.layout == Layout.ALL:
        return redirect("assessments:paper", sitting_id=sitting_id)
    sheet = paper(sitting)
    if (found := sheet.at(position)) is None:
        raise Http404(str(ItemNotFound()))
    if not _may_see(sitting, sheet, found):
        return redirect("assessments:item", sitting_id, sheet.reached)
    return _page(request, sitting, sheet, found)


def _may_see(sitting: Sitting, sheet: Paper, item: PaperItem) -> bool:
    """One after the other, nobody jumps ahead, and back only where closed questions tell more."""
    if not sitting.quiz.is_sequential or item.position == sheet.reached:
        return True
    return item.is_closed and gives_answers_each(sitting.quiz)


def _page(
    request: StaffRequest, sitting: Sitting, sheet: Paper, item: PaperItem, *, status: int = 200
) -> HttpResponse:
    context = {
        "sitting": sitting,
        "quiz": sitting.quiz,
        "paper": sheet,
        "closed_count": sum(each.is_closed for each in sheet.items),
        "item": item,
        "one": ShownItem(item, visible_in(sitting, item)),
        "opening": opening_before(sitting, sheet, item),
        "clock": clock(sitting),
        "client": uuid4(),
        "may_check": gives_answers_each(sitting.quiz) and not item.is_closed,
    }
    return render(request, "assessments/item.html", context, status=status)


def _save(request: StaffRequest, sitting_id: UUID, position: int) -> HttpResponse:
    try:
        receipt = save_answer(
            actor=request.user,
            sitting_id=sitting_id,
            position=position,
            data=answer_in(request.POST),
            sent=sent_in(request.POST),
        )
    except AssessmentError as error:
        return refusal_reply(request, sitting_id, position, error)
    return receipt_reply(receipt, position)


def _answer(request: StaffRequest, sitting: Sitting, position: int) -> HttpResponse:
    """Save what was sent, then go where the button says. A refused answer is shown where it can be
    put right; other refusals are pages of 4xx."""
    go, data, pk = request.POST.get("go", ""), answer_in(request.POST), sitting.pk
    try:
        if not only_moves(sitting, position, go, data):
            sent, actor = sent_in(request.POST), request.user
            receipt = save_answer(
                actor=actor, sitting_id=pk, position=position, data=data, sent=sent
            )
            tell_of_late(request, [receipt])
        sheet = paper(sitting)
        if go == "next" and _talks_on(sheet.at(position), data):
            go = ""
        press(request, sitting, position, go)
    except TO_MEND as error:
        return _to_mend(request, sitting, position, data, error)
    except AssessmentError as error:
        return refusal_reply(request, pk, position, error)
    return _go_on(sitting, sheet, position, go)


def _to_mend(
    request: StaffRequest, sitting: Sitting, position: int, data: FormData, error: AssessmentError
) -> HttpResponse:
    sheet = paper(sitting)
    found = sheet.at(position)
    if found is None or found.is_closed or away_from(request, sitting) is not None:
        return refusal_reply(request, sitting.pk, position, error)
    return _page(request, sitting, sheet, refused(found, data, error), status=400)


def _talks_on(item: PaperItem | None, data: FormData) -> bool:
    """Whether a choice was made in a talk that goes on: its next turn comes before the next
    question."""
    return (
        item is not None and any(data.get(FIELD, ())) and not getattr(item.shown, "is_over", True)
    )


def _go_on(sitting: Sitting, sheet: Paper, position: int, go: str) -> HttpResponse:
    if go == "submit" or (go == "next" and position >= sheet.size):
        return redirect("assessments:submit", sitting_id=sitting.pk)
    target = {"next": position + 1, "back": position - 1}.get(go, position)
    if go.isascii() and go.isdecimal() and len(go) < 5:
        target = int(go)
    return redirect("assessments:item", sitting.pk, min(max(target, 1), sheet.size))
