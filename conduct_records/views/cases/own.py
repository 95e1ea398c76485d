"""A case for the person it is about: reading it, signing, answering, appealing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conduct_records.actions.cases.give_statement import give_statement
from conduct_records.actions.cases.lodge_appeal import Appeal, lodge_appeal
from conduct_records.actions.cases.sign_paper import sign_paper
from conduct_records.errors import CaseMovedOn, ConductError
from conduct_records.forms.cases.own import AppealForm, SigningForm, StatementForm
from conduct_records.policies.circumstances import Circumstances
from conduct_records.policies.gates import verdicts_on
from conduct_records.queries.cases.gate_words import in_words
from conduct_records.queries.cases.own import OwnCase, evidence_open_to, own_case
from conduct_records.queries.cases.own_record import ordered_training
from conduct_records.queries.cases.teaching import taught_before, training_since
from conduct_records.rules.cases import steps as said
from courses.queries import journeys_of
from lms.files.errors import FileRefused
from lms.people.errors import SignatureMissing
from lms.people.rules.attestation import ATTENDED, Proof
from lms.people.rules.devices import device_of
from lms.people.views.requests import StaffRequest
from lms.ui.once import OnceForm
from lms.ui.statuses import REFUSED, status_of

REFUSALS = (ConductError, SignatureMissing, FileRefused)


@login_required
@require_safe
def case(request: StaffRequest, pk: int) -> HttpResponse:
    """What it says, what counts until when, what can be done now."""
    own = _own(request, pk)
    context = {
        "here": "record",
        "own": own,
        "cases": [own],
        "form": SigningForm(seen=len(own.file.steps)),
        "evidence": evidence_open_to(own) if own.file.charges else [],
        "trainings": ordered_training([own], journeys_of(request.user)),
        "taught": taught_before(own.case, own.file),
        "training": training_since(own.case, own.file),
    }
    return render(request, "conduct_records/own/case.html", context)


@require_POST
@login_required
def sign(request: StaffRequest, pk: int) -> HttpResponse:
    """That the paper was received; one tap, or a signature on a device that was handed over."""
    own = _own(request, pk)
    form = SigningForm(request.POST, seen=len(own.file.steps))
    if not form.is_valid():
        raise Http404
    try:
        sign_paper(actor=request.user, case=own.case, proof=_proof(request), **form.cleaned_data)
    except CaseMovedOn:
        messages.warning(request, _("The case has moved on meanwhile. Read it as it is now."))
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
    else:
        text = _("Signed: you received it. That does not say that you agree.")
        messages.success(request, text)
    return redirect("conduct_records:own-case", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: StaffRequest, pk: int) -> HttpResponse:
    """Written, shown once more to be confirmed, given."""
    own = _own(request, pk)
    if request.method != "POST":
        shut = _refused(request, own, said.Stated(""))
        return shut or _write(request, own, StatementForm(seen=len(own.file.steps)), "statement")
    form = StatementForm(request.POST, seen=len(own.file.steps))
    if not form.is_valid() or "change" in request.POST:
        return _write(request, own, form, "statement")
    if "confirmed" not in request.POST:
        return _page(request, own, form, "confirm")
    try:
        give_statement(
            actor=request.user, case=own.case, proof=_proof(request), **form.cleaned_data
        )
    except SignatureMissing as refusal:
        form.add_error(None, str(refusal))
        return _page(request, own, form, "confirm", status=REFUSED)
    except ConductError as refusal:
        return _write(request, own, _kept(own, form, refusal), "statement")
    messages.success(request, _("Your statement is in the case now."))
    return redirect("conduct_records:own-case", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: StaffRequest, pk: int) -> HttpResponse:
    """With grounds, a text and what is new; refused in words once its time is over."""
    own = _own(request, pk)
    if request.method != "POST":
        shut = _refused(request, own, said.Appealed((), ""))
        return shut or _write(request, own, AppealForm(seen=len(own.file.steps)), "appeal")
    form = AppealForm(request.POST, request.FILES, seen=len(own.file.steps))
    if not form.is_valid() or not _appealed(request, own, form):
        return _write(request, own, form, "appeal")
    messages.success(
        request, _("Your appeal is lodged. Somebody who did not decide decides on it.")
    )
    return redirect("conduct_records:own-case", pk=pk)


def _appealed(request: StaffRequest, own: OwnCase, form: AppealForm) -> bool:
    """Whether it is lodged; else the form says why not."""
    try:
        lodge_appeal(
            actor=request.user,
            case=own.case,
            appeal=Appeal(form.chosen, form.cleaned_data["text"], form.files_given),
            proof=_proof(request),
            device=device_of(request.headers.get("User-Agent", "")),
            seen=form.cleaned_data["seen"],
            form_id=form.cleaned_data["form_id"],
        )
    except REFUSALS as refusal:
        _kept(own, form, refusal)
        return False
    return True


def _own(request: StaffRequest, pk: int) -> OwnCase:
    """Theirs, once they were told; 404 otherwise."""
    own = own_case(request.user, pk)
    if own is None:
        raise Http404
    return own


def _refused(request: StaffRequest, own: OwnCase, content: Any) -> HttpResponse | None:
    """Back to the case with the reasons, where the step cannot be taken (any more)."""
    found = Circumstances(own.case, own.file, own.now)
    verdicts = verdicts_on(found, request.user, content, own.now)
    reasons = [in_words(each) for each in verdicts if not each.is_open]
    for reason in reasons:
        messages.warning(request, reason)
    return redirect("conduct_records:own-case", pk=own.case.pk) if reasons else None


def _kept(own: OwnCase, form: Any, refusal: Exception) -> Any:
    """The form with the refusal and all that was typed; what was seen is the case as it is now."""
    field = getattr(refusal, "field", None)
    form.add_error(field if field in form.fields else None, str(refusal))
    if isinstance(refusal, CaseMovedOn):
        fresh = own_case(own.case.subject, own.case.pk)
        form.seeing(len(fresh.file.steps) if fresh else 0)
    return form


def _write(request: StaffRequest, own: OwnCase, form: OnceForm, name: str) -> HttpResponse:
    return _page(request, own, form, name, status=status_of(form))


def _page(
    request: StaffRequest, own: OwnCase, form: OnceForm, name: str, status: int = 200
) -> HttpResponse:
    context = {"here": "record", "own": own, "form": form}
    return render(request, f"conduct_records/own/{name}.html", context, status=status)


def _proof(request: StaffRequest) -> Proof:
    session = request.user.attended
    if session is None:
        return Proof()
    return Proof(way=ATTENDED, attended=session, signature=request.POST.get("signature", ""))
