"""Taking a step at the desk: a form of its own for each kind, one way for all of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conduct_records.actions.cases.take_step import check_gates
from conduct_records.errors import CaseMovedOn, ConductError, GateShut
from conduct_records.forms.cases.steps import FORMS, StepForm
from conduct_records.forms.cases.steps.deciding import DecidedForm
from conduct_records.models import CaseStep
from conduct_records.policies.cases import can_see_case, can_see_cases
from conduct_records.policies.gates import verdicts_on
from conduct_records.policies.steps import Candidate, before_step
from conduct_records.queries.cases.desk_words import TO_DO
from conduct_records.queries.cases.files import file_of
from conduct_records.queries.cases.gate_words import in_words, reason
from conduct_records.queries.cases.step_lines import yuan
from conduct_records.queries.cases.timeline import under
from conduct_records.queries.cases.words import STEPS
from conduct_records.rules.cases.procedure import StepKind
from conduct_records.rules.cases.steps import Decided, Stated
from conduct_records.views.cases.case import head_of, weighed
from conduct_records.views.cases.desks import CaseDesk, desk_at, note_look
from conduct_records.views.cases.next_step import before_dismissal, gate_lines
from conduct_records.views.cases.purposes import keep_purpose, typed
from lms.people.rules.devices import device_of
from lms.people.views.requests import StaffRequest
from lms.ui.refusals import refuse
from lms.ui.statuses import REFUSED

KINDS = {str(kind): kind for kind in FORMS}
MONEY_FIELDS = ("amount", "month", "wage", "bonus", "loss", "rest_is")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The form of a step; once it is taken, the case. What a gate refuses stays typed in."""
    if kind not in KINDS:
        raise Http404
    wanted = KINDS[kind]
    desk, form_class = desk_at(request, pk, wanted), FORMS[wanted]
    if request.method != "POST":
        form = form_class(desk=desk, initial=_from_address(request))
        return _page(request, desk, wanted, form, shut=_shut(desk, wanted))
    form = form_class(request.POST, request.FILES, desk=desk)
    if "change" in request.POST or not form.is_valid():
        return _page(request, desk, wanted, form)
    try:
        if isinstance(form, DecidedForm) and "final" not in request.POST:
            return _review(request, desk, form)
        row = _taken(request, desk, form)
    except GateShut as refusal:
        return _page(request, desk, wanted, form, sentences=refusal.sentences)
    except CaseMovedOn as refusal:
        form.has_seen(len(desk.file.steps))
        return _page(request, desk, wanted, form, sentences=[str(refusal)], has_moved=True)
    except ConductError as refusal:
        refuse(form, refusal)
        return _page(request, desk, wanted, form)
    messages.success(request, _("%(step)s: recorded.") % {"step": STEPS[StepKind(row.kind)]})
    return _onwards(request, desk)


def _from_address(request: StaffRequest) -> dict[str, Any]:
    """Which seat is to be filled, and whom to look for."""
    return {name: request.GET[name] for name in ("seat", "who") if name in request.GET}


def _shut(desk: CaseDesk, kind: StepKind) -> list[str]:
    """Why the step cannot even be begun."""
    verdicts = before_step(desk.found, desk.actor, kind)
    return [in_words(each) for each in verdicts if not each.is_open]


def _taken(request: StaffRequest, desk: CaseDesk, form: StepForm) -> CaseStep:
    papers: dict[str, Any] = {}
    if form.papers:
        device = device_of(request.headers.get("User-Agent", ""))
        papers = {"files": form.papers, "device": device}
    return form.take(actor=request.user, case=desk.case, **papers, **form.given)


def _review(request: StaffRequest, desk: CaseDesk, form: DecidedForm) -> HttpResponse:
    """What the decision comes to, before it is final. Raises `GateShut`, `CaseMovedOn`."""
    if form.cleaned_data["seen"] != len(desk.file.steps):
        raise CaseMovedOn
    decided: Decided = form.says()
    verdicts = list(verdicts_on(desk.found, desk.actor, decided, desk.found.now))
    check_gates(verdicts)
    note_look(desk)
    context = head_of(desk) | {
        "form": form,
        "kept": typed(request),
        "lines": under(desk.veil, decided, desk.names),
        "gates": gate_lines(verdicts),
        "measure": decided.measure,
    }
    return render(request, "conduct_records/cases/steps/review.html", context)


def _barred(candidate: Candidate) -> tuple[str, str]:
    reasons = " ".join(reason(each) for each in candidate.against)
    return candidate.person.localised_name, reasons


def _onwards(request: StaffRequest, desk: CaseDesk) -> HttpResponse:
    """To the case, for who still may see it. Whoever has just acted in it is not asked what for."""
    keep_purpose(request, f"case-{desk.case.pk}", desk.purpose)
    if can_see_case(request.user, desk.case, file_of(desk.case)):
        return redirect("conduct_records:case", desk.case.pk)
    return redirect("conduct_records:cases" if can_see_cases(request.user) else "home:today")


def _page(
    request: StaffRequest,
    desk: CaseDesk,
    kind: StepKind,
    form: StepForm,
    *,
    sentences: list[str] | None = None,
    shut: list[str] | None = None,
    has_moved: bool = False,
) -> HttpResponse:
    if request.method == "POST":
        note_look(desk)
    context = head_of(desk) | {
        "kind": kind,
        "to_do": TO_DO[kind],
        "form": form,
        "desk": desk,
        "fields": form.visible_fields(),
        "barred": [_barred(each) for each in getattr(form, "barred", ())],
        "sentences": sentences or shut or [],
        "is_shut": bool(shut),
        "has_moved": has_moved,
    }
    if isinstance(form, DecidedForm):
        context |= _beside_decision(desk, form)
    own = f"conduct_records/cases/steps/{kind}.html"
    is_refused = bool(sentences or shut or form.errors)
    templates = [own, "conduct_records/cases/step.html"]
    return render(request, templates, context, status=REFUSED if is_refused else 200)


def _beside_decision(desk: CaseDesk, form: DecidedForm) -> dict[str, Any]:
    """What the decider has to see: range, ladder, like cases, what counts, what was said."""
    found = desk.found
    rules, minimum = list(found.charged_rules.values()), found.pack.minimum_wage
    return weighed(desk) | {
        "range": found.allowed(rules) if rules else None,
        "dismissal": gate_lines(before_dismissal(found)),
        "statement": desk.file.last(Stated),
        "pack": found.pack,
        "minimum_wage": yuan(minimum) if minimum else "",
        "money": [form[name] for name in MONEY_FIELDS],
    }
