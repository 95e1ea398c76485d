"""Asking peers at the desk, answering as one on the phone, reading what all of them say."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.people.models import Employee
from lms.people.queries import search_employees
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import status_of
from reviews.actions.answer_as_peer import answer_as_peer, decline_as_peer
from reviews.actions.ask_peers import ask_peers
from reviews.errors import ReviewError
from reviews.forms.peers import AnswerForm, AskForm
from reviews.models import PeerRequest, Review
from reviews.policies import can_ask_peers, can_read_peers, check_can_see_review
from reviews.queries.files import file_of, with_people
from reviews.queries.peers import (
    asked_of,
    card_for,
    not_asked_yet,
    peers_to_ask,
    requests_to,
    what_peers_said,
)
from reviews.rules.peers import suggested

# So many are shown to choose from; the search finds the others.
MOST_SHOWN = 60
LONGEST_SEARCH = 60
PAGE_SIZE = 20


def _review(pk: int) -> Review:
    return get_object_or_404(with_people(Review.objects.all()), pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def peers(request: StaffRequest, pk: int) -> HttpResponse:
    """Whom to ask, how many were asked and answered; for HR what they said, once it is frozen."""
    review = _review(pk)
    check_can_see_review(request.user, review)
    may_ask = can_ask_peers(request.user, review, file_of(review))
    people = not_asked_yet(peers_to_ask(review, request.user), review)
    form = AskForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid() and _asked(request, review, form):
        return redirect("reviews:peers", pk=pk)
    context = _people(request, people) if may_ask else {}
    context |= _standing(review, may_ask=may_ask, may_read=can_read_peers(request.user, review))
    status = status_of(form)
    context |= {"here": "reviews", "form": form}
    return render(request, "reviews/peers/ask.html", context, status=status)


def _people(request: StaffRequest, people: QuerySet[Employee]) -> dict[str, Any]:
    """Whom to choose from: so many as fit on a page, or those the search finds."""
    text = request.GET.get("text", "").strip()[:LONGEST_SEARCH]
    found = list((search_employees(people, text) if text else people)[: MOST_SHOWN + 1])
    return {"text": text, "people": found[:MOST_SHOWN], "has_more": len(found) > MOST_SHOWN}


def _standing(review: Review, *, may_ask: bool, may_read: bool) -> dict[str, Any]:
    card = card_for(review)
    asks = card is not None and bool(card.peer_questions)
    return {
        "review": review,
        "card": card,
        "counts": asked_of(review),
        "suggested": suggested(card) if card else 0,
        "may_ask": may_ask and asks,
        "may_read": may_read,
        "said": what_peers_said(review) if may_read else None,
    }


def _asked(request: StaffRequest, review: Review, form: AskForm) -> bool:
    """Whether they are asked; else the form says why not."""
    try:
        asked = ask_peers(actor=request.user, review=review, peers=list(form.cleaned_data["peers"]))
    except ReviewError as refusal:
        form.add_error("peers", str(refusal))
        return False
    text = ngettext("%(count)d colleague is asked.", "%(count)d colleagues are asked.", len(asked))
    messages.success(request, text % {"count": len(asked)})
    return True


@login_required
@require_safe
def requests(request: StaffRequest) -> HttpResponse:
    """About whom I am asked."""
    page = Paginator(requests_to(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "reviews/peers/requests.html", {"here": "today", "page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: StaffRequest, token: str) -> HttpResponse:
    """One row of points for each question. What was answered is not shown again, to nobody."""
    asked = _mine(request, token)
    card = card_for(asked.review)
    if not getattr(asked, "is_open", False) or card is None:
        return render(request, "reviews/peers/over.html", {"here": "today", "asked": asked})
    form = AnswerForm(
        request.POST if request.method == "POST" else None, questions=card.peer_questions
    )
    if form.is_valid():
        try:
            answer_as_peer(
                actor=request.user,
                request=asked,
                points=form.points,
                comment=form.cleaned_data["comment"],
            )
        except ReviewError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. Your answer is among those of the others now."))
            return redirect("reviews:peer-reviews")
    context = {"here": "today", "asked": asked, "form": form, "card": card}
    return render(request, "reviews/peers/answer.html", context, status=status_of(form))


@require_POST
@login_required
def decline(request: StaffRequest, token: str) -> HttpResponse:
    """That one does not know their work well enough."""
    asked = _mine(request, token)
    try:
        decline_as_peer(actor=request.user, request=asked)
    except ReviewError as refusal:
        messages.warning(request, str(refusal))
    else:
        text = _("All right. You can still answer until the manager rates.")
        messages.success(request, text)
    return redirect("reviews:peer-reviews")


@login_required
@require_safe
def own(request: StaffRequest, pk: int) -> HttpResponse:
    """What colleagues say of me, all of them together."""
    review = _review(pk)
    if review.employee != request.user or not can_read_peers(request.user, review):
        raise Http404
    context = {"here": "record", "review": review, "said": what_peers_said(review)}
    return render(request, "reviews/peers/own.html", context)


def _mine(request: StaffRequest, token: str) -> PeerRequest:
    """What I was asked, on a device of my own; 404 otherwise."""
    if request.user.attended is not None:
        raise Http404
    return get_object_or_404(requests_to(request.user), token=token)
