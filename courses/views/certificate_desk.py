"""Certificates on the desk: finding them, printing many at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from courses.actions.request_batch import request_batch
from courses.errors import CourseError, NothingToPrint
from courses.forms.certificates import BatchForm, CertificateFilter
from courses.models import Certificate, CertificateBatch
from courses.policies import SEE, can_fetch_batch
from courses.queries import certificates_reached, in_paper_order, live_courses
from courses.queries.certificates import batches_of, narrowed
from lms.people.actions.look_at import look_at
from lms.people.policies import check_may
from lms.people.queries import employees_reached, units_reached
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest

PAGE_SIZE = 50
CHANGE = "courses.change_certificate"
PRINTED = Sight(
    gettext_noop("certificate, in a print job"), gettext_noop("looking after certificates")
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_list(request: StaffRequest) -> HttpResponse:
    """The certificates of the actor's people; has the ticked or found ones printed."""
    check_may(request.user, SEE)
    choice = CertificateFilter(
        request.GET, units=units_reached(request.user, SEE), courses=live_courses()
    )
    choice.is_valid()
    found = narrowed(certificates_reached(request.user, SEE), **choice.cleaned_data)
    if request.method == "POST":
        return _print(request, found)
    page = Paginator(in_paper_order(found), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "here": "certificates",
        "page": page,
        "filter": choice,
        "print_form": BatchForm(found=found),
        "to_change": _changeable(request, page),
    }
    return render(request, "courses/desk/certificates.html", context)


def _changeable(request: StaffRequest, page: Page[Certificate]) -> set[int]:
    """Whose certificates on the page the actor may revoke and reissue."""
    shown = [certificate.enrolment.employee_id for certificate in page]
    reached = employees_reached(request.user, CHANGE).filter(pk__in=shown)
    return set(reached.values_list("pk", flat=True))


def _print(request: StaffRequest, found: QuerySet[Certificate]) -> HttpResponse:
    form = BatchForm(request.POST, found=found)
    try:
        if not form.is_valid():
            raise NothingToPrint
        batch = request_batch(
            actor=request.user, certificates=form.chosen(), layout=form.cleaned_data["layout"]
        )
    except CourseError as refusal:
        messages.warning(request, str(refusal))
        return redirect(request.get_full_path())
    return redirect("courses:certificate-batch", pk=batch.pk)


@login_required
@require_safe
def batch_list(request: StaffRequest) -> HttpResponse:
    """What the reader has had printed."""
    check_may(request.user, SEE)
    page = Paginator(batches_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "courses/desk/batches.html", {"here": "certificates", "page": page})


def _own_batch(request: StaffRequest, pk: UUID) -> CertificateBatch:
    return get_object_or_404(batches_of(request.user), pk=pk)


@login_required
@require_safe
def batch(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How far the printing is; its result, as long as it is kept."""
    work: Any = _own_batch(request, pk)
    context = {
        "here": "certificates",
        "work": work,
        "may_fetch": can_fetch_batch(request.user, work),
    }
    return render(request, "courses/desk/batch.html", context)


@login_required
@require_safe
def batch_result(request: StaffRequest, pk: UUID) -> FileResponse:
    """The PDF; a 404 for others, and once a right over somebody in it is gone."""
    work = _own_batch(request, pk)
    if not work.result or not can_fetch_batch(request.user, work):
        raise Http404
    tokens = work.certificates.values_list("enrolment__employee__token", flat=True)
    look_at(actor=request.user, tokens=tokens, sight=PRINTED)
    day = f"{timezone.localtime(work.created_at):%Y%m%d-%H%M}-{work.layout}"
    name = _("certificates-%(day)s.pdf") % {"day": day}
    response = FileResponse(
        work.result.open("rb"), content_type="application/pdf", as_attachment=True, filename=name
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
