"""Service figures at the desk: send a file, look at what it comes to, confirm or discard it; later
withdraw what was wrong."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.people.views.requests import StaffRequest
from lms.ui.statuses import status_of
from reviews.actions.figures.check_figures import check_figures
from reviews.actions.figures.confirm_figures import confirm_figures
from reviews.actions.figures.discard_figures import discard_figures
from reviews.actions.figures.withdraw_figures import withdraw_figures
from reviews.enums import FigureOutcome
from reviews.errors import ReviewError
from reviews.forms.figures import FiguresForm, WithdrawalForm
from reviews.models import FigureImport
from reviews.policies import (
    IMPORT_FIGURES,
    can_withdraw_figures,
    check_can_import_figures,
    check_can_withdraw_figures,
)
from reviews.queries.figures import (
    STATES,
    before_row,
    imports_seen,
    measures_described,
    rows_of,
    shown,
    state_of,
)
from reviews.views.figure_sheets import result_sheet, template_sheet

PAGE_SIZE = 50
LONGEST_ROW = 8


@login_required
@require_safe
def imports(request: StaffRequest) -> HttpResponse:
    """Those the actor sent, and those about people they look after."""
    check_can_import_figures(request.user)
    found = imports_seen(request.user, IMPORT_FIGURES)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(work, sum(work.counts.values()), *STATES[state_of(work)]) for work in page]
    context = {"here": "reviews", "page": page, "rows": rows}
    return render(request, "reviews/figures/imports.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """The form; a file is checked at once."""
    check_can_import_figures(request.user)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FiguresForm(*sent)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            work = check_figures(actor=request.user, file=file, file_name=file.name)
        except ReviewError as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("reviews:figures-import", pk=work.pk)
    context = {"here": "reviews", "form": form, "measures": measures_described()}
    return render(request, "reviews/figures/new.html", context, status=status_of(form))


@never_cache
@login_required
@require_safe
def one(request: StaffRequest, pk: int) -> HttpResponse:
    """What the check found row by row, or what was imported; `row` leads to the page it is on."""
    work = _seen(request, pk)
    outcome = request.GET.get("outcome", "") if work.confirmed_at is None else ""
    rows = rows_of(request.user, IMPORT_FIGURES, work, outcome)
    number = _page_with(request, rows) or request.GET.get("page")
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    context = {
        "here": "reviews",
        "work": work,
        "state": state_of(work),
        "status": STATES[state_of(work)],
        "outcome": outcome,
        "counts": [(each, each.label, work.counts.get(each, 0)) for each in FigureOutcome],
        "all": sum(work.counts.values()),
        "page": page,
        "rows": shown(page.object_list),
        "is_own": work.sent_by_id == request.user.pk,
        "may_withdraw": _may_withdraw(request, work),
    }
    return render(request, "reviews/figures/one.html", context)


def _page_with(request: StaffRequest, rows: QuerySet[Any]) -> int | None:
    """The page with the row that the address names."""
    row = request.GET.get("row", "")
    if not row.isdecimal() or len(row) > LONGEST_ROW:
        return None
    return before_row(rows, int(row)) // PAGE_SIZE + 1


def _may_withdraw(request: StaffRequest, work: FigureImport) -> bool:
    return state_of(work) == "confirmed" and can_withdraw_figures(request.user, work)


@login_required
@require_POST
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    work = _seen(request, pk)
    try:
        confirm_figures(actor=request.user, work=work)
    except ReviewError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The figures are imported and count from now on."))
    return redirect("reviews:figures-import", pk=pk)


@login_required
@require_POST
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    work = _seen(request, pk)
    try:
        discard_figures(actor=request.user, work=work)
    except ReviewError as refusal:
        messages.warning(request, str(refusal))
        return redirect("reviews:figures-import", pk=pk)
    messages.success(request, _("The check is discarded. No figure was written."))
    return redirect("reviews:figures")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Asks for the reason, and says what follows."""
    work = _seen(request, pk)
    check_can_withdraw_figures(request.user, work)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw_figures(actor=request.user, work=work, reason=reason)
        except ReviewError as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The figures are withdrawn and count no more."))
        return redirect("reviews:figures-import", pk=pk)
    context = {"here": "reviews", "work": work, "form": form, "state": state_of(work)}
    return render(request, "reviews/figures/withdraw.html", context, status=status_of(form))


@login_required
@require_safe
def template(request: StaffRequest) -> FileResponse:
    check_can_import_figures(request.user)
    return template_sheet()


@never_cache
@login_required
@require_safe
def result(request: StaffRequest, pk: int) -> FileResponse:
    """All rows as a sheet."""
    work = _seen(request, pk)
    day = timezone.localdate(work.sent_at).isoformat()
    name = _("service-figures-%(day)s.xlsx") % {"day": day}
    return result_sheet(shown(rows_of(request.user, IMPORT_FIGURES, work)), name)


def _seen(request: StaffRequest, pk: int) -> FigureImport:
    """To those who are to see nothing of it, it is not there."""
    check_can_import_figures(request.user)
    return get_object_or_404(imports_seen(request.user, IMPORT_FIGURES), pk=pk)
