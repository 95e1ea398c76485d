"""All questions of a sitting on one page, under one form. `go` says what was pressed: "submit", or
"flag-3", "unflag-3" and "check-3" for question 3; everything is saved first."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.actions.save_answer import save_answer
from assessments.enums import Layout
from assessments.errors import AssessmentError, ItemNotFound
from assessments.models import Sitting
from assessments.queries import Paper, PaperItem, paper
from assessments.queries.shown import (
    Opening,
    ShownItem,
    gives_answers_each,
    opening_before,
    visible_in,
)
from assessments.rules.receipts import Receipt
from assessments.views.access import away_from, own_sitting
from assessments.views.buttons import press
from assessments.views.clock import clock
from assessments.views.replies import tell_of_late
from assessments.views.sent import answer_in, is_untouched, prefix, sent_in
from assessments.views.typed import RefusedItem, refused
from lms.people.views.requests import StaffRequest


@dataclass(frozen=True)
class Placed:
    """A question at its place on the page."""

    one: ShownItem
    opening: Opening | None
    client: UUID

    @property
    def item(self) -> PaperItem:
        return self.one.item

    @property
    def prefix(self) -> str:
        return prefix(self.item.position)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def whole_paper(request: StaffRequest, sitting_id: UUID) -> HttpResponse:
    sitting = own_sitting(request, sitting_id)
    to_mend: dict[int, RefusedItem] = {}
    if request.method == "POST":
        to_mend = _save_all(request, sitting)
        where = _press(request, sitting)
        if not to_mend:
            return where
    if away := away_from(request, sitting):
        return away
    if not to_mend and sitting.quiz.layout != Layout.ALL:
        return redirect("assessments:sitting", sitting_id=sitting_id)
    sheet = paper(sitting)
    context = {
        "sitting": sitting,
        "quiz": sitting.quiz,
        "paper": sheet,
        "closed_count": sum(each.is_closed for each in sheet.items),
        "placed": _placed(sitting, sheet, to_mend),
        "refused": to_mend.values(),
        "clock": clock(sitting),
        "may_check": gives_answers_each(sitting.quiz),
    }
    status = 400 if to_mend else 200
    return render(request, "assessments/paper.html", context, status=status)


def _placed(sitting: Sitting, sheet: Paper, to_mend: dict[int, RefusedItem]) -> list[Placed]:
    shown = (to_mend.get(item.position, item) for item in sheet.items)
    return [
        Placed(
            ShownItem(item, visible_in(sitting, item)),
            opening_before(sitting, sheet, item),
            uuid4(),
        )
        for item in shown
    ]


def _save_all(request: StaffRequest, sitting: Sitting) -> dict[int, RefusedItem]:
    """Save every answer of the page; what was refused, by position. One refusal keeps none of the
    others from being saved."""
    to_mend: dict[int, RefusedItem] = {}
    receipts: list[Receipt | None] = []
    for item in paper(sitting).items:
        data = answer_in(request.POST, item.position)
        if not data or (is_untouched(data) and item.response is None):
            continue
        try:
            receipts.append(_save(request, sitting, item.position))
        except AssessmentError as error:
            to_mend[item.position] = refused(item, data, error)
    tell_of_late(request, receipts)
    return to_mend


def _save(request: StaffRequest, sitting: Sitting, position: int) -> Receipt | None:
    client = request.POST.get(f"{prefix(position)}client", "")
    about = {"epoch": request.POST.get("epoch", ""), "client": client}
    return save_answer(
        actor=request.user,
        sitting_id=sitting.pk,
        position=position,
        data=answer_in(request.POST, position),
        sent=sent_in(about),
    )


def _press(request: StaffRequest, sitting: Sitting) -> HttpResponse:
    """Where a page leads on which everything was saved."""
    go, __, number = request.POST.get("go", "").partition("-")
    if go == "submit":
        return redirect("assessments:submit", sitting_id=sitting.pk)
    url = reverse("assessments:paper", args=[sitting.pk])
    if not (number.isascii() and number.isdecimal() and len(number) < 5):
        return redirect(url)
    try:
        press(request, sitting, int(number), go)
    except ItemNotFound:
        return redirect(url)
    return redirect(f"{url}#q{number}")
