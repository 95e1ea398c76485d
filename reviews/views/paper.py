"""A review that was signed, or appealed against, on paper: entering it, and looking at the scan."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from lms.files.serving import private_response
from lms.people.actions.look_at import look_at
from lms.people.errors import NotAllowed
from lms.people.rules.attestation import PAPER, Proof
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import status_of
from reviews.actions.lodge_appeal import lodge_appeal
from reviews.actions.sign_review import sign_review
from reviews.errors import ReviewError
from reviews.forms.own import APPEALED, ReviewPaperForm
from reviews.models import Review, ReviewScan
from reviews.policies import can_see_review, offices_held
from reviews.queries.files import file_of
from reviews.rules.procedure import Office, State, StepKind, offices_for

SCAN = Sight(gettext_noop("scan of a signed review"), gettext_noop("proof of what was confirmed"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter what somebody signed or appealed on paper, while they could do so themselves."""
    review = get_object_or_404(Review.objects.select_related("cycle", "employee", "manager"), pk=pk)
    file = file_of(review)
    if Office.HR not in offices_held(request.user, review, file):
        raise NotAllowed
    form = None
    if Office.HR in offices_for(file.state, StepKind.APPEALED):
        form = ReviewPaperForm(
            request.POST or None,
            request.FILES or None,
            seen=len(file.steps),
            can_sign=file.state == State.SIGN_OFF,
            hired_on=review.employee.hired_on,
        )
    if form and form.is_valid() and _entered(request, review, form):
        return redirect("reviews:review", pk=pk)
    context = {"here": "reviews", "review": review, "form": form}
    return render(request, "reviews/own/paper.html", context, status=status_of(form))


def _entered(request: StaffRequest, review: Review, form: ReviewPaperForm) -> bool:
    """Whether it is kept; else the form says why not."""
    given = form.cleaned_data
    proof = Proof(
        way=PAPER,
        scan=given["scan"],
        entered_by=request.user,
        attested_at=given["signed_on"],
    )
    common: Any = {"actor": request.user, "review": review, "proof": proof}
    common |= {"seen": given["seen"], "form_id": given["form_id"]}
    try:
        if given["what"] == APPEALED:
            lodge_appeal(grounds=given["text"], **common)
        else:
            sign_review(comment=given["text"], **common)
    except ReviewError as refusal:
        form.add_error(None, str(refusal))
        return False
    name = review.employee.localised_name
    messages.success(request, _("Entered for %(name)s.") % {"name": name})
    return True


@login_required
@require_safe
def scan(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The scan, for whom it is about and for who sees the review."""
    found = ReviewScan.objects.select_related("review__employee__unit", "review__employee__post")
    row = get_object_or_404(found, pk=pk)
    employee = row.review.employee
    if request.user != employee and not can_see_review(request.user, row.review):
        raise Http404
    look_at(actor=request.user, tokens=[employee.token], sight=SCAN)
    return private_response(request, row.file, modified=row.added_at)
