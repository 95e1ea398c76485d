"""The talk about a frozen result, and what is agreed in it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.people.views.requests import StaffRequest
from lms.ui.statuses import status_of
from reviews.actions.hold_talk import hold_talk
from reviews.errors import ReviewError
from reviews.forms.talk import TalkForm
from reviews.queries.follow_ups import (
    courses_for,
    is_low,
    other_posts,
    scores_of,
    unfinished_courses,
)
from reviews.queries.talk_words import proposal_words
from reviews.rules.procedure import StepKind
from reviews.rules.proposals import FINISH_AFTER, REASSESS_AFTER, Proposal, proposals
from reviews.rules.steps import Moved, Rated
from reviews.views.shown_results import shown_result
from reviews.views.taking import Sheet, refused, sheet_at


@dataclass(frozen=True)
class Offers:
    """Courses by key: those proposed, with why, and all others that are not finished."""

    proposed: list[tuple[str, str]]
    others: list[tuple[str, str]]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: StaffRequest, pk: int) -> HttpResponse:
    """Recorded once it was held; after a low grade with what was agreed."""
    sheet = sheet_at(request, pk, StepKind.TALKED)
    if isinstance(sheet, HttpResponse):
        return sheet
    low = is_low(sheet.review)
    form = _form(request, sheet, low=low)
    if request.method != "POST" or not form.is_valid():
        return _page(request, sheet, form, low=low)
    try:
        hold_talk(actor=request.user, review=sheet.review, talked=form.talked, **form.once)
    except ReviewError as refusal:
        refused(sheet, form, refusal)
        return _page(request, sheet, form, low=low)
    messages.success(request, _("The talk is recorded. Now the person reads and signs."))
    return redirect("reviews:review", pk=pk)


def _form(request: StaffRequest, sheet: Sheet, *, low: bool) -> TalkForm:
    offers = _offers(sheet)
    return TalkForm(
        request.POST if request.method == "POST" else None,
        proposed=offers.proposed,
        others=offers.others,
        posts=list(other_posts(sheet.review.employee)),
        seen=sheet.seen,
        written=_days(low=low),
    )


def _days(*, low: bool) -> dict[str, Any]:
    """After a low grade the days are proposed too."""
    today = timezone.localdate()
    if not low:
        return {"held_on": today}
    return {
        "held_on": today,
        "due_on": today + FINISH_AFTER,
        "reassess_on": today + REASSESS_AFTER,
    }


def _offers(sheet: Sheet) -> Offers:
    assert sheet.result is not None
    outlines = unfinished_courses(sheet.review.employee)
    courses = courses_for(sheet.review, sheet.result, outlines)
    found = proposals(scores_of(sheet.review), courses)
    training: list[Proposal] = [each for each in found if each.course]
    titles = {key: outline.title for key, outline in outlines.items()}
    named = {each.course for each in training}
    return Offers(
        [(each.course, proposal_words(titles[each.course], each)) for each in training],
        [(key, title) for key, title in titles.items() if key not in named],
    )


def _page(request: StaffRequest, sheet: Sheet, form: TalkForm, *, low: bool) -> HttpResponse:
    assert sheet.result is not None
    context = {
        "here": "reviews",
        "sheet": sheet,
        "review": sheet.review,
        "form": form,
        "is_low": low,
        "shown": shown_result(request.user, sheet.review, sheet.result, sheet.file),
        "rated": sheet.file.last(Rated),
        "moves": [step for step in sheet.file.steps if isinstance(step.content, Moved)],
    }
    return render(request, "reviews/talk/talk.html", context, status=status_of(form))
