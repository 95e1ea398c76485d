"""One observation, for who made it, whom it is about and who sees observations there."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_noop
from django.views.decorators.http import require_safe

from assessments.actions.observing.print_observation import print_observation
from assessments.models import Observation, ObservationPhoto
from assessments.policies.observing import can_observe, can_see_observation
from assessments.queries.observing.desk import (
    own_observations,
    percent_of,
    seen_sections,
    with_rows,
)
from assessments.queries.observing.words import outcome_in_words
from assessments.rules.observing.evidence import OBSERVATION_MADE
from lms.files.serving import private_response
from lms.ledger.policies import can_see as can_see_ledger
from lms.ledger.queries.entries import newest_of_case
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest

PER_PAGE = 20
PURPOSE = gettext_noop("checking practical observations")
RECORD = Sight(gettext_noop("practical observation"), PURPOSE)
PRINTED = Sight(gettext_noop("practical observation, as a PDF"), PURPOSE)
PICTURE = Sight(gettext_noop("picture of a practical observation"), PURPOSE)


@login_required
@require_safe
def observation(request: StaffRequest, token: str) -> HttpResponse:
    found = _looked_at(request, token, RECORD)
    if found.employee_id == request.user.pk:
        return redirect("assessments:own-observation", token=token)
    context = _context(request.user, found) | {"here": "observations"}
    return render(request, "assessments/observing/observation.html", context)


@login_required
@require_safe
def own_list(request: StaffRequest) -> HttpResponse:
    """What was observed of the asker's own work."""
    page = Paginator(own_observations(request.user), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(row, outcome_in_words(row), percent_of(row)) for row in page]
    context = {"here": "record", "page": page, "rows": rows}
    return render(request, "assessments/observing/own_observations.html", context)


@login_required
@require_safe
def own_observation(request: StaffRequest, token: str) -> HttpResponse:
    found = get_object_or_404(own_observations(request.user), token=token)
    context = _context(request.user, found) | {"here": "record"}
    return render(request, "assessments/observing/own_observation.html", context)


@login_required
@require_safe
def paper(request: StaffRequest, token: str) -> HttpResponse:
    """The observation as a PDF for the file."""
    found = _looked_at(request, token, PRINTED)
    pdf = print_observation(
        actor=request.user, observation=found, language=get_language() or "zh-hans"
    )
    day = f"{found.observed_at:%Y-%m-%d}"
    name = f"{found.version.sheet.code}_{found.employee.staff_number}_{day}.pdf"
    disposition = content_disposition_header(False, name) or "inline"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@login_required
@require_safe
def photo(request: StaffRequest, token: str) -> HttpResponseBase:
    rows = ObservationPhoto.objects.select_related(
        "observation__employee__unit", "observation__employee__post"
    )
    row = get_object_or_404(rows, token=token)
    if not can_see_observation(request.user, row.observation):
        raise Http404
    tokens = [row.observation.employee.token]
    look_at(actor=request.user, tokens=tokens, sight=PICTURE)
    return private_response(request, row.file, modified=row.observation.received_at)


def _all() -> QuerySet[Observation]:
    return with_rows(Observation.objects.select_related("employee__unit", "employee__post"))


def _looked_at(request: StaffRequest, token: str, sight: Sight) -> Observation:
    """The observation, once it is noted who looks at it. 404 for who may not."""
    found = get_object_or_404(_all(), token=token)
    if not can_see_observation(request.user, found):
        raise Http404
    look_at(actor=request.user, tokens=[found.employee.token], sight=sight)
    return found


def _context(reader: Employee, found: Observation) -> dict[str, Any]:
    photos = list(found.photos.all())
    entry = newest_of_case(found.token, OBSERVATION_MADE) if can_see_ledger(reader) else None
    again = not found.version.sheet.is_retired and can_observe(reader, found.employee)
    return {
        "observation": found,
        "sections": seen_sections(found, photos),
        "outcome": outcome_in_words(found),
        "percent": percent_of(found),
        "entry": entry,
        "may_observe_again": again,
    }
