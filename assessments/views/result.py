from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.enums import SittingState
from assessments.queries import paper, result_changes, sections_of, standing
from assessments.queries.shown import shown_items, waits_for_closing
from assessments.views.access import own_sitting
from assessments.views.late import late_answers
from assessments.views.links import links_for
from lms.people.views.requests import StaffRequest


@login_required
@require_safe
def result(request: StaffRequest, sitting_id: UUID) -> HttpResponse:
    """Score and pass, and of each question as much as the quiz shows."""
    sitting = own_sitting(request, sitting_id)
    if sitting.state == SittingState.OPEN:
        return redirect("assessments:sitting", sitting_id=sitting_id)
    quiz, sheet, where = sitting.quiz, paper(sitting), standing(request.user, sitting.quiz)
    context = {
        "sitting": sitting,
        "quiz": quiz,
        "standing": where,
        "may_resit": where.attempts_left != 0 and not (where.passed or where.open),
        "sections": sections_of(sitting, sheet),
        "items": shown_items(sitting, sheet),
        "shows_later": waits_for_closing(quiz),
        "late": late_answers(sitting),
        "remarked": result_changes(sitting),
        "now": timezone.now(),
        "was_handed_in": sitting.submitted_by_id == sitting.employee_id,
        "links": links_for(request.user, quiz),
        "here": "courses",
    }
    return render(request, "assessments/result.html", context)
