"""Observing somebody on the phone: choosing, the form, its receipt."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.actions.observing.record_observation import record_observation
from assessments.errors import AssessmentError, SheetRetired
from assessments.forms.observing.form import ObservationForm
from assessments.models import InspectionSheet, Observation
from assessments.policies.observed_people import people_to_observe
from assessments.policies.observing import OBSERVE
from assessments.queries.observing.desk import percent_of
from assessments.queries.observing.forms import observations_made, sheets_for, version_asked
from assessments.queries.observing.words import outcome_in_words
from lms.people.errors import PeopleError
from lms.people.forms.who import LONGEST_SEARCH, MOST_FOUND, exactly, found_among
from lms.people.models import Employee
from lms.people.policies import check_may
from lms.people.rules.devices import device_of
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import REFUSED, status_of

PAGE_SIZE = 20


@login_required
@require_safe
def start(request: StaffRequest) -> HttpResponse:
    """Which sheet, for whom; and what I have observed so far. A badge leads here with `who`."""
    check_may(request.user, OBSERVE)
    who, person = _named(request)
    page = Paginator(observations_made(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    made = [(one, percent_of(one), outcome_in_words(one)) for one in page]
    context = {
        "here": "today",
        "sheets": sheets_for(person),
        "who": who,
        "person": person,
        "page": page,
        "made": made,
    }
    return render(request, "assessments/observing/start.html", context)


def _named(request: StaffRequest) -> tuple[str, Employee | None]:
    """What the address says of whom, and whom it means, where it is one who may be observed."""
    who = request.GET.get("who", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    meant = exactly(people_to_observe(request.user), who) if who else []
    return who, meant[0] if len(meant) == 1 else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: StaffRequest, code: str) -> HttpResponse:
    """The form of a sheet, and its sending: by the browser, or by its script, which wants JSON."""
    check_may(request.user, OBSERVE)
    sheet = get_object_or_404(InspectionSheet, code=code)
    wants_json = request.get_preferred_type(["text/html", "application/json"]) != "text/html"
    filled = _filled(request, sheet)
    if filled.is_bound and (observation := _recorded(request, filled)):
        url = reverse("assessments:observe-receipt", args=[observation.token])
        reply = {"number": str(observation), "url": url}
        return JsonResponse(reply, status=201) if wants_json else redirect(url)
    if wants_json:
        return JsonResponse({"errors": filled.errors, "others": _("Not accepted")}, status=REFUSED)
    if sheet.is_retired and not filled.is_bound:
        messages.warning(request, str(SheetRetired()))
        return redirect("assessments:observe")
    context = {"here": "today", "sheet": sheet, "form": filled, "people": filled.found}
    page = "assessments/observing/form.html"
    return render(request, page, context, status=status_of(filled))


def _filled(request: StaffRequest, sheet: InspectionSheet) -> ObservationForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    version = version_asked(sheet, (request.POST or request.GET).get("version", ""))
    who, person = _named(request)
    about = {"who": who, "person": person.pk if person else None}
    filled = ObservationForm(*sent, actor=request.user, version=version, initial=about)
    filled.found = [person] if person else []
    return filled


def _recorded(request: StaffRequest, filled: ObservationForm) -> Observation | None:
    """None where something keeps it from being kept; the form says what."""
    if not filled.is_valid():
        return None
    device = device_of(request.headers.get("User-Agent", ""))
    try:
        return record_observation(actor=request.user, seen=filled.seen, device=device)
    except (AssessmentError, PeopleError) as refusal:
        at_fault = {"person": "who"}.get(refusal.field or "", refusal.field)
        filled.add_error(at_fault if at_fault in filled.fields else None, str(refusal))
        if filled.has_error("form_id"):
            filled.begin_anew()
        return None


@login_required
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """Who may be meant, to choose from: a part of the form."""
    check_may(request.user, OBSERVE)
    found = found_among(people_to_observe(request.user), request.GET.get("who", ""))[:MOST_FOUND]
    return render(request, "people/found.html", {"people": found})


@login_required
@require_safe
def receipt(request: StaffRequest, token: str) -> HttpResponse:
    """One observation of mine that came in: its result, and what happens next."""
    observation = get_object_or_404(observations_made(request.user), token=token)
    context = {
        "here": "today",
        "observation": observation,
        "percent": percent_of(observation),
        "outcome": outcome_in_words(observation),
        "photos": observation.photos.all(),
    }
    return render(request, "assessments/observing/receipt.html", context)
