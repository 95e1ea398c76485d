"""How one question of a quiz does: its figures, and who chose which option."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from assessments.models import Question
from assessments.queries.statistics.items import item_rows, version_rows
from assessments.rules.statistics.intervals import LEAST
from assessments.views.statistics import asked_by
from lms.people.policies import may
from lms.people.views.requests import StaffRequest


@login_required
@require_safe
def item_statistics(request: StaffRequest, code: str, question: str) -> HttpResponse:
    """Where it was worth different marks, each worth is a part of the page. Raises Http404 for a
    question that no sitting that counts has had."""
    asked = asked_by(request, code)
    found = get_object_or_404(Question, code=question)
    if asked.kept is None:
        return redirect("assessments:statistics-quiz", code=code)
    rows = item_rows(asked.kept.statistics, found)
    if not rows:
        raise Http404
    context = {
        "question": found,
        "parts": [(row, version_rows(row.figures)) for row in rows],
        "least": LEAST,
        "may_see_question": may(request.user, "assessments.view_question"),
    }
    return render(request, "assessments/statistics/item.html", asked.context | context)
