"""Somebody's own reviews: reading them, assessing oneself, signing, appealing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.people.errors import SignatureMissing
from lms.people.rules.attestation import ATTENDED, Proof
from lms.people.views.requests import StaffRequest
from lms.ui.once import OnceForm
from lms.ui.statuses import status_of
from reviews.actions.lodge_appeal import lodge_appeal
from reviews.actions.sign_review import sign_review
from reviews.errors import ReviewError, ReviewMovedOn
from reviews.forms.own import AppealForm, SignForm
from reviews.queries.own import OwnReview, own_review, own_reviews, reviews_of
from reviews.queries.own_page import own_page
from reviews.queries.trend import trend_until
from reviews.views.shown_results import shown_result

REFUSALS = (ReviewError, SignatureMissing)
A_PAGE = 12


@login_required
@require_safe
def reviews(request: StaffRequest) -> HttpResponse:
    """All of them, newest first; what to do now on top."""
    page = Paginator(reviews_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    found = own_reviews(list(page.object_list))
    newest = next((each for each in found if each.result), None) if page.number == 1 else None
    context = {
        "here": "record",
        "page": page,
        "reviews": found,
        "to_do": [each for each in found if each.waits_for_me],
        "newest": newest,
        "trend": trend_until(newest.review) if newest else None,
    }
    return render(request, "reviews/own/reviews.html", context)


@login_required
@require_safe
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """Where it stands, what can be done now, and once it is frozen what it came to."""
    own = own_of(request, pk)
    context = {"here": "record", "own": own, "reviews": [own]} | own_page(own)
    if own.result is not None:
        context["shown"] = shown_result(request.user, own.review, own.result, own.file)
        context["trend"] = trend_until(own.review)
    return render(request, "reviews/own/review.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: StaffRequest, pk: int) -> HttpResponse:
    """That they read it, with a comment if they like; a signature on a device handed over."""
    own = own_of(request, pk)
    if request.method != "POST":
        return _closed(request, own, is_open=own.can_sign) or page_of(
            request, own, SignForm(seen=len(own.file.steps)), "sign"
        )
    form = SignForm(request.POST, seen=len(own.file.steps))
    try:
        if not form.is_valid():
            return page_of(request, own, form, "sign")
        sign_review(
            actor=request.user, review=own.review, proof=proof_of(request), **form.cleaned_data
        )
    except REFUSALS as refusal:
        return page_of(request, own, kept(own, form, refusal), "sign")
    messages.success(request, _("Signed: you read it. That does not say that you agree."))
    return redirect("reviews:own-review", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: StaffRequest, pk: int) -> HttpResponse:
    """With grounds, to somebody who had no part in the result."""
    own = own_of(request, pk)
    if request.method != "POST":
        return _closed(request, own, is_open=own.can_appeal) or page_of(
            request, own, AppealForm(seen=len(own.file.steps)), "appeal"
        )
    form = AppealForm(request.POST, seen=len(own.file.steps))
    try:
        if not form.is_valid():
            return page_of(request, own, form, "appeal")
        lodge_appeal(
            actor=request.user, review=own.review, proof=proof_of(request), **form.cleaned_data
        )
    except REFUSALS as refusal:
        return page_of(request, own, kept(own, form, refusal), "appeal")
    text = _("Your appeal is lodged. Somebody who had no part in the result decides on it.")
    messages.success(request, text)
    return redirect("reviews:own-review", pk=pk)


def own_of(request: StaffRequest, pk: int) -> OwnReview:
    """Theirs; 404 otherwise."""
    own = own_review(request.user, pk)
    if own is None:
        raise Http404
    return own


def _closed(request: StaffRequest, own: OwnReview, *, is_open: bool) -> HttpResponse | None:
    """Back to the review where there is nothing to do (any more)."""
    if is_open:
        return None
    messages.warning(request, _("This cannot be done at this stage of the review."))
    return redirect("reviews:own-review", pk=own.review.pk)


def kept(own: OwnReview, form: Any, refusal: Exception) -> Any:
    """The form with the refusal and all that was typed; what was seen is the review as it is
    now."""
    form.add_error(None, str(refusal))
    if isinstance(refusal, ReviewMovedOn):
        fresh = own_review(own.review.employee, own.review.pk)
        form.seeing(len(fresh.file.steps) if fresh else 0)
    return form


def page_of(
    request: StaffRequest, own: OwnReview, form: OnceForm, name: str, **more: Any
) -> HttpResponse:
    status = status_of(form)
    context = {"here": "record", "own": own, "form": form} | more
    return render(request, f"reviews/own/{name}.html", context, status=status)


def proof_of(request: StaffRequest) -> Proof:
    session = request.user.attended
    if session is None:
        return Proof()
    return Proof(way=ATTENDED, attended=session, signature=request.POST.get("signature", ""))
