from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from courses.actions.print_certificate import print_certificate
from courses.actions.reissue_certificate import reissue_certificate
from courses.actions.revoke_certificate import revoke_certificate
from courses.errors import CannotPrint, CourseError, PaperErased
from courses.forms.revoke import ReissueForm, RevokeForm
from courses.models import Certificate
from courses.policies import can_reissue, can_revoke, can_see_certificate
from lms.people.actions.look_at import look_at
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.ui.views import error_page

PAPER = Sight(gettext_noop("certificate"), gettext_noop("looking after certificates"))


def _certificate(request: StaffRequest, serial: str) -> Certificate:
    """The certificate, for those who may see it; a 404 for all others."""
    certificate = get_object_or_404(
        Certificate.objects.select_related("enrolment__employee__unit", "design_version"),
        serial=serial,
    )
    if not can_see_certificate(request.user, certificate):
        raise Http404
    return certificate


@require_safe
@login_required
def paper(request: StaffRequest, serial: str) -> HttpResponse:
    """The certificate as a PDF of one page A4."""
    return _printed(request, serial, "a4")


@require_safe
@login_required
def card(request: StaffRequest, serial: str) -> HttpResponse:
    """The certificate as a card for the wallet."""
    return _printed(request, serial, "card")


def _printed(request: StaffRequest, serial: str, layout: str) -> HttpResponse:
    certificate = _certificate(request, serial)
    try:
        pdf = print_certificate(actor=request.user, certificate=certificate, layout=layout)
    except PaperErased as refusal:
        title = _("This certificate was erased")
        return error_page(request, status=410, title=title, text=str(refusal))
    except CannotPrint as refusal:
        title = _("This certificate cannot be printed yet")
        return error_page(request, status=409, title=title, text=str(refusal))
    holder = certificate.enrolment.employee
    look_at(actor=request.user, tokens=[holder.token], sight=PAPER)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = certificate.serial if layout == "a4" else f"{certificate.serial}-card"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: StaffRequest, serial: str) -> HttpResponse:
    """Asks for the reason, then revokes."""
    certificate = _certificate(request, serial)
    if not can_revoke(request.user, certificate):
        raise Http404
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_certificate(
                actor=request.user, certificate=certificate, reason=form.cleaned_data["reason"]
            )
        except CourseError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The certificate is revoked."))
            return redirect("courses:roster", key=certificate.enrolment.course_key)
    context = {"certificate": certificate, "form": form, "here": "certificates"}
    return render(request, "courses/certificate/revoke.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reissue(request: StaffRequest, serial: str) -> HttpResponse:
    """Asks for the reason, then issues a new one with the present name."""
    certificate = _certificate(request, serial)
    if not can_reissue(request.user, certificate):
        raise Http404
    form = ReissueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = reissue_certificate(
                actor=request.user, certificate=certificate, reason=form.cleaned_data["reason"]
            )
        except CourseError as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("Certificate %(new)s takes the place of %(old)s.")
            messages.success(request, text % {"new": new.serial, "old": certificate.serial})
            return redirect("courses:certificates")
    context = {"certificate": certificate, "form": form, "here": "certificates"}
    return render(request, "courses/certificate/reissue.html", context)
