from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from assessments.enums import SittingState
from assessments.queries import paper
from assessments.views.access import own_sitting
from lms.people.views.requests import StaffRequest


@login_required
@require_safe
def sitting(request: StaffRequest, sitting_id: UUID) -> HttpResponse:
    """On to the first unanswered question; from a marked sitting to its result."""
    found = own_sitting(request, sitting_id)
    if found.state == SittingState.MARKED:
        return redirect("assessments:result", sitting_id=sitting_id)
    return redirect("assessments:item", sitting_id, paper(found).first_unanswered)
