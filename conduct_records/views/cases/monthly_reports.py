"""The monthly reports of cases: the list of a unit's months, and each as a PDF."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conduct_records.actions.cases.print_monthly_report import print_monthly_report
from conduct_records.forms.cases.charts import ReportFilter
from conduct_records.policies.figures import SEE_FIGURES, check_can_see_figures
from conduct_records.queries.cases.charts import first_month
from conduct_records.queries.cases.monthly_report import month_rows, months_reported
from conduct_records.queries.cases.tallying import latest_run
from conduct_records.views.cases.charts import surroundings
from lms.ledger.views.papers import pdf_response
from lms.people.errors import NotAllowed
from lms.people.queries import units_reached
from lms.people.views.requests import StaffRequest

PAGE_SIZE = 24


@login_required
@require_safe
def reports(request: StaffRequest) -> HttpResponse:
    """The months of a unit that are over, the newest first."""
    check_can_see_figures(request.user)
    choice = ReportFilter(request.GET, units=units_reached(request.user, SEE_FIGURES))
    unit = choice.unit_chosen
    if unit is None:
        raise NotAllowed
    first = first_month()
    months = months_reported(first) if first else []
    page = Paginator(months, PAGE_SIZE).get_page(request.GET.get("page"))
    context = surroundings(request.user, "reports") | {
        "filter": choice,
        "unit": unit,
        "page": page,
        "rows": month_rows(unit, list(page)),
        "languages": settings.LANGUAGES,
    }
    return render(request, "conduct_records/charts/reports.html", context)


@login_required
@require_safe
@cache_control(private=True, no_store=True)
def report(request: StaffRequest, unit: int, month: str) -> HttpResponse:
    """In the reader's language or the one asked for. 404 outside one's units, and for months of
    which there is no report."""
    check_can_see_figures(request.user)
    found = get_object_or_404(units_reached(request.user, SEE_FIGURES), pk=unit)
    run, first, language = latest_run(), first_month(), request.GET.get("language", get_language())
    day = _first_day(month)
    if run is None or first is None or day not in months_reported(first):
        raise Http404
    if language not in dict(settings.LANGUAGES):
        raise Http404
    pdf = print_monthly_report(
        actor=request.user, unit=found, month=day, run=run, language=language
    )
    return pdf_response(pdf, f"{_('Monthly report of cases')}_{found.code}_{month}.pdf")


def _first_day(text: str) -> date:
    """Raises `Http404` where it is no month."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None
