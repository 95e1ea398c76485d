"""Handing the device to somebody without a sign-in, and taking it back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lms.people.actions.end_attended_session import end_attended_session
from lms.people.actions.leave_attended_session import leave_attended_session
from lms.people.actions.sign_in import sign_in
from lms.people.actions.start_attended_session import start_attended_session
from lms.people.errors import PeopleError
from lms.people.forms.attended import EndForm
from lms.people.middleware import SESSION_KEY_ATTENDED
from lms.people.models import AttendedSession
from lms.people.policies import check_may
from lms.people.queries import employees_to_attend, search_employees
from lms.people.registries import work_done
from lms.people.views.requests import StaffRequest
from lms.people.views.sign_in import caller_address

PAGE_SIZE = 50


@login_required
@require_safe
def people_to_attend(request: StaffRequest) -> HttpResponse:
    """Whom the actor can hand the device to."""
    check_may(request.user, "people.add_attendedsession")
    name = request.GET.get("name", "").strip()[:60]
    people = employees_to_attend(request.user).order_by("unit__path", "staff_number")
    page = Paginator(search_employees(people, name) if name else people, PAGE_SIZE)
    context = {"page": page.get_page(request.GET.get("page")), "name": name, "here": "attended"}
    return render(request, "people/attended/people.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: StaffRequest, pk: int) -> HttpResponse:
    """Says what handing over means, then hands over."""
    employee = get_object_or_404(employees_to_attend(request.user), pk=pk)
    if request.method == "POST":
        try:
            session = start_attended_session(actor=request.user, employee=employee)
        except PeopleError as refusal:
            messages.warning(request, str(refusal))
            return redirect("people:attended")
        request.session[SESSION_KEY_ATTENDED] = session.pk
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"employee": employee, "here": "attended"}
    return render(request, "people/attended/start.html", context)


@sensitive_post_parameters("password")
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: StaffRequest) -> HttpResponse:
    """The attended person signs for what was done, if anything was; the witness's password takes
    the device back."""
    session = request.user.attended
    if session is None:
        raise Http404
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            return _take_back(request, session, form)
        except PeopleError as refusal:
            form.add_error(refusal.field, str(refusal))
    context = {"form": form, "session": session, "work": work_done(session)}
    return render(request, "people/attended/end.html", context)


def _take_back(request: StaffRequest, session: AttendedSession, form: EndForm) -> HttpResponse:
    leaves = request.POST.get("go") == "sign-out"
    if not leaves:
        sign_in(
            staff_number=session.witness.staff_number,
            password=form.cleaned_data["password"],
            address=caller_address(request),
        )
    if form.cleaned_data["signature"] or work_done(session):
        end_attended_session(
            actor=request.user, session=session, signature=form.cleaned_data["signature"]
        )
    else:
        leave_attended_session(pk=session.pk)
    if leaves:
        logout(request)
        return redirect(settings.LOGOUT_REDIRECT_URL)
    del request.session[SESSION_KEY_ATTENDED]
    messages.success(
        request,
        _("The session of %(name)s is over.") % {"name": session.employee.localised_name},
    )
    return redirect("people:attended")
