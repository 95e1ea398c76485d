"""One question of a sitting: shown, answered, flagged.

Every button of the page sends the form, so that without JavaScript nothing chosen is lost by
moving on. `go` says where to: "next", "back", "flag" (stay), "submit" or the number of a question.
A request that prefers JSON gets the receipt and stays.
"""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.actions.flag_item import flag_item
from assessments.actions.save_answer import save_answer
from assessments.enums import SittingState
from assessments.errors import AssessmentError, ItemNotFound
from assessments.models import Sitting
from assessments.queries import Paper, option_order, paper
from assessments.rules.drawing import in_order_of_version
from assessments.rules.kinds.base import FIELD
from assessments.views.access import own_sitting
from assessments.views.clock import clock
from assessments.views.replies import prefers_json, receipt_reply, refusal_reply
from lms.people.views.requests import StaffRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: StaffRequest, sitting_id: UUID, position: int) -> HttpResponse:
    sitting = own_sitting(request, sitting_id)
    if request.method == "POST":
        return _answer(request, sitting, position)
    if sitting.state == SittingState.MARKED:
        return redirect("assessments:result", sitting_id=sitting_id)
    sheet = paper(sitting)
    if sheet.at(position) is None:
        raise Http404(str(ItemNotFound()))
    context = {
        "sitting": sitting,
        "quiz": sitting.quiz,
        "paper": sheet,
        "item": sheet.at(position),
        "clock": clock(sitting),
    }
    return render(request, "assessments/item.html", context)


def _answer(request: StaffRequest, sitting: Sitting, position: int) -> HttpResponse:
    """Save what was sent, then go where the button says. Refusals are pages of 4xx, or JSON."""
    go = request.POST.get("go", "")
    data = {name: [str(value) for value in values] for name, values in request.POST.lists()}
    if FIELD in data:
        data[FIELD] = in_order_of_version(data[FIELD], option_order(sitting, position))
    actor = request.user
    try:
        # A button pressed on a question left blank only moves on.
        if FIELD in data or not go or prefers_json(request):
            receipt = save_answer(actor=actor, sitting=sitting, position=position, data=data)
            if prefers_json(request):
                return receipt_reply(receipt)
        if go in ("flag", "unflag"):
            flag_item(actor=actor, sitting=sitting, position=position, is_flagged=go == "flag")
    except AssessmentError as error:
        return refusal_reply(request, sitting, position, error)
    return _go_on(sitting, paper(sitting), position, go)


def _go_on(sitting: Sitting, sheet: Paper, position: int, go: str) -> HttpResponse:
    if go == "submit" or (go == "next" and position >= sheet.size):
        return redirect("assessments:submit", sitting_id=sitting.pk)
    target = {"next": position + 1, "back": position - 1}.get(go, position)
    if go.isdecimal() and len(go) < 5:
        target = int(go)
    return redirect("assessments:item", sitting.pk, min(max(target, 1), sheet.size))
