from datetime import date

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.actions.revoke_certificate import revoke_certificate
from courses.errors import CourseError
from courses.forms.revoke import RevokeForm
from courses.models import Certificate
from courses.policies import can_revoke, can_see_certificate
from courses.rules.paper_dates import in_characters, in_digits, in_english
from lms.pdf.render import render_pdf
from lms.people.views.requests import StaffRequest


def _certificate(request: StaffRequest, serial: str) -> Certificate:
    """The certificate, for those who may see it; a 404 for all others."""
    certificate = get_object_or_404(
        Certificate.objects.select_related("enrolment__employee__unit"), serial=serial
    )
    if not can_see_certificate(request.user, certificate):
        raise Http404
    return certificate


@require_safe
@login_required
def paper(request: StaffRequest, serial: str) -> HttpResponse:
    """The certificate as a PDF, made anew from what was frozen when it was issued."""
    certificate = _certificate(request, serial)
    html = render_to_string("courses/certificate/paper.html", _on_paper(certificate))
    response = HttpResponse(
        render_pdf(html, stylesheet="css/print/certificate.css"), content_type="application/pdf"
    )
    response.headers["Content-Disposition"] = f'inline; filename="{certificate.serial}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _on_paper(certificate: Certificate) -> dict[str, object]:
    address = settings.BASE_URL + reverse("courses:verify", args=[certificate.token])
    code = segno.make_qr(address, error="m")
    issued_on = timezone.localdate(certificate.issued_at)
    until: date | None = certificate.valid_until
    return {
        "certificate": certificate,
        "company": {"name": settings.COMPANY_NAME, "name_en": settings.COMPANY_NAME_EN},
        "name_en": certificate.latin_name or certificate.name,
        "qr": code.svg_inline(border=0, dark="#24211c", omitsize=True, title=address),
        "passed_on_zh": in_characters(certificate.passed_on),
        "passed_on_en": in_english(certificate.passed_on),
        "issued_on_zh": in_digits(issued_on),
        "issued_on_en": in_english(issued_on),
        "valid_until_zh": in_digits(until) if until else "",
        "valid_until_en": in_english(until) if until else "",
    }


@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Public: whether the paper that carries this address is genuine and still valid. Shows only
    what the paper shows."""
    certificate = Certificate.objects.filter(token=token).first()
    today = timezone.localdate()
    expired = bool(certificate and certificate.valid_until and certificate.valid_until < today)
    response = render(
        request,
        "courses/certificate/verify.html",
        {"certificate": certificate, "expired": expired, "company": settings.COMPANY_NAME},
        status=200 if certificate else 404,
    )
    response.headers["X-Robots-Tag"] = "noindex"
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
    return render(
        request,
        "courses/certificate/revoke.html",
        {"certificate": certificate, "form": form, "here": "desk"},
    )
