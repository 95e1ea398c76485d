"""Deciding on an appeal against a result: what it rests on, what is left out, read once more before
it is final."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.people.views.requests import StaffRequest
from lms.ui.language import in_readers_language
from lms.ui.statuses import status_of
from reviews.actions.decide_appeal import check_decision, decide_appeal
from reviews.actions.revise_result import grade_after
from reviews.errors import ReviewError, ReviewMovedOn
from reviews.forms.appeal import AppealDecisionForm
from reviews.queries.trace_view import ItemRow, TraceView
from reviews.rules.procedure import StepKind
from reviews.rules.scorecard import Grade, Measure
from reviews.rules.steps import Appealed
from reviews.views.shown_results import shown_result
from reviews.views.taking import Sheet, refused, sheet_at


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """For somebody who had no part in the result; once it is decided, the review."""
    sheet = sheet_at(request, pk, StepKind.APPEAL_DECIDED)
    if isinstance(sheet, HttpResponse):
        return sheet
    assert sheet.result is not None
    shown = shown_result(request.user, sheet.review, sheet.result, sheet.file)
    form = _form(request, sheet, shown)
    if request.method != "POST" or "change" in request.POST or not form.is_valid():
        return _page(request, sheet, shown, form)
    try:
        if "final" not in request.POST:
            return _once_more(request, sheet, shown, form)
        decide_appeal(actor=request.user, review=sheet.review, decision=form.decision, **form.once)
    except ReviewError as refusal:
        refused(sheet, form, refusal)
        return _page(request, sheet, shown, form)
    messages.success(request, _("The appeal is decided. The person was told."))
    return redirect("reviews:review", pk=pk)


def _form(request: StaffRequest, sheet: Sheet, shown: TraceView) -> AppealDecisionForm:
    items = [
        (each.key, each.label)
        for __, rows in _groups(shown)
        for each in rows
        if not each.key.startswith(f"{Measure.CONDUCT_RECORD}:")
    ]
    grades = [(each.code, _named(each)) for each in _above(sheet, shown)]
    data = request.POST if request.method == "POST" else None
    return AppealDecisionForm(data, items=items, grades=grades, seen=sheet.seen)


def _above(sheet: Sheet, shown: TraceView) -> list[Grade]:
    """The grades above the one that holds."""
    assert sheet.result is not None
    grades = list(shown.parts[-1].card.card.grades)
    codes = [each.code for each in grades]
    held = sheet.result.grade
    return grades[codes.index(held) + 1 :] if held in codes else grades


def _named(grade: Grade) -> str:
    return in_readers_language(grade.name, grade.name_en)


def _groups(shown: TraceView) -> Iterator[tuple[str, list[ItemRow]]]:
    """All items by component, each once, however many parts it counts in."""
    found: dict[str, dict[str, ItemRow]] = {}
    for part in shown.parts:
        for component in part.components:
            rows = found.setdefault(component.name, {})
            for each in component.measures:
                named = (replace(item, label=f"{each.name} · {item.label}") for item in each.items)
                rows |= {item.key: item for item in named}
    return ((name, list(rows.values())) for name, rows in found.items() if rows)


def _once_more(
    request: StaffRequest, sheet: Sheet, shown: TraceView, form: AppealDecisionForm
) -> HttpResponse:
    """What the decision comes to, before it is final. Raises what `check_decision` raises, and
    `ReviewMovedOn`."""
    assert sheet.result is not None
    if form.cleaned_data["seen"] != sheet.seen:
        raise ReviewMovedOn
    decision = form.decision
    outcome, card = check_decision(sheet.result, decision)
    after = card.grade(grade_after(card, sheet.result, outcome, decision.grade))
    struck = set(decision.struck)
    context = _context(sheet, shown, form) | {
        "decision": decision,
        "left_out": [row for __, rows in _groups(shown) for row in rows if row.key in struck],
        "total_after": outcome.total,
        "grade_after": _named(after) if after else "",
        "kept": _kept(request),
    }
    return render(request, "reviews/appeal/once_more.html", context)


def _kept(request: StaffRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent once more."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "final", "change")
    ]


def _context(sheet: Sheet, shown: TraceView, form: AppealDecisionForm) -> dict[str, Any]:
    return {
        "here": "reviews",
        "sheet": sheet,
        "review": sheet.review,
        "form": form,
        "shown": shown,
        "groups": list(_groups(shown)),
        "appealed": sheet.file.last_step(Appealed),
    }


def _page(
    request: StaffRequest, sheet: Sheet, shown: TraceView, form: AppealDecisionForm
) -> HttpResponse:
    status = status_of(form)
    return render(
        request, "reviews/appeal/decide.html", _context(sheet, shown, form), status=status
    )
