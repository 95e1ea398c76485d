"""Taking a case out as one file: for what, how far it is, who did before."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from conduct_records.actions.cases.request_bundle import request_bundle
from conduct_records.errors import ConductError
from conduct_records.forms.cases.bundle import BundleForm
from conduct_records.models import BundleWork, Case
from conduct_records.policies.bundles import can_export_case, check_can_export_case
from conduct_records.policies.cases import can_see_cases
from conduct_records.queries.cases.bundle import works_for, works_of
from conduct_records.queries.cases.case_page import cases_for_page
from conduct_records.queries.cases.files import file_of
from conduct_records.queries.cases.words import STATES
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.purposes import PREPARING
from lms.files.serving import private_response
from lms.people.actions.look_at import look_at
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import status_of

WHAT = gettext_noop("bundle of a conduct case")
LOOK = Sight(WHAT, PREPARING)
SHOWN = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: StaffRequest, pk: int) -> HttpResponse:
    """Start one, and those made before. 404 for who may not."""
    case = get_object_or_404(cases_for_page(), pk=pk, erased_at__isnull=True)
    file = file_of(case)
    if not can_export_case(request.user, case, file):
        raise Http404
    form = BundleForm(*([request.POST] if request.method == "POST" else []))
    if form.is_valid():
        try:
            work = request_bundle(actor=request.user, case=case, purpose=form.in_words)
        except ConductError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("conduct_records:bundle-work", pk=case.pk, work=work.pk)
    look_at(actor=request.user, tokens=[case.subject.token], sight=LOOK)
    context = _head(request, case) | {
        "state": STATES[file.state],
        "form": form,
        "refusal": _refusal(request, case, file),
        "works": _with_files(request, case),
    }
    template = "conduct_records/cases/bundle.html"
    return render(request, template, context, status=status_of(form))


def _refusal(request: StaffRequest, case: Case, file: CaseFile) -> str:
    """Why none can be made now; empty where one can."""
    try:
        check_can_export_case(request.user, case, file)
    except ConductError as refusal:
        return str(refusal)
    return ""


def _head(request: StaffRequest, case: Case) -> dict[str, Any]:
    return {
        "here": "cases",
        "case": case,
        "subject": case.subject,
        "sees_inbox": can_see_cases(request.user),
    }


def _with_files(request: StaffRequest, case: Case) -> list[tuple[BundleWork, bool]]:
    """The latest, and whether the reader may fetch each."""
    works = works_of(case)[:SHOWN]
    return [(work, work.has_file and work.owner == request.user) for work in works]


def _own_work(request: StaffRequest, pk: int, work: UUID) -> BundleWork:
    """Who asked for it sees it, as long as they may; for another purpose it is taken out anew."""
    found: BundleWork = get_object_or_404(works_for(request.user), pk=work, case=pk)
    if not can_export_case(request.user, found.case, file_of(found.case)):
        raise Http404
    return found


@login_required
@require_safe
def progress(request: StaffRequest, pk: int, work: UUID) -> HttpResponse:
    """How far it is; asked every second, and shows nothing of the case."""
    found = _own_work(request, pk, work)
    context = _head(request, found.case) | {"work": found, "may_fetch": found.has_file}
    return render(request, "conduct_records/cases/bundle_work.html", context)


@login_required
@require_safe
def result(request: StaffRequest, pk: int, work: UUID) -> HttpResponseBase:
    """The file; fetching it is a look at the person's record, with what it is fetched for."""
    found = _own_work(request, pk, work)
    if not found.has_file:
        raise Http404
    sight = Sight(WHAT, found.purpose)
    look_at(actor=request.user, tokens=[found.case.subject.token], sight=sight)
    name = f"case-{found.case.number}.zip"
    return private_response(request, found.result, modified=found.moved_at, save_as=name)
