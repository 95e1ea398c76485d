"""A codebook signed on paper: entering it, and looking at the scan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from conduct_records.actions.sign_codebook import sign_codebook
from conduct_records.errors import ConductError
from conduct_records.forms.paper import SignedCodebookForm
from conduct_records.models import CodebookSignature, CodebookVersion
from conduct_records.policies.codebook import ENTER_SIGNATURES, can_see_signature
from conduct_records.queries.reading import reading_of
from conduct_records.queries.versions import to_sign
from lms.files.serving import private_response
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.queries import employees_reached
from lms.people.rules.attestation import PAPER, Proof
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest

SCAN = Sight(gettext_noop("scan of a signed codebook"), gettext_noop("proof of what was confirmed"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter that somebody of the actor's units signed the newest published version on paper."""
    reached = employees_reached(request.user, ENTER_SIGNATURES)
    employee = get_object_or_404(reached, pk=pk)
    version = to_sign()
    reading = reading_of(employee, version) if version else None
    form = None
    if version and reading and reading.owed:
        form = SignedCodebookForm(
            request.POST or None,
            request.FILES or None,
            version=version,
            hired_on=employee.hired_on,
        )
        if form.is_valid() and _entered(request, employee, version, form):
            return redirect("conduct_records:signer", pk=pk)
    context = {"here": "codebook", "employee": employee, "version": version, "form": form}
    return render(request, "conduct_records/desk/paper.html", context | {"reading": reading})


def _entered(
    request: StaffRequest, employee: Employee, version: CodebookVersion, form: SignedCodebookForm
) -> bool:
    """Whether it is kept; else the form says why not."""
    try:
        sign_codebook(
            actor=request.user,
            employee=employee,
            version=version,
            seen_hash=request.POST.get("seen", ""),
            proof=Proof(
                way=PAPER,
                scan=form.cleaned_data["scan"],
                entered_by=request.user,
                attested_at=form.cleaned_data["signed_on"],
            ),
        )
    except ConductError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Entered for %(name)s.") % {"name": employee.localised_name})
    return True


@login_required
@require_safe
def scan(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The scan, for its signer and for who may see their signatures."""
    found = CodebookSignature.objects.select_related("employee__unit").exclude(scan="")
    signature = get_object_or_404(found, pk=pk)
    if not can_see_signature(request.user, signature):
        raise Http404
    look_at(actor=request.user, tokens=[signature.employee.token], sight=SCAN)
    return private_response(request, signature.scan, modified=signature.attested_at)
