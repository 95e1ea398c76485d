from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assessments.actions.open_sitting import open_sitting
from assessments.enums import SittingState
from assessments.errors import CannotStart, Unmet
from assessments.models import Quiz
from assessments.policies.sitting import unmet_conditions
from assessments.queries import Standing, standing
from assessments.views.access import device_of, settle
from assessments.views.links import links_for
from lms.people.views.requests import StaffRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: StaffRequest, code: str) -> HttpResponse:
    """What the examination asks, what is missing for it, and the button that starts or resumes."""
    quiz = get_object_or_404(Quiz.objects.prefetch_related("sections"), code=code)
    where = standing(request.user, quiz)
    if where.open is not None and settle(where.open).state != SittingState.OPEN:
        where = standing(request.user, quiz)
    if request.method != "POST":
        unmet = [] if where.open else unmet_conditions(request.user, quiz, where)
        return _page(request, where, unmet)
    try:
        sitting = open_sitting(actor=request.user, quiz=quiz, device=device_of(request))
    except CannotStart as refusal:
        return _page(request, where, refusal.unmet, status=409)
    return redirect("assessments:sitting", sitting_id=sitting.pk)


def _page(
    request: StaffRequest, where: Standing, unmet: list[Unmet], *, status: int = 200
) -> HttpResponse:
    quiz = where.quiz
    context = {
        "quiz": quiz,
        "minimums": [each for each in quiz.sections.all() if each.min_percent],
        "standing": where,
        "unmet": unmet,
        "is_refused": status != 200,
        "links": links_for(request.user, quiz),
        "here": "courses",
    }
    return render(request, "assessments/door.html", context, status=status)
