"""What was signed on paper: entering it, and looking at the scan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from courses.actions.acknowledge_statement import acknowledge_statement
from courses.errors import CourseError
from courses.forms.paper import StatementPaperForm
from courses.models import Acknowledgement
from courses.policies import can_see_acknowledgement
from courses.queries import open_statements
from lms.files.serving import private_response
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.queries import employees_reached
from lms.people.rules.attestation import PAPER, Proof
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest

SCAN = Sight(
    gettext_noop("scan of a signed statement"), gettext_noop("proof of what was confirmed")
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter what somebody of the actor's units signed on paper."""
    reached = employees_reached(request.user, "courses.add_acknowledgement")
    employee = get_object_or_404(reached, pk=pk)
    form = StatementPaperForm(
        request.POST or None,
        request.FILES or None,
        statements=open_statements(employee),
        hired_on=employee.hired_on,
    )
    if form.is_valid():
        try:
            _enter(request.user, form)
        except CourseError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Entered for %(name)s.") % {"name": employee.localised_name}
            )
            return redirect("courses:person", pk=pk)
    context = {"employee": employee, "form": form, "here": "team"}
    return render(request, "courses/desk/paper.html", context)


def _enter(actor: Employee, form: StatementPaperForm) -> None:
    signed = form.cleaned_data["statement"]
    acknowledge_statement(
        actor=actor,
        enrolment=signed.enrolment,
        lesson=signed.lesson,
        block_id=signed.block_id,
        seen_hash=signed.shown_hash,
        proof=Proof(
            way=PAPER,
            scan=form.cleaned_data["scan"],
            entered_by=actor,
            attested_at=form.cleaned_data["signed_on"],
        ),
    )


@login_required
@require_safe
def scan(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The scan, for its signer and for who looks after their training."""
    found = Acknowledgement.objects.select_related("enrolment__employee__unit").exclude(scan="")
    acknowledgement = get_object_or_404(found, pk=pk)
    if not can_see_acknowledgement(request.user, acknowledgement) or acknowledgement.is_erased:
        raise Http404
    signer = acknowledgement.enrolment.employee
    look_at(actor=request.user, tokens=[signer.token], sight=SCAN)
    return private_response(request, acknowledgement.scan, modified=acknowledgement.attested_at)
