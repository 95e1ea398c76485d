"""The codebook on the phone: reading it, answering its check, signing."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conduct_records.actions.sign_codebook import sign_codebook
from conduct_records.errors import CheckNotPassed, ConductError
from conduct_records.models import CodebookVersion
from conduct_records.queries.check import CheckItem, check_of
from conduct_records.queries.reading import reading_of
from conduct_records.queries.versions import to_sign
from lms.people.errors import SignatureMissing
from lms.people.rules.attestation import ATTENDED, Proof
from lms.people.views.requests import StaffRequest


@login_required
@require_safe
def codebook(request: StaffRequest) -> HttpResponse:
    """The rules that bind the reader; what is new for them first; below, check and signature."""
    return _page(request)


@require_POST
@login_required
def sign(request: StaffRequest) -> HttpResponse:
    """The reader signs the version whose words they saw, once every answer of its check is right;
    else the page again, with their answers."""
    number = request.POST.get("version", "")
    if not (number.isdecimal() and len(number) < 9):
        raise Http404
    version = get_object_or_404(CodebookVersion, number=number)
    try:
        items = check_of(version, dict(request.POST.lists()))
        if version == to_sign() and not all(item.is_right for item in items):
            messages.warning(request, str(CheckNotPassed()))
            return _page(request, items)
        sign_codebook(
            actor=request.user,
            employee=request.user,
            version=version,
            seen_hash=request.POST.get("seen", ""),
            proof=_proof(request),
        )
    except (ConductError, SignatureMissing) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Signed. Thank you for reading to the end."))
    return redirect("conduct_records:codebook")


def _page(request: StaffRequest, items: Sequence[CheckItem] | None = None) -> HttpResponse:
    version = to_sign()
    reading = reading_of(request.user, version) if version else None
    context: dict[str, Any] = {"here": "", "version": version, "reading": reading}
    if version and reading and reading.owed:
        context["items"] = check_of(version) if items is None else items
    return render(request, "conduct_records/reading/codebook.html", context)


def _proof(request: StaffRequest) -> Proof:
    session = request.user.attended
    if session is None:
        return Proof()
    return Proof(way=ATTENDED, attended=session, signature=request.POST.get("signature", ""))
