"""What was reported without a name and set aside, for a second pair of eyes: nobody else would ask
why."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conduct_records.policies.cases import SEE_CASES
from conduct_records.policies.identities import APPROVE
from conduct_records.queries.cases.identities import ListedVeils
from conduct_records.queries.cases.incidents import incident_number
from conduct_records.queries.cases.seen import anonymous_set_aside
from lms.people.policies import check_may, may
from lms.people.views.requests import StaffRequest
from lms.ui.paging import open_page

PAGE_SIZE = 20


@login_required
@require_safe
def second_look(request: StaffRequest) -> HttpResponse:
    """With the reason and who gave it; the HR director goes on from there to take one up."""
    check_may(request.user, APPROVE)
    found = anonymous_set_aside(request.user, APPROVE)
    page = open_page(found, request.GET.get("page"), PAGE_SIZE)
    veils = ListedVeils(request.user, page, taken_up=True)
    context = {
        "here": "identities",
        "page": page,
        "reports": [(one, incident_number(one), veils.of(one)) for one in page],
        "sees_incidents": may(request.user, SEE_CASES),
    }
    return render(request, "conduct_records/cases/second_look.html", context)
