"""Taking out all that is kept about one person: one's own, or for somebody who asked HR."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.people.actions.look_at import look_at
from lms.people.actions.request_export import request_export
from lms.people.errors import PeopleError
from lms.people.models import Employee, PersonalExport
from lms.people.policies import can_export, check_may
from lms.people.queries.retention import people_in_view
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest

EXPORT = "people.export_employee"
TAKING_OUT = Sight(
    gettext_noop("all that is kept about the person"),
    gettext_noop("answering the person’s request"),
)
SHOWN = 10


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: StaffRequest) -> HttpResponse:
    """What is kept about me, to take with me."""
    return _data(request, request.user)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_data(request: StaffRequest, pk: int) -> HttpResponse:
    """The same of somebody within reach who asked for it."""
    check_may(request.user, EXPORT)
    reached = people_in_view(request.user, EXPORT).filter(erased_at=None)
    employee = get_object_or_404(reached, pk=pk)
    return _data(request, employee)


def _data(request: StaffRequest, employee: Employee) -> HttpResponse:
    if request.method == "POST":
        try:
            export = request_export(actor=request.user, employee=employee, sight=TAKING_OUT)
        except PeopleError as refusal:
            messages.warning(request, str(refusal))
        else:
            return redirect("people:export", pk=export.pk)
    exports = PersonalExport.objects.filter(owner=request.user, employee=employee)[:SHOWN]
    context = {"exports": exports} | _about(request, employee)
    return render(request, "people/export/data.html", context)


def _about(request: StaffRequest, employee: Employee) -> dict[str, Any]:
    """One's own on the phone, somebody else's at the desk."""
    is_own = employee == request.user
    here, layout = ("me", "ui/phone.html") if is_own else ("retention", "ui/desk.html")
    return {"employee": employee, "is_own": is_own, "here": here, "layout": layout}


def _own_export(request: StaffRequest, pk: UUID) -> PersonalExport:
    """One that the reader asked for and may still have."""
    found = PersonalExport.objects.select_related("employee__unit", "employee__post")
    export = get_object_or_404(found, pk=pk, owner=request.user)
    if not can_export(request.user, export.employee):
        raise Http404
    return export


@never_cache
@login_required
@require_safe
def export(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How far it is; the file, as long as it is kept."""
    work = _own_export(request, pk)
    context = {"work": work} | _about(request, work.employee)
    return render(request, "people/export/progress.html", context)


@login_required
@require_safe
def export_file(request: StaffRequest, pk: UUID) -> FileResponse:
    work = _own_export(request, pk)
    if not work.result:
        raise Http404
    look_at(actor=request.user, tokens=[work.employee.token], sight=TAKING_OUT)
    day = f"{timezone.localtime(work.created_at):%Y%m%d}"
    name = _("data-%(number)s-%(day)s.zip") % {"number": work.employee.staff_number, "day": day}
    response = FileResponse(
        work.result.open("rb"), content_type="application/zip", as_attachment=True, filename=name
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
