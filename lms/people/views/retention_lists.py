"""Retention at the desk: terms, single records, holds, and what was erased."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.ledger.queries.entries import disclosures_of
from lms.ledger.queries.holds import Hold, hold_on, holds_in_force
from lms.people.actions.erase_record import erase_record
from lms.people.actions.hold_records import place_hold
from lms.people.actions.look_at import look_at
from lms.people.actions.set_term import set_term
from lms.people.errors import NotAllowed
from lms.people.forms.retention import EraseRecordForm, HoldForm, TermForm
from lms.people.models import Employee
from lms.people.policies import (
    can_erase,
    can_erase_record,
    can_set_terms,
    check_can_see_erased,
    check_may,
    may,
)
from lms.people.queries import employees_reached
from lms.people.queries.directory import names_of
from lms.people.queries.retention import (
    SEE,
    due_record,
    due_records,
    erasures,
    people_in_view,
    schedule,
    subject_of,
)
from lms.people.registries import DueRecord
from lms.people.views.requests import StaffRequest
from lms.people.views.retention import ERASE, KEEPING, PAGE_SIZE, tabs
from lms.ui.refusals import carried_out


@login_required
@require_safe
def terms(request: StaffRequest) -> HttpResponse:
    """How long each kind of record is kept, from when, and who said so."""
    check_may(request.user, SEE)
    context = {"terms": schedule().values(), "may_set": can_set_terms(request.user)}
    return render(request, "people/retention/terms.html", context | tabs(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: StaffRequest, kind: str) -> HttpResponse:
    """Change one term."""
    if not can_set_terms(request.user):
        raise NotAllowed
    if (found := schedule().get(kind)) is None:
        raise Http404
    form = TermForm(
        request.POST or None, initial={"months": found.months}, at_least=found.kind.at_least
    )
    if form.is_valid() and carried_out(
        form, lambda: set_term(actor=request.user, kind=kind, **form.cleaned_data)
    ):
        messages.success(request, _("The term holds from now on."))
        return redirect("people:retention-terms")
    context = {"here": "retention", "term": found, "form": form}
    return render(request, "people/retention/term.html", context)


@never_cache
@login_required
@require_safe
def records(request: StaffRequest) -> HttpResponse:
    """Single records whose term is over while their people stay, as far as the reader reaches."""
    check_may(request.user, SEE)
    found = list(due_records(timezone.localdate()))
    people = _reached(request.user, found)
    everything = can_erase_record(request.user, None)
    mine = [each for each in found if (each.subject in people if each.subject else everything)]
    page = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page"))
    kinds, rows = schedule(), []
    for each in page:
        person = people.get(each.subject)
        may_erase = person is None or can_erase(request.user, person)
        rows.append((each, kinds[each.kind].kind.label, person, may_erase))
    look_at(
        actor=request.user, tokens=[each.subject for each in page if each.subject], sight=KEEPING
    )
    context = {"page": page, "rows": rows} | tabs(request)
    return render(request, "people/retention/records.html", context)


def _reached(reader: Employee, found: list[DueRecord]) -> dict[str | None, Employee]:
    tokens = {each.subject for each in found if each.subject}
    people = people_in_view(reader).filter(token__in=tokens)
    return {person.token: person for person in people}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: StaffRequest, token: str) -> HttpResponse:
    """Confirms and erases a single record."""
    check_may(request.user, ERASE)
    found = due_record(token, timezone.localdate())
    if found is None:
        raise Http404
    subject = subject_of(found)
    if not can_erase_record(request.user, subject):
        raise Http404
    form = EraseRecordForm(request.POST or None)
    if form.is_valid() and carried_out(
        form, lambda: erase_record(actor=request.user, token=token, **form.cleaned_data)
    ):
        messages.success(request, _("Erased. The ledger says so."))
        return redirect("people:retention-records")
    if subject is not None:
        look_at(actor=request.user, tokens=[subject.token], sight=KEEPING)
    context = {
        "here": "retention",
        "record": found,
        "kind": schedule()[found.kind].kind.label,
        "subject": subject,
        "hold": hold_on(subject.token) if subject else None,
        "form": form,
    }
    return render(request, "people/retention/record.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def holds(request: StaffRequest) -> HttpResponse:
    """The legal holds in force on people within reach; and the form that places one."""
    check_may(request.user, ERASE if request.method == "POST" else SEE)
    reached = employees_reached(request.user, ERASE).filter(erased_at=None)
    form = HoldForm(request.POST or None, reached=reached)
    if form.is_valid() and carried_out(form, lambda: _place(request, form)):
        return redirect("people:retention-holds")
    mine = _holds_reached(request.user)
    page = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page"))
    look_at(actor=request.user, tokens=[row[1].token for row in page], sight=KEEPING)
    context = {"page": page, "form": form if may(request.user, ERASE) else None}
    return render(request, "people/retention/holds.html", context | tabs(request))


def _place(request: StaffRequest, form: HoldForm) -> None:
    given: dict[str, Any] = form.cleaned_data
    place_hold(actor=request.user, employee=given["staff_number"], reason=given["reason"])
    messages.success(request, _("Recorded in the ledger."))


def _holds_reached(reader: Employee) -> list[tuple[Hold, Employee, str]]:
    """With whom each is about, and the name of who placed it."""
    found = holds_in_force()
    reached = people_in_view(reader).filter(token__in=[each.subject for each in found])
    people, names = {one.token: one for one in reached}, names_of({each.actor for each in found})
    return [
        (each, people[each.subject], names.get(each.actor, "—"))
        for each in found
        if each.subject in people
    ]


@never_cache
@login_required
@require_safe
def erased(request: StaffRequest) -> HttpResponse:
    """What was erased, when, by whom and why; of whom, nobody can say any more, nor of which unit:
    for those whose right reaches the whole company."""
    check_can_see_erased(request.user)
    page = Paginator(erasures(), PAGE_SIZE).get_page(request.GET.get("page"))
    entries = list(page)
    said, names = disclosures_of(entries), names_of({entry.actor for entry in entries})
    rows = []
    for entry in entries:
        why = said[entry.seq].get("reason")
        who = names.get(entry.actor) or _("somebody who was erased")
        rows.append((entry, who, why.value if why else "—"))
    context = {"page": page, "rows": rows}
    return render(request, "people/retention/erased.html", context | tabs(request))
