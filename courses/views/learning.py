from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.actions.finish_lesson import finish_lesson
from courses.errors import CourseError, NotEnrolled
from courses.models import LessonPage, LessonReading
from courses.queries import journey_of, journeys_of, lesson_for_reader
from courses.rules.journey import LessonState
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
    lesson = lesson_for_reader(key)
    if lesson is None:
        raise Http404
    try:
        done = finish_lesson(actor=request.user, lesson=lesson)
    except NotEnrolled:
        raise Http404 from None
    except CourseError as refusal:
        messages.warning(request, str(refusal))
        return redirect(lesson.url if lesson.live else "courses:list")
    if isinstance(done, LessonReading):
        messages.success(request, _("It is recorded that you have read it again."))
        journey = journey_of(request.user, lesson.base.path)
        return redirect(journey.outline.url if journey else "courses:list")
    return _go_on(request, lesson)


def _go_on(request: StaffRequest, lesson: LessonPage) -> HttpResponse:
    """The next lesson that is open, or the course; the reader's courses, where it has left the
    course meanwhile."""
    key = lesson.translation_key
    journey = journey_of(request.user, lesson.base.path)
    if journey is None or journey.enrolment is None or journey.outline.chapter_of(key) is None:
        text = _("This lesson was moved or withdrawn meanwhile. That you have read it is recorded.")
        messages.info(request, text)
        is_taken = journey is not None and journey.enrolment is not None
        return redirect(journey.outline.url if journey and is_taken else "courses:list")
    if not journey.left:
        messages.success(request, _("All lessons of this course are read."))
        return redirect(journey.outline.url)
    __, following = journey.around(key)
    if following and journey.state(following.key) is LessonState.LOCKED:
        following = journey.resume
    return redirect(following.url if following else journey.outline.url)
