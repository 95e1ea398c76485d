from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessments.enums import Feedback, SittingState
from assessments.queries import paper, standing
from assessments.views.access import own_sitting
from assessments.views.links import links_for
from lms.people.views.requests import StaffRequest


@login_required
@require_safe
def result(request: StaffRequest, sitting_id: UUID) -> HttpResponse:
    """Score and pass, and of each question as much as the quiz shows."""
    sitting = own_sitting(request, sitting_id)
    if sitting.state == SittingState.OPEN:
        return redirect("assessments:sitting", sitting_id=sitting_id)
    quiz = sitting.quiz
    context = {
        "sitting": sitting,
        "quiz": quiz,
        "standing": standing(request.user, quiz),
        "paper": paper(sitting) if quiz.feedback != Feedback.SCORE else None,
        "shows_key": quiz.feedback == Feedback.FULL,
        "was_handed_in": sitting.submitted_by_id == sitting.employee_id,
        "links": links_for(request.user, quiz),
        "here": "courses",
    }
    return render(request, "assessments/result.html", context)
