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
    can_erase_record,
    can_see_erased,
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
    kind_label,
    people_in_view,
    schedule,
    subjects_of,
)
from lms.people.registries import DueRecord
from lms.people.views.requests import StaffRequest
from lms.people.views.retention import ERASE, KEEPING, PAGE_SIZE
from lms.ui.errors import Refusal


@login_required
@require_safe
def terms(request: StaffRequest) -> HttpResponse:
    """How long each kind of record is kept, from when, and who said so."""
    check_may(request.user, SEE)
    context = {"here": "retention", "sees_erased": can_see_erased(request.user)}
    context |= {"terms": schedule(), "may_set": can_set_terms(request.user)}
    return render(request, "people/retention/terms.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: StaffRequest, kind: str) -> HttpResponse:
    """Change one term."""
    if not can_set_terms(request.user):
        raise NotAllowed
    found = next((term for term in schedule() if term.kind.name == kind), None)
    if found is None:
        raise Http404
    form = TermForm(
        request.POST or None, initial={"months": found.months}, at_least=found.kind.at_least
    )
    if form.is_valid():
        try:
            set_term(actor=request.user, kind=kind, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
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
    labels = {term.kind.name: term.kind.label for term in schedule()}
    rows = [(each, labels.get(each.kind, each.kind), people.get(each.subject)) for each in page]
    look_at(
        actor=request.user, tokens=[each.subject for each in page if each.subject], sight=KEEPING
    )
    context = {
        "here": "retention",
        "sees_erased": can_see_erased(request.user),
        "page": page,
        "rows": rows,
        "may_erase": may(request.user, ERASE),
    }
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
    subject = subjects_of([found]).get(found.subject or "")
    if not can_erase_record(request.user, subject):
        raise Http404
    form = EraseRecordForm(request.POST or None)
    if form.is_valid():
        try:
            erase_record(actor=request.user, token=token, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Erased. The ledger says so."))
            return redirect("people:retention-records")
    if subject is not None:
        look_at(actor=request.user, tokens=[subject.token], sight=KEEPING)
    context = {
        "here": "retention",
        "record": found,
        "kind": kind_label(found.kind),
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
    check_may(request.user, SEE)
    form = None
    if may(request.user, ERASE):
        reached = employees_reached(request.user, ERASE).filter(erased_at=None)
        form = HoldForm(request.POST or None, reached=reached)
        if form.is_valid() and _placed(request, form):
            return redirect("people:retention-holds")
    elif request.method == "POST":
        check_may(request.user, ERASE)
    mine = _holds_reached(request.user)
    page = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page"))
    look_at(actor=request.user, tokens=[row[1].token for row in page], sight=KEEPING)
    context = {"here": "retention", "sees_erased": can_see_erased(request.user)}
    context |= {"page": page, "form": form}
    return render(request, "people/retention/holds.html", context)


def _placed(request: StaffRequest, form: HoldForm) -> bool:
    given: dict[str, Any] = form.cleaned_data
    try:
        place_hold(actor=request.user, employee=given["staff_number"], reason=given["reason"])
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Recorded in the ledger."))
    return True


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
    context = {"here": "retention", "sees_erased": True, "page": page, "rows": rows}
    return render(request, "people/retention/erased.html", context)
