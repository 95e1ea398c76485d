"""Asking people to sign, and reminding them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conduct_records.actions.ask_to_sign import ask_to_sign
from conduct_records.actions.remind_to_sign import request_reminders
from conduct_records.errors import ConductError
from conduct_records.policies.codebook import check_can_ask_to_sign
from conduct_records.queries.gaps import bound, gap_of
from conduct_records.queries.rounds import people_to_ask, rounds_of
from conduct_records.queries.versions import to_sign
from lms.people.enums import SignIn
from lms.people.queries import with_sign_in
from lms.people.views.requests import StaffRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: StaffRequest) -> HttpResponse:
    """Ask everybody of one's units whose rules changed; says first how many these are."""
    check_can_ask_to_sign(request.user)
    if request.method == "POST":
        try:
            work = ask_to_sign(actor=request.user)
        except ConductError as refusal:
            messages.warning(request, str(refusal))
            return redirect("conduct_records:gaps")
        return redirect("conduct_records:round", pk=work.pk)
    version = to_sign()
    people = bound(people_to_ask(request.user), timezone.localdate())
    owing = gap_of(people, version) if version else []
    context = {
        "here": "codebook",
        "version": version,
        "count": len(owing),
        "without_sign_in": with_sign_in(people, SignIn.NONE)
        .filter(pk__in=[each.employee_id for each in owing])
        .count(),
    }
    return render(request, "conduct_records/desk/ask.html", context)


@login_required
@require_safe
def progress(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How far the asking is."""
    work: Any = get_object_or_404(rounds_of(request.user), pk=pk)
    return render(request, "conduct_records/desk/round.html", {"here": "codebook", "work": work})


@require_POST
@login_required
def remind(request: StaffRequest) -> HttpResponse:
    """Remind those of one's units who were asked and have not signed, once a day."""
    try:
        count = request_reminders(actor=request.user)
    except ConductError as refusal:
        messages.warning(request, str(refusal))
    else:
        if count:
            text = ngettext(
                "%(count)d person is being reminded.", "%(count)d people are being reminded.", count
            )
            messages.success(request, text % {"count": count})
        else:
            messages.info(
                request, _("Nobody to remind: all were asked or reminded today, or have signed.")
            )
    return redirect("conduct_records:gaps")
