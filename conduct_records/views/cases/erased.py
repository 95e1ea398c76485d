"""What HR still finds of a case or a report that was erased: that there was one, and since when
there is none."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from conduct_records.policies.cases import SEE_CASES
from conduct_records.queries.cases.seen import erased_cases_seen
from lms.people.views.requests import StaffRequest


def erased_case(request: StaffRequest, pk: int) -> HttpResponse | None:
    """None where the case is not erased, or not one that the reader sees."""
    case = erased_cases_seen(request.user, SEE_CASES).filter(pk=pk).first()
    if case is None or case.erased_at is None:
        return None
    return erased_page(request, case.number, case.erased_at)


def erased_page(
    request: StaffRequest, number: str, erased_at: datetime, *, is_report: bool = False
) -> HttpResponse:
    context = {"here": "cases", "number": number, "erased_at": erased_at, "is_report": is_report}
    return render(request, "conduct_records/cases/erased.html", context, status=410)
