"""Importing questions: send a file, read what would become of each, then import it."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from assessments.actions.ask_for_import import ask_for_import, confirm_import
from assessments.admin.import_words import CAME, GROUPS, SHAPES, write_report
from assessments.errors.exchange import ExchangeRefused
from assessments.forms.imports import ImportForm
from assessments.models import QuestionImport
from assessments.queries.exchange import imports_of
from assessments.rules.exchange import formats
from assessments.rules.exchange.report import Came, Group, came, counts, rows
from lms.people.policies import may
from lms.people.views.requests import StaffRequest
from lms.sheets.sending import as_download

PAGE_SIZE = 50
SHOWN = 10
MAY = "assessments.add_question"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: StaffRequest) -> HttpResponse:
    """The form, and the files the actor sent before."""
    _check_may(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            work = ask_for_import(
                actor=request.user,
                file=sent,
                name=sent.name,
                format=form.cleaned_data["format"],
                category=form.category_chosen(),
            )
        except ExchangeRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("question_imports:result", pk=work.pk)
    context = {
        "form": form,
        "earlier": imports_of(request.user)[:SHOWN],
        "header_title": _t("Import questions"),
    }
    return TemplateResponse(request, "assessments/admin/imports/send.html", context)


@never_cache
@require_safe
def result(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How far it is; then the report, group by group."""
    work = _import(request, pk)
    group = request.GET.get("group", "")
    wanted = [group] if group in set(Group) else list(Group)
    page = Paginator(list(rows(work.report, wanted)), PAGE_SIZE).get_page(request.GET.get("page"))
    counted = counts(work.report)
    context = {
        "work": work,
        "group": group,
        "groups": [(each, GROUPS[each], SHAPES[each], counted[each]) for each in Group],
        "all": sum(counted.values()),
        "came": [(CAME[Came(each)], count) for each, count in came(work.report).items() if count],
        "page": page,
        "rows": [_row(*each) for each in page],
        "is_read": work.is_dry_run and work.state == work.State.DONE,
        "takes_some": counted[Group.IMPORTED] + counted[Group.LOSSY],
        "result_path": reverse("question_imports:result", args=[pk]),
        "header_title": _t("Import questions"),
    }
    return TemplateResponse(request, "assessments/admin/imports/result.html", context)


def _row(group: str, entry: dict[str, Any], sentences: list[str]) -> dict[str, Any]:
    return entry | {
        "group": group,
        "label": GROUPS[Group(group)],
        "shape": SHAPES[Group(group)],
        "sentences": sentences,
        "becomes": CAME[Came(entry["came"])] if "came" in entry else "",
    }


@require_POST
def confirm(request: StaffRequest, pk: UUID) -> HttpResponse:
    work = _import(request, pk)
    try:
        confirm_import(actor=request.user, work=work)
    except ExchangeRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("question_imports:result", pk=pk)


@never_cache
@require_safe
def download(request: StaffRequest, pk: UUID, ending: str) -> HttpResponse | FileResponse:
    """The report as JSON or as a sheet."""
    work = _import(request, pk)
    if ending == "json":
        return JsonResponse(
            {str(group): work.report.get(group, []) for group in Group},
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers={"Content-Disposition": 'attachment; filename="import-report.json"'},
        )
    file = BytesIO()
    write_report(file, work)
    return as_download(file, _t("import-report.xlsx"))


@never_cache
@require_safe
def template(request: StaffRequest) -> FileResponse:
    """The sheet to fill in."""
    _check_may(request)
    return as_download(BytesIO(formats.template()), _t("questions-template.xlsx"))


def _check_may(request: StaffRequest) -> None:
    if not may(request.user, MAY):
        raise PermissionDenied


def _import(request: StaffRequest, pk: UUID) -> QuestionImport:
    """Whoever sent a file sees it; to others it is not there."""
    _check_may(request)
    return get_object_or_404(imports_of(request.user), pk=pk)


class _ImportItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may(request.user, MAY)


class ImportViewSet(ViewSet):
    name = "question_imports"
    url_prefix = "questions/imports"
    menu_label = _("Import questions")
    menu_icon = "upload"
    menu_item_class = _ImportItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", send, name="index"),
            path("template/", template, name="template"),
            path("<uuid:pk>/", result, name="result"),
            path("<uuid:pk>/confirm/", confirm, name="confirm"),
            path("<uuid:pk>/report.<slug:ending>", download, name="download"),
        ]
