"""The pages of observing as they are kept on the phone for when there is no network."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.forms.observing.form import ObservationForm
from assessments.models import InspectionSheet
from assessments.policies.observing import OBSERVE
from assessments.queries.observing.forms import sheets_for
from lms.people.policies import check_may
from lms.people.views.requests import StaffRequest

CACHE = "observation-pages"


@login_required
@require_safe
def start(request: StaffRequest) -> HttpResponse:
    """The sheets, of which each is kept too. No page names anybody."""
    check_may(request.user, OBSERVE)
    context = {"here": "today", "is_offline": True, "sheets": sheets_for(None)}
    return render(request, "assessments/observing/start.html", context)


@login_required
@require_safe
def form(request: StaffRequest, code: str) -> HttpResponse:
    check_may(request.user, OBSERVE)
    sheet = get_object_or_404(InspectionSheet, code=code)
    filled = ObservationForm(actor=request.user, version=sheet.current_version)
    context = {"here": "today", "is_offline": True, "sheet": sheet, "form": filled}
    return render(request, "assessments/observing/form.html", context)


@login_required
@require_safe
def session(request: StaffRequest) -> HttpResponse:
    """Who is signed in, and a token with which an observation that was kept can be sent."""
    check_may(request.user, OBSERVE)
    return JsonResponse({"owner": str(request.user.pk), "csrf": get_token(request)})


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the pages without a network. It says nothing of anybody."""
    context = {"cache": CACHE}
    return render(request, "ui/offline_worker.js", context, content_type="text/javascript")
