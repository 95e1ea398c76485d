"""Asking to learn who reported an incident and who witnessed it, and the second person's answer."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conduct_records.actions.cases.answer_identity import answer_identity
from conduct_records.actions.cases.ask_identity import ask_identity
from conduct_records.forms.cases.identities import AnswerForm, AskForm
from conduct_records.models import IdentityRequest, Incident
from conduct_records.policies.identities import (
    APPROVE,
    can_ask_identity,
    check_can_answer_identities,
)
from conduct_records.queries.cases.identities import last_request, requests_for, tokens_behind
from conduct_records.queries.cases.incidents import incident_number
from conduct_records.rules.cases.purposes import GRANTED, IDENTITIES
from conduct_records.rules.cases.steps import Step
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.rules.sights import Sight
from lms.people.views.destinations import destination
from lms.people.views.requests import StaffRequest
from lms.ui.refusals import carried_out
from lms.ui.statuses import REFUSED, status_of

SIGHT = Sight(IDENTITIES, GRANTED)
PAGE_SIZE = 20
STATES = {
    "waiting": pgettext_lazy("request", "Waiting"),
    "answered": pgettext_lazy("request", "Answered"),
}


def note_identities(
    actor: Employee, incident: Incident, interviews: Iterable[Step], subjects: Iterable[str]
) -> None:
    """That identities which a second person has opened are looked at, before they are shown: on
    the record of whoever reported or witnessed it, and on that of whom it is about."""
    tokens = [*tokens_behind(incident, interviews), *subjects]
    look_at(actor=actor, tokens=list(dict.fromkeys(tokens)), sight=SIGHT)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """The form, and what became of the last request. 404 for who does not see the incident."""
    found = Incident.objects.select_related("unit", "person", "reported_by")
    incident = get_object_or_404(found, pk=pk)
    if not can_ask_identity(request.user, incident):
        raise Http404
    back = destination(request, reverse("conduct_records:cases"))
    form = AskForm(request.POST if request.method == "POST" else None)
    act = partial(ask_identity, actor=request.user, incident=incident)
    if form.is_valid() and carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, _("You have asked. You are told as soon as it is answered."))
        return redirect(back)
    context = {
        "here": "cases",
        "number": incident_number(incident),
        "form": form,
        "last": last_request(request.user, incident),
        "now": timezone.now(),
        "back": back,
    }
    template = "conduct_records/cases/identity_ask.html"
    return render(request, template, context, status=status_of(form))


@never_cache
@login_required
@require_safe
def identities(request: StaffRequest) -> HttpResponse:
    """The second person's work list. It says why somebody asks and of which report; neither who
    reported it nor whom it is about."""
    check_can_answer_identities(request.user)
    return _list(request)


@login_required
@require_POST
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """404 for a request that is not the actor's to answer."""
    check_can_answer_identities(request.user)
    asked = get_object_or_404(requests_for(request.user, APPROVE), pk=pk)
    form = AnswerForm(request.POST, prefix=f"request-{pk}")
    act = partial(answer_identity, actor=request.user, request=asked)
    if form.is_valid() and carried_out(form, lambda: act(**form.given)):
        messages.success(request, _("Your answer is recorded; whoever asked is told."))
        return redirect("conduct_records:identities")
    return _list(request, refused={asked.pk: form})


def _list(request: StaffRequest, refused: dict[int, AnswerForm] | None = None) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in STATES else "waiting"
    found = requests_for(request.user, APPROVE).filter(answer__isnull=state == "waiting")
    order = ("asked_at", "pk") if state == "waiting" else ("-answer__answered_at", "-pk")
    page = Paginator(found.order_by(*order), PAGE_SIZE).get_page(request.GET.get("page"))
    forms: dict[int, AnswerForm] = refused or {}
    context: dict[str, Any] = {
        "here": "identities",
        "states": STATES,
        "state": state,
        "page": page,
        "requests": [(each, incident_number(each.incident), _form(each, forms)) for each in page],
        "now": timezone.now(),
    }
    template = "conduct_records/cases/identities.html"
    return render(request, template, context, status=REFUSED if refused else 200)


def _form(asked: IdentityRequest, refused: dict[int, AnswerForm]) -> AnswerForm:
    return refused.get(asked.pk) or AnswerForm(prefix=f"request-{asked.pk}")
