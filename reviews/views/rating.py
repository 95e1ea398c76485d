"""The manager rates: written in pieces on the phone, handed in once every question has an
example."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.people.views.requests import StaffRequest
from lms.ui.statuses import status_of
from reviews.actions.rate_review import rate_review
from reviews.actions.save_draft import save_draft
from reviews.enums import FormKind
from reviews.errors import ReviewError
from reviews.forms.rating import RatingForm, written_before
from reviews.models import Review
from reviews.queries.follow_ups import scores_of
from reviews.queries.rating import draft_of, questions_for
from reviews.queries.words import COMPONENTS
from reviews.rules.procedure import StepKind
from reviews.rules.scorecard import Component
from reviews.rules.steps import Rated, SentBack
from reviews.views.autosave import saved_at, written
from reviews.views.taking import Sheet, refused, sheet_at


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: StaffRequest, pk: int) -> HttpResponse:
    """With what was saved so far; a rating that was sent back begins from the former one."""
    sheet = sheet_at(request, pk, StepKind.RATED)
    if isinstance(sheet, HttpResponse):
        return sheet
    questions = questions_for(sheet.review)
    if request.method != "POST":
        words = _written_so_far(request, sheet)
        form = RatingForm(questions=questions, seen=sheet.seen, written=words)
        return _page(request, sheet, form)
    form = RatingForm(request.POST, questions=questions, seen=sheet.seen)
    if "save" in request.POST:
        return _saved(request, sheet, form)
    if not form.is_valid():
        return _page(request, sheet, form)
    try:
        text = form.cleaned_data["text"]
        rate_review(
            actor=request.user, review=sheet.review, ratings=form.ratings, text=text, **form.once
        )
    except ReviewError as refusal:
        refused(sheet, form, refusal)
        return _page(request, sheet, form)
    messages.success(request, _("Your rating is handed in. Calibration comes next."))
    return redirect("reviews:review", pk=pk)


def _written_so_far(request: StaffRequest, sheet: Sheet) -> dict[str, str]:
    draft = draft_of(sheet.review, request.user.pk)
    if draft is not None:
        return dict(draft.data)
    before = sheet.file.last(Rated)
    return written_before(before) if before else {}


def _saved(request: StaffRequest, sheet: Sheet, form: RatingForm) -> HttpResponse:
    """“Save for now”, where no script does it. Half a sentence can be saved too."""
    try:
        save_draft(
            actor=request.user,
            review=sheet.review,
            kind=FormKind.RATING,
            values=written(request.POST),
        )
    except ReviewError as refusal:
        form.is_valid()
        refused(sheet, form, refusal)
        return _page(request, sheet, form)
    messages.success(request, _("Saved for now. Hand it in when you are done."))
    return redirect("reviews:rate", pk=sheet.review.pk)


def _page(request: StaffRequest, sheet: Sheet, form: RatingForm) -> HttpResponse:
    draft = draft_of(sheet.review, request.user.pk)
    context: dict[str, Any] = {
        "here": "reviews",
        "sheet": sheet,
        "review": sheet.review,
        "form": form,
        "draft": draft,
        "saved": saved_at(draft) if draft else "",
        "sent_back": _sent_back(sheet),
        "scores": list(_scores(sheet.review)),
    }
    return render(request, "reviews/rating/rate.html", context, status=status_of(form))


def _sent_back(sheet: Sheet) -> SentBack | None:
    """HR's reason, where the newest rating was sent back."""
    return sheet.file.last(SentBack) if sheet.file.rating is None else None


def _scores(review: Review) -> Iterator[tuple[str, Decimal]]:
    """What the evidence comes to so far, without the rating itself."""
    scores = scores_of(review)
    for component, name in COMPONENTS.items():
        if component in scores and component != Component.MANAGER:
            yield str(name), scores[component]
