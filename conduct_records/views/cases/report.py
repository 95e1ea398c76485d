"""Reporting an incident on the phone, with and without a network; what became of one's reports."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from conduct_records.actions.cases.report_incident import report_incident
from conduct_records.errors import ConductError
from conduct_records.forms.cases.report import ReportForm, people_meant
from conduct_records.models import Incident
from conduct_records.policies.incidents import REPORT
from conduct_records.queries.cases.incidents import (
    became_of,
    evidence_of,
    incident_number,
    reports_of,
)
from conduct_records.queries.cases.shown_evidence import shown_to
from conduct_records.queries.reading import said
from conduct_records.queries.versions import in_force
from conduct_records.rules.cases.identities import OPEN
from lms.people.forms.who import MOST_FOUND, found_among
from lms.people.policies import check_may
from lms.people.rules.devices import device_of
from lms.people.views.requests import StaffRequest
from lms.ui.refusals import refuse
from lms.ui.statuses import REFUSED, status_of

PAGE_SIZE = 20
PAGE = "conduct_records/cases/report.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: StaffRequest) -> HttpResponse:
    """The form, and its sending: by the browser, or by the page's script, which wants JSON."""
    check_may(request.user, REPORT)
    wants_json = request.get_preferred_type(["text/html", "application/json"]) != "text/html"
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReportForm(*sent, actor=request.user)
    if sent and (incident := _reported(request, form)):
        url = reverse("conduct_records:report-receipt", args=[incident.token])
        reply = {"number": incident_number(incident), "url": url}
        return JsonResponse(reply, status=201) if wants_json else redirect(url)
    if wants_json:
        return JsonResponse({"errors": form.errors, "others": _("Not accepted")}, status=REFUSED)
    return render(request, PAGE, _context(form), status=status_of(form))


def _reported(request: StaffRequest, form: ReportForm) -> Incident | None:
    """None where something keeps it from being kept; the form says what."""
    if not form.is_valid():
        return None
    try:
        return report_incident(
            actor=request.user,
            report=form.report,
            files=form.files_given,
            device=device_of(request.headers.get("User-Agent", "")),
        )
    except ConductError as refusal:
        refuse(form, refusal)
        return None


def _context(form: ReportForm, **more: Any) -> dict[str, Any]:
    version = in_force()
    rules = [(each.code, said(each.title)) for each in version.codebook.rules] if version else []
    return {"here": "today", "form": form, "rules": rules, "people": form.found} | more


@login_required
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """Who may be meant, to choose from: a part of the form."""
    check_may(request.user, REPORT)
    found = found_among(people_meant(request.user), request.GET.get("who", ""))[:MOST_FOUND]
    return render(request, "people/found.html", {"people": found})


@login_required
@require_safe
def offline(request: StaffRequest) -> HttpResponse:
    """The form as it is kept on the phone for when there is no network: it names no person."""
    check_may(request.user, REPORT)
    return render(request, PAGE, _context(ReportForm(actor=request.user), is_offline=True))


@login_required
@require_safe
def session(request: StaffRequest) -> HttpResponse:
    """Who is signed in, and a token with which a report that was kept can be sent."""
    check_may(request.user, REPORT)
    return JsonResponse({"owner": str(request.user.pk), "csrf": get_token(request)})


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the form's page without a network. It says nothing of anybody."""
    context = {"cache": "report-page"}
    return render(request, "ui/offline_worker.js", context, content_type="text/javascript")


@login_required
@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """What I reported, and what became of it."""
    check_may(request.user, REPORT)
    page = Paginator(reports_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    reports = [(one, incident_number(one), became_of(one)) for one in page]
    context = {"here": "today", "page": page, "reports": reports}
    return render(request, "conduct_records/cases/report_mine.html", context)


@login_required
@require_safe
def receipt(request: StaffRequest, token: str) -> HttpResponse:
    """One report of mine: its number, its files, what happens next."""
    incident = get_object_or_404(reports_of(request.user), token=token)
    context = {
        "here": "today",
        "incident": incident,
        "number": incident_number(incident),
        "state": became_of(incident),
        "evidence": shown_to(request.user, OPEN, evidence_of(incident)),
    }
    return render(request, "conduct_records/cases/report_receipt.html", context)
