"""HR names who rates, for one review or several; HR takes a review back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.people.errors import NotAllowed
from lms.people.policies import check_may
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import status_of
from reviews.actions.name_manager import name_manager
from reviews.actions.withdraw_review import withdraw_review
from reviews.errors import ReviewError
from reviews.forms.manager import ManagerForm, WithdrawForm
from reviews.models import Review
from reviews.policies import HANDLE, RATE, reach_over_reviews
from reviews.queries.desk import reviews_seen, with_rows, within
from reviews.queries.files import file_of
from reviews.queries.raters import raters_of
from reviews.rules.procedure import State, StepKind, moves_from

# So many reviews can be given a manager at once.
MOST = 100


def _handled(request: StaffRequest) -> Any:
    """The reviews in which somebody acts as HR. Raises `NotAllowed` for who does nowhere."""
    check_may(request.user, HANDLE)
    reach = reach_over_reviews(request.user)
    found = reviews_seen(request.user, reach).filter(within(reach.handle))
    return with_rows(found).select_related("employee__unit", "employee__post")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name_one(request: StaffRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(_handled(request), pk=pk)
    return _naming(request, [review])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name_several(request: StaffRequest) -> HttpResponse:
    """Those ticked in a list (`review`), so far as they can be given one."""
    given = (request.POST if request.method == "POST" else request.GET).getlist("review")
    keys = [int(key) for key in given if key.isdecimal() and len(key) < 10][:MOST]
    reviews = list(_handled(request).filter(pk__in=keys).order_by("pk"))
    if not reviews:
        messages.info(request, _("Tick the reviews first that are to be given a manager."))
        return redirect("reviews:reviews")
    return _naming(request, reviews)


def _naming(request: StaffRequest, reviews: Sequence[Review]) -> HttpResponse:
    raters = raters_of([review.employee for review in reviews], RATE)
    form = ManagerForm(request.POST if request.method == "POST" else None, raters=raters)
    if request.method == "POST" and form.is_valid():
        done, refusals = _name_all(request, reviews, form)
        if done:
            text = ngettext(
                "%(name)s now rates %(count)d review.",
                "%(name)s now rates %(count)d reviews.",
                done,
            )
            name = form.chosen.localised_name
            messages.success(request, text % {"name": name, "count": done})
        if not refusals:
            return _onwards(reviews)
        form.add_error(None, "\n".join(refusals))
    context = {"here": "reviews", "reviews": reviews, "form": form, "nobody": not raters}
    return render(request, "reviews/desk/manager.html", context, status=status_of(form))


def _name_all(
    request: StaffRequest, reviews: Iterable[Review], form: ManagerForm
) -> tuple[int, list[str]]:
    """How many were given the manager, and why others were not."""
    done, refusals = 0, []
    for review in reviews:
        try:
            name_manager(
                actor=request.user,
                review=review,
                manager=form.chosen,
                reason=form.cleaned_data["reason"],
                form_id=form.id_for(review),
            )
        except (ReviewError, NotAllowed) as refusal:
            refusals.append(f"{review.employee.localised_name}: {refusal}")
        else:
            done += 1
    return done, refusals


def _onwards(reviews: Sequence[Review]) -> HttpResponse:
    if len(reviews) == 1:
        return redirect("reviews:review", pk=reviews[0].pk)
    return redirect("reviews:reviews")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a review back while it has no result; says first that it cannot be undone."""
    review = get_object_or_404(_handled(request), pk=pk)
    seen = len(file_of(review).steps)
    form = WithdrawForm(request.POST if request.method == "POST" else None, initial={"seen": seen})
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_review(actor=request.user, review=review, **form.cleaned_data)
        except ReviewError as refusal:
            # What was typed is kept; sent once more, it is about what stands there now.
            form = WithdrawForm(request.POST.dict() | {"seen": seen})
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The review was withdrawn."))
            return redirect("reviews:cycle", pk=review.cycle_id)
    context = {
        "here": "reviews",
        "review": review,
        "form": form,
        "is_possible": bool(moves_from(State(review.state), StepKind.WITHDRAWN)),
    }
    return render(request, "reviews/desk/withdraw.html", context, status=status_of(form))
