"""The desk's list of observations, as a page and as a file."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from assessments.forms.observing.desk import ObservationFilter
from assessments.models import Observation
from assessments.policies.observing import OBSERVE, SEE
from assessments.queries.observing.desk import (
    narrowed,
    observations_seen,
    percent_of,
    with_rows,
)
from assessments.queries.observing.words import outcome_in_words
from lms.people.actions.look_at import look_at
from lms.people.policies import check_may, may
from lms.people.queries import employees_reached, units_reached
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.sheets.sending import xlsx_response
from lms.sheets.writing import Column, Row, Sheet

PER_PAGE = 30
AT_ONCE = 500
PURPOSE = gettext_noop("checking practical observations")
RESULTS = Sight(gettext_noop("results of practical observations"), PURPOSE)
EXPORT = Sight(gettext_noop("practical observations, in an export"), PURPOSE)
WRITE_SHEETS = "assessments.change_inspectionsheet"


@login_required
@require_safe
def observations(request: StaffRequest) -> HttpResponse:
    """Results stand in the list itself: whoever opens it looks at everybody on it."""
    form, found = _asked(request)
    page = Paginator(with_rows(found), PER_PAGE).get_page(request.GET.get("page"))
    tokens = [row.employee.token for row in page]
    look_at(actor=request.user, tokens=tokens, sight=RESULTS)
    context: dict[str, Any] = {
        "here": "observations",
        "filter": form,
        "clear": reverse("assessments:observations"),
        "page": page,
        "rows": [(row, outcome_in_words(row), percent_of(row)) for row in page],
        "export": _address(request),
        "may_observe": may(request.user, OBSERVE),
        "may_write": may(request.user, WRITE_SHEETS),
    }
    return render(request, "assessments/observing/observations.html", context)


@login_required
@require_safe
def xlsx(request: StaffRequest) -> FileResponse:
    """All that the filter shows; that these people's records leave with the file is recorded."""
    __, found = _asked(request)
    tokens = found.order_by().values_list("employee__token", flat=True).distinct()
    look_at(actor=request.user, tokens=tokens, sight=EXPORT)
    name = f"{_('Observations')}_{timezone.localdate().isoformat()}"
    return xlsx_response([Sheet(_("Observations"), _columns(), _rows(found))], name)


def _asked(request: StaffRequest) -> tuple[ObservationFilter, QuerySet[Observation]]:
    check_may(request.user, SEE)
    reached = employees_reached(request.user, SEE)
    form = ObservationFilter(request.GET, units=units_reached(request.user, SEE))
    return form, narrowed(observations_seen(request.user, reached), form.wanted)


def _address(request: StaffRequest) -> str:
    """Of the file with what the page shows."""
    said = [(name, str(value)) for name, value in request.GET.items() if name != "page" and value]
    return f"{reverse('assessments:observations-xlsx')}?{urlencode(said)}"


def _columns() -> list[Column]:
    return [
        Column(_("Observed"), 18),
        Column(_("Staff number"), 12),
        Column(_("Full name"), 14),
        Column(_("Unit"), 24),
        Column(_("Post"), 18),
        Column(_("Inspection sheet"), 30),
        Column(_("Version"), 8),
        Column(_("Assessor"), 14),
        Column(_("Score"), 10),
        Column(_("Out of"), 10),
        Column(_("Result (%)"), 10),
        Column(_("Outcome"), 22),
        Column(_("Critical points missed"), 22),
        Column(_("Why the person did not sign"), 30),
        Column(_("Remark"), 40),
    ]


def _rows(found: QuerySet[Observation]) -> Iterator[Row]:
    """The order is fixed at once, and rows are fetched so many at a time."""
    order = list(found.values_list("pk", flat=True))
    for start in range(0, len(order), AT_ONCE):
        keys = order[start : start + AT_ONCE]
        rows = with_rows(Observation.objects.all()).in_bulk(keys)
        for key in keys:
            yield _row(rows[key])


def _row(row: Observation) -> Row:
    return [
        row.observed_at,
        row.employee.staff_number,
        row.employee.localised_name,
        str(row.unit),
        str(row.post or ""),
        str(row.version.sheet),
        row.version.number,
        row.observed_by.localised_name,
        float(row.score),
        float(row.most),
        percent_of(row),
        outcome_in_words(row),
        ", ".join(row.failed),
        row.not_signed_because,
        row.remark,
    ]
