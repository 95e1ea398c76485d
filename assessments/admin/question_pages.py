"""The pages of one question besides its form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.widgets.button import Button

from assessments.admin.affected_rows import affected_page
from assessments.admin.comparison import differences, said
from assessments.admin.exporting import as_file
from assessments.admin.question_state import standing_of, take
from assessments.enums import Kind
from assessments.errors import AssessmentError, WordingRefused
from assessments.models import Question, QuestionVersion
from assessments.policies.bank import REGRADE
from assessments.queries import preview, questions, steps_of, usages, versions_of
from assessments.queries.scenario_pictures import ScenarioPicture, scenario_picture
from assessments.rules.kinds.scenario import Scenario, parse
from lms.people.policies import check_may, may
from lms.people.views.requests import StaffRequest

SEE, CHANGE = "assessments.view_question", "assessments.change_question"
# So many results that a question concerns are listed on its page; all have a page of their own.
FIRST = 10


def crumbs(*leaves: tuple[Any, str]) -> list[dict[str, Any]]:
    above = {"url": reverse("questions:index"), "label": _("Questions")}
    return [above, *({"url": url, "label": label} for label, url in leaves)]


def buttons(question: Question, reader: Any) -> list[Button]:
    """The ways from the page of a question to its others."""
    pages = [
        (_("Review and use"), reverse("questions:standing", args=[question.pk]), "check"),
        (_("Versions"), reverse("questions:versions", args=[question.pk]), "history"),
        (
            _("As the learner sees it"),
            reverse("questions:preview", args=[question.current_version.pk]),
            "view",
        ),
    ]
    if may(reader, CHANGE):
        url = reverse("questions:export", args=[question.pk])
        pages.append((_("Download as JSON"), url, "download"))
    if may(reader, REGRADE):
        url = reverse("questions:regrade", args=[question.pk])
        pages.append((_("Mark once more"), url, "rotate"))
    return [Button(label, url=url, icon_name=icon) for label, url, icon in pages]


def _question(request: StaffRequest, pk: int) -> Question:
    check_may(request.user, SEE)
    return get_object_or_404(questions(), pk=pk)


def head_of(request: StaffRequest, question: Question, title: Any, icon: str) -> dict[str, Any]:
    edit = reverse("questions:edit", args=[question.pk]) if may(request.user, CHANGE) else ""
    return {
        "question": question,
        "may_edit": bool(edit),
        "header_title": title,
        "page_title": title,
        "header_icon": icon,
        "header_buttons": [],
        "breadcrumbs_items": crumbs((question.code, edit), (title, "")),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: StaffRequest, pk: int) -> HttpResponse:
    """State, review, history and use of a question; its moves are made here."""
    question = _question(request, pk)
    sent, refusal = request.POST, ""
    if request.method == "POST":
        target, reason = sent.get("target", ""), sent.get("reason", "")
        try:
            moved = take(question, request.user, target, reason, sent.get("seen", ""))
        except AssessmentError as error:
            refusal = str(error)
        else:
            text = _t("“%(code)s” is now: %(state)s.")
            words = {"code": moved.code, "state": moved.get_state_display()}
            messages.success(request, text % words)
            return redirect("questions:standing", pk=pk)
    newest, drawn = question.current_version, question.drawn
    context = head_of(request, question, _t("Review and use"), "check") | {
        "standing": standing_of(question, request.user),
        "refusal": refusal,
        "sent_target": sent.get("target", ""),
        "sent_reason": sent.get("reason", ""),
        "newest": newest,
        "drawn": drawn,
        "differences": differences(drawn, newest) if drawn and drawn != newest else [],
        "said": said(newest),
        "picture": picture_of(newest),
        "steps": steps_of(question),
        "usage": usages([question])[question.pk],
        "versions": versions_of(question),
    }
    if may(request.user, REGRADE):
        context |= {"may_regrade": True} | affected_page(request, question, size=FIRST)
    return render(request, "assessments/admin/standing.html", context)


@require_safe
def versions(request: StaffRequest, pk: int) -> HttpResponse:
    """All versions of a question, each with its author and what it changed."""
    question = _question(request, pk)
    found = versions_of(question)
    older = [*found[1:], None]
    rows = [
        (version, differences(before, version) if before else None)
        for version, before in zip(found, older, strict=True)
    ]
    context = head_of(request, question, _t("Versions"), "history") | {
        "rows": rows,
        "picture": picture_of(found[0]),
    }
    return render(request, "assessments/admin/versions.html", context)


@require_safe
def preview_version(request: StaffRequest, pk: int) -> HttpResponse:
    """One version as on a paper, with its key; nothing can be sent from here."""
    check_may(request.user, SEE)
    found = QuestionVersion.objects.select_related("question", "picture")
    version = get_object_or_404(found, pk=pk)
    context = {
        "item": preview(version),
        "version": version,
        "said": said(version),
        "picture": picture_of(version),
        "may_edit": may(request.user, CHANGE),
    }
    return render(request, "assessments/admin/preview.html", context)


@require_safe
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """One question as a file, in JSON unless another format is asked for."""
    check_may(request.user, CHANGE)
    question = get_object_or_404(questions(), pk=pk)
    return as_file([question], request.GET.get("format", ""), question.code)


# The picture of a scenario -------------------------------------------------------------------


@require_POST
@xframe_options_sameorigin
def picture(request: StaffRequest) -> HttpResponse:
    """The talk that stands in a form, unsaved, as a picture, with what is wrong with it."""
    check_may(request.user, SEE)
    return render(request, "assessments/admin/scenario_frame.html", _drawn(request.POST))


def _drawn(data: Any) -> dict[str, Any]:
    """The picture of a posted form, as far as it can be drawn, and a refusal."""
    try:
        content, key = parse(data.get("talk", ""))
        bound = Scenario(content, key)
    except WordingRefused as refusal:
        return {"refusal": str(refusal)}
    try:
        bound.check()
    except WordingRefused as refusal:
        text = str(refusal)
        return {"refusal": text, "picture": scenario_picture(content, key)}
    return {"picture": scenario_picture(content, key)}


def picture_of(version: QuestionVersion) -> ScenarioPicture | None:
    if version.kind != Kind.SCENARIO:
        return None
    return scenario_picture(version.content, version.key)


def picture_of_form(form: Any) -> dict[str, str]:
    """The page for the frame beside a scenario's form, as the form stands."""
    if form.kind != Kind.SCENARIO:
        return {}
    talk = form["talk"].value() or ""
    context = _drawn({"talk": talk}) if talk else {}
    return {"picture_page": render_to_string("assessments/admin/scenario_frame.html", context)}
