"""How far assessors who watched the same work agree, for who writes the sheets."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.forms.observing.desk import AgreementFilter
from assessments.models import Observation
from assessments.policies.observing import SEE
from assessments.queries.observing.agreement import agreements, joint_observations
from assessments.queries.observing.desk import narrowed
from assessments.rules.observing.agreement import FEWEST
from assessments.views.observing.desk import WRITE_SHEETS
from lms.people.policies import check_may
from lms.people.queries import employees_reached
from lms.people.views.requests import StaffRequest


@login_required
@require_safe
def agreement(request: StaffRequest) -> HttpResponse:
    """Of the people whom the reader sees; nobody observed is named."""
    check_may(request.user, WRITE_SHEETS)
    form = AgreementFilter(request.GET)
    reached = employees_reached(request.user, SEE).order_by()
    seen = Observation.objects.filter(employee__in=reached.values("pk"))
    found = agreements(joint_observations(narrowed(seen, form.wanted)))
    context = {
        "here": "observations",
        "filter": form,
        "clear": reverse("assessments:observation-agreement"),
        "sheets": found,
        "fewest": FEWEST,
    }
    return render(request, "assessments/observing/agreement.html", context)
