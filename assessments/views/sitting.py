from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.actions.take_over import take_over
from assessments.enums import Layout, SittingState
from assessments.errors import AlreadySubmitted, TooLate
from assessments.queries import paper
from assessments.rules.timing import remaining_seconds
from assessments.views.access import away_from, device_of, is_elsewhere, own_sitting
from assessments.views.clock import clock
from lms.people.views.requests import StaffRequest


@login_required
@require_safe
def sitting(request: StaffRequest, sitting_id: UUID) -> HttpResponse:
    """On to the first unanswered question; from one that was handed in to its result."""
    found = own_sitting(request, sitting_id)
    if away := away_from(request, found):
        return away
    if found.quiz.layout == Layout.ALL:
        return redirect("assessments:paper", sitting_id=sitting_id)
    return redirect("assessments:item", sitting_id, paper(found).first_unanswered)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request: StaffRequest, sitting_id: UUID) -> HttpResponse:
    """Ask before the sitting goes over from another device to this one."""
    found = own_sitting(request, sitting_id)
    if found.state != SittingState.OPEN or not is_elsewhere(request, found):
        return redirect("assessments:sitting", sitting_id=sitting_id)
    if request.method == "POST":
        try:
            take_over(actor=request.user, sitting=found, device=device_of(request))
        except (AlreadySubmitted, TooLate):
            pass  # the page of the sitting knows what to show
        return redirect("assessments:sitting", sitting_id=sitting_id)
    context = {
        "sitting": found,
        "quiz": found.quiz,
        "paper": paper(found),
        "clock": clock(found),
        "here": "courses",
    }
    return render(request, "assessments/elsewhere.html", context)


@login_required
@require_safe
def state(request: StaffRequest, sitting_id: UUID) -> JsonResponse:
    """What an open page asks for now and then: the server's time in milliseconds, what is left of
    the sitting, and whether it is still open, and open here."""
    found, now = own_sitting(request, sitting_id), timezone.now()
    return JsonResponse(
        {
            "now": int(now.timestamp() * 1000),
            "remaining": remaining_seconds(found.deadline, now),
            "is_open": found.state == SittingState.OPEN,
            "is_elsewhere": found.state == SittingState.OPEN and is_elsewhere(request, found),
        }
    )
