"""Checking a certificate: open to everybody who holds the paper."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.errors import CertificateAltered, CertificateErased
from courses.models import Certificate
from courses.queries.proofs import certificate_bundle, certificate_proof
from lms.ledger.errors import NotCovered
from lms.ledger.queries.bundles import bundle_text
from lms.ledger.rules.sealing import CannotOpen
from lms.ui.views import error_page


def _certificates() -> QuerySet[Certificate]:
    return Certificate.objects.select_related(
        "successor", "replaces", "design_version", "enrolment__employee"
    )


@require_safe
@cache_control(private=True, no_store=True)
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Public: whether the paper that carries this address is genuine and still valid, and that the
    ledger says so too. Shows only what the paper shows, and the number of the paper that took its
    place."""
    certificate = _certificates().filter(token=token).first()
    context = {
        "certificate": certificate,
        "recorded": certificate_proof(certificate) if certificate else None,
        "company": settings.COMPANY_NAME,
    }
    status = 200 if certificate else 404
    response = render(request, "courses/certificate/verify.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@cache_control(private=True, no_store=True)
def bundle(request: HttpRequest, token: str) -> HttpResponse:
    """Public: the certificate's entries with their proofs, to be checked offline."""
    certificate = get_object_or_404(_certificates(), token=token)
    try:
        found = certificate_bundle(certificate)
    except (NotCovered, CannotOpen, CertificateErased, CertificateAltered) as refusal:
        title = _("There is no bundle of this certificate now")
        return error_page(request, status=409, title=title, text=str(refusal))
    if found is None:
        raise Http404
    response = HttpResponse(bundle_text(found), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{certificate.serial}.json"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
