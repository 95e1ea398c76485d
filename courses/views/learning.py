from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.actions.finish_lesson import finish_lesson
from courses.errors import CourseError, NotEnrolled
from courses.models import LessonPage
from courses.queries import journey_of, journeys_of
from lms.people.views.requests import StaffRequest


@require_safe
@login_required
def course_list(request: StaffRequest) -> HttpResponse:
    journeys = journeys_of(request.user)
    return render(
        request,
        "courses/course_list.html",
        {
            "here": "courses",
            "under_way": [journey for journey in journeys if not journey.is_completed],
            "completed": [journey for journey in journeys if journey.is_completed],
        },
    )


@require_POST
@login_required
def finish(request: StaffRequest, key: UUID) -> HttpResponse:
    """The reader has read this lesson; on to the next one, or back to the course."""
    lesson = get_object_or_404(
        LessonPage.objects.live(),
        translation_key=key,
        locale__language_code=settings.LANGUAGE_CODE,
    )
    try:
        finish_lesson(actor=request.user, lesson=lesson)
    except NotEnrolled:
        raise Http404 from None
    except CourseError as refusal:
        messages.warning(request, str(refusal))
    journey = journey_of(request.user, lesson.path)
    assert journey is not None
    __, following = journey.around(key)
    if following is None or not journey.left:
        if not journey.left:
            messages.success(request, _("All lessons of this course are read."))
        return redirect(journey.outline.url)
    return redirect(following.url)
