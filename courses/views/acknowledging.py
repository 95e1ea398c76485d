from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from courses.actions.acknowledge_statement import acknowledge_statement
from courses.blocks import statements_in
from courses.errors import CourseError
from courses.models import LessonPage
from courses.queries import journey_of
from lms.people.errors import SignatureMissing
from lms.people.rules.attestation import ATTENDED, Proof
from lms.people.views.requests import StaffRequest
from lms.ui.language import reads_english


@require_POST
@login_required
def acknowledge(request: StaffRequest, key: UUID, block_id: UUID) -> HttpResponse:
    """The reader confirms a statement of the lesson, and is back at it."""
    lesson = _lesson_with(key, block_id)
    journey = journey_of(request.user, lesson.base.path)
    if journey is None or journey.enrolment is None:
        raise Http404
    try:
        acknowledge_statement(
            actor=request.user,
            enrolment=journey.enrolment,
            lesson=lesson,
            block_id=block_id,
            seen_hash=request.POST.get("seen", ""),
            proof=_proof(request),
        )
    except (CourseError, SignatureMissing) as refusal:
        messages.warning(request, str(refusal))
        if request.headers.get("HX-Request"):
            return HttpResponseClientRefresh()
    addresses = {each.key: each.url for each in journey.outline.lessons}
    address = addresses.get(key, lesson.url)
    return redirect(f"{address}#ack-{block_id}")


def _proof(request: StaffRequest) -> Proof:
    session = request.user.attended
    if session is None:
        return Proof()
    signature = request.POST.get("signature", "")
    return Proof(way=ATTENDED, attended=session, signature=signature)


def _lesson_with(key: UUID, block_id: UUID) -> LessonPage:
    """The page of the lesson that holds the statement, in the reader's language if it does there;
    any of them where it is there no more."""
    live = LessonPage.objects.live().filter(translation_key=key).select_related("locale")
    pages = sorted(live, key=lambda page: page.is_translation is not reads_english())
    if not pages:
        raise Http404
    holding = (page for page in pages if block_id in {s.block_id for s in statements_in(page.body)})
    return next(holding, pages[0])
