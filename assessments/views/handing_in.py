from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.actions.submit_sitting import submit_sitting
from assessments.errors import AlreadySubmitted, TooLate
from assessments.queries import paper
from assessments.views.access import away_from, own_sitting
from assessments.views.clock import clock
from lms.people.views.requests import StaffRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: StaffRequest, sitting_id: UUID) -> HttpResponse:
    """Ask once more, saying what is unanswered or flagged, then hand in."""
    sitting = own_sitting(request, sitting_id)
    if away := away_from(request, sitting):
        return away
    if request.method == "POST":
        try:
            submit_sitting(actor=request.user, sitting=sitting)
        except (AlreadySubmitted, TooLate):
            # Another tab or the clock was quicker: the page of the sitting knows what to show.
            return redirect("assessments:sitting", sitting_id=sitting_id)
        return redirect("assessments:result", sitting_id=sitting_id)
    context = {
        "sitting": sitting,
        "quiz": sitting.quiz,
        "paper": paper(sitting),
        "clock": clock(sitting),
    }
    return render(request, "assessments/submit.html", context)
