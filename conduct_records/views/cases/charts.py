"""The figures of cases: charts, their tables, and these as files."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conduct_records.actions.cases.ask_for_tally import ask_for_tally
from conduct_records.forms.cases.charts import ChartFilter
from conduct_records.policies.cases import SEE_CASES, can_see_cases
from conduct_records.policies.figures import SEE_FIGURES, check_can_see_figures
from conduct_records.queries.cases.chart_sheets import TABLES, charts_of, sheet_of
from conduct_records.queries.cases.charts import (
    figures_of,
    heats_of,
    rules_of,
    seen_of,
    sites_within,
)
from conduct_records.queries.cases.figure_words import COUNTS, OUTCOMES
from conduct_records.queries.cases.tallying import last_step, latest_run
from conduct_records.rules.cases.tallies import LEAST, Count
from conduct_records.rules.codebook import Line
from lms.people.errors import NotAllowed
from lms.people.models import Employee, Unit
from lms.people.policies import may
from lms.people.queries import units_reached
from lms.people.views.requests import StaffRequest
from lms.sheets.sending import csv_response, xlsx_response

PAGE_SIZE = 25
FIRST_RULES = 10


@dataclass(frozen=True)
class Asked:
    """What the address asks for; the page and its files read it alike."""

    filter: ChartFilter
    unit: Unit
    months: list[date]
    line: Line | None


def asked_for(request: StaffRequest) -> Asked:
    """Raises `NotAllowed` for who sees no figures."""
    check_can_see_figures(request.user)
    choice = ChartFilter(request.GET, units=units_reached(request.user, SEE_FIGURES))
    if choice.unit_chosen is None:
        raise NotAllowed
    return Asked(choice, choice.unit_chosen, choice.months, choice.line_chosen)


def surroundings(reader: Employee, tab: str) -> dict[str, Any]:
    """What the pages of figures share: where they stand, and of when the figures are. Two
    queries."""
    run = latest_run()
    sees_cases = can_see_cases(reader)
    return {
        "here": "cases" if sees_cases else "figures",
        "tab": tab,
        "sees_cases": sees_cases,
        "run": run,
        "is_stale": run is not None and run.last_step != last_step(),
        "least": LEAST,
    }


@login_required
@require_safe
def charts(request: StaffRequest) -> HttpResponse:
    """Site × line × month, by rule, time per step, appeals, training, commendations."""
    asked = asked_for(request)
    page = Paginator(sites_within(asked.unit), PAGE_SIZE).get_page(request.GET.get("page"))
    context = surroundings(request.user, "charts") | {"filter": asked.filter, "unit": asked.unit}
    if context["run"]:
        context |= _drawn(asked, page)
    context["opens_cases"] = may(request.user, SEE_CASES, asked.unit)
    return render(request, "conduct_records/charts/charts.html", context)


def _drawn(asked: Asked, page: Page[Unit]) -> dict[str, Any]:
    units = [asked.unit, *page]
    seen = seen_of(units, asked.months)
    figures = figures_of(asked.unit, asked.months, seen)
    rules = rules_of(figures.total, asked.line)
    outcomes = figures.total.outcomes
    return {
        "page": page,
        "months": asked.months,
        "last_month": asked.months[-1],
        "years": _years(asked.months),
        "figures": figures,
        "heats": heats_of(units, asked.months, seen, asked.line),
        "rules": rules,
        "first_rules": rules[:FIRST_RULES],
        "stages": figures.stages,
        "counts": [COUNTS[each] for each in Count],
        "outcomes": [(name, outcomes[each]) for each, name in OUTCOMES.items()],
    }


def _years(months: list[date]) -> list[tuple[int, int]]:
    """Each year with how many of the months lie in it."""
    years = [month.year for month in months]
    return [(year, years.count(year)) for year in dict.fromkeys(years)]


@login_required
@require_safe
def xlsx(request: StaffRequest) -> HttpResponseBase:
    asked = asked_for(request)
    found = charts_of(asked.unit, asked.months, asked.line)
    return xlsx_response([sheet_of(found, table) for table in TABLES], _name(asked))


@login_required
@require_safe
def csv(request: StaffRequest) -> HttpResponseBase:
    """One of the tables."""
    asked = asked_for(request)
    table = request.GET.get("table", TABLES[0])
    if table not in TABLES:
        raise Http404
    sheet = sheet_of(charts_of(asked.unit, asked.months, asked.line), table)
    return csv_response(sheet.columns, sheet.rows, f"{_name(asked)}_{sheet.title}")


def _name(asked: Asked) -> str:
    months = f"{asked.months[0]:%Y-%m}_{asked.months[-1]:%Y-%m}"
    parts = [_("Figures of cases"), str(asked.unit), months]
    return "_".join(part.replace("/", "-") for part in parts)


@login_required
@require_POST
def count_again(request: StaffRequest) -> HttpResponse:
    """Have the worker count the cases anew."""
    if ask_for_tally(actor=request.user):
        said = _("The cases are being counted anew. Load this page again in a minute.")
        messages.success(request, said)
    else:
        messages.info(request, _("The cases are being counted already."))
    filter_kept = QueryDict(request.POST.get("query", "")).urlencode()
    back = reverse("conduct_records:charts")
    return redirect(f"{back}?{filter_kept}" if filter_kept else back)
