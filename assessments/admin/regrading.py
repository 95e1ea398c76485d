"""Marking the answers to a question once more: what it would change, and having it done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_http_methods, require_safe

from assessments.actions.regrade_question import regrade_question
from assessments.admin.affected_rows import affected_page, effect_rows
from assessments.admin.question_pages import head_of
from assessments.enums import RegradeMode
from assessments.errors import AssessmentError, OwnRegrade
from assessments.models import Question, Regrade
from assessments.policies.bank import REGRADE
from assessments.policies.regrading import touches_own
from assessments.queries import questions
from assessments.queries.affected import count_stakes, stakes_of
from assessments.queries.dry_run import DryRun, dry_run
from lms.people.policies import check_may
from lms.people.views.requests import StaffRequest

PAGE_SIZE = 50


def question_to_regrade(request: StaffRequest, pk: int) -> Question:
    check_may(request.user, REGRADE)
    return get_object_or_404(questions(), pk=pk)


def mode_of(sent: Any) -> RegradeMode | None:
    mode = sent.get("mode", "")
    return RegradeMode(mode) if mode in RegradeMode else None


@require_http_methods(["GET", "HEAD", "POST"])
def regrade(request: StaffRequest, pk: int) -> HttpResponse:
    """First how, then the dry run; what is confirmed is what it showed."""
    question = question_to_regrade(request, pk)
    if request.method == "POST":
        return _confirm(request, question)
    mode = mode_of(request.GET)
    return _choice(request, question) if mode is None else _shown(request, question, mode)


def _choice(request: StaffRequest, question: Question) -> HttpResponse:
    newest, drawn = question.current_version, question.drawn
    context = head_of(request, question, _t("Mark once more"), "rotate") | {
        "modes": RegradeMode,
        "drawn": drawn,
        "newest": newest,
        "waits": drawn is not None and drawn.pk != newest.pk,
        "works": _works(question),
    }
    return render(request, "assessments/admin/regrade_choice.html", context)


def _works(question: Question) -> list[Regrade]:
    found = question.regrades.select_related("asked_by", "version").order_by("-created_at")
    return list(found[:PAGE_SIZE])


def _shown(
    request: StaffRequest, question: Question, mode: RegradeMode, refusal: str = ""
) -> HttpResponse:
    try:
        found = dry_run(question, mode)
    except AssessmentError as error:
        messages.warning(request, str(error))
        return redirect("questions:regrade", pk=question.pk)
    stakes = stakes_of(found.failing, request.user)
    page = Paginator(found.effects, PAGE_SIZE).get_page(request.GET.get("page"))
    context = head_of(request, question, _t("Mark once more"), "rotate") | {
        "found": found,
        "mode": mode,
        "page": page,
        "rows": effect_rows(request.user, list(page.object_list), stakes),
        "stake_count": count_stakes(stakes),
        "own": OwnRegrade.message if touches_own(request.user, found.plan) else "",
        "under_way": next((work for work in _works(question) if not work.is_over), None),
        "refusal": refusal,
        "sent_reason": request.POST.get("reason", ""),
    }
    status = 409 if refusal else 200
    return render(request, "assessments/admin/regrade.html", context, status=status)


def _confirm(request: StaffRequest, question: Question) -> HttpResponse:
    mode = mode_of(request.POST)
    if mode is None:
        return redirect("questions:regrade", pk=question.pk)
    try:
        work = regrade_question(
            actor=request.user,
            question=question,
            mode=mode,
            reason=request.POST.get("reason", ""),
            shown=request.POST.get("shown", ""),
        )
    except AssessmentError as error:
        return _shown(request, question, mode, refusal=str(error))
    return redirect("questions:regrade_work", work=work.pk)


@require_safe
def regrade_work(request: StaffRequest, work: UUID) -> HttpResponse:
    """How far it is, and what hangs on results that are no pass any more."""
    check_may(request.user, REGRADE)
    found = get_object_or_404(Regrade.objects.select_related("version", "asked_by"), pk=work)
    question = get_object_or_404(questions(), pk=found.question_id)
    context = head_of(request, question, _t("Mark once more"), "rotate") | {
        "work": found,
        "work_url": reverse("questions:regrade_work", args=[found.pk]),
        **affected_page(request, question),
    }
    return render(request, "assessments/admin/regrade_work.html", context)


@require_safe
def affected_results(request: StaffRequest, pk: int) -> HttpResponse:
    """All results that the question suspends, and all that is at stake."""
    question = question_to_regrade(request, pk)
    context = head_of(request, question, _t("Results it concerns"), "warning")
    context |= affected_page(request, question)
    return render(request, "assessments/admin/affected.html", context)


def asked_for(request: StaffRequest, pk: int) -> DryRun:
    """The dry run that an export writes. Raises `Http404` where there is no key to mark by."""
    question = question_to_regrade(request, pk)
    try:
        return dry_run(question, mode_of(request.GET) or RegradeMode.BY_KEY)
    except AssessmentError as error:
        raise Http404 from error
