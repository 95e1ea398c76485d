from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.queries.progress import progress_of, quizzes_begun
from assessments.queries.shown import shows_marks
from lms.people.views.requests import StaffRequest


@login_required
@require_safe
def progress(request: StaffRequest) -> HttpResponse:
    """One's own marks by category of the bank, and one's quizzes. A quiz counts among the
    categories once it shows what was right."""
    begun, now = quizzes_begun(request.user), timezone.now()
    visible = [each.quiz for each in begun if shows_marks(each.quiz, now)]
    context = {
        "here": "record",
        "progress": progress_of(request.user, visible),
        "begun": begun,
        "is_partial": len(visible) < len(begun),
    }
    return render(request, "assessments/progress.html", context)
