"""Importing a roster: send it, look at what would happen, confirm, watch it being written."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from lms.people.actions.check_roster import check_roster
from lms.people.actions.confirm_roster import confirm_roster
from lms.people.admin.roster_files import write_result, write_template
from lms.people.admin.roster_words import changes_in_words, remarks_in_words
from lms.people.enums import RosterOutcome
from lms.people.errors import PeopleError
from lms.people.forms.rosters import RosterForm
from lms.people.models import RosterImport
from lms.people.policies import may
from lms.people.queries import roster_counts
from lms.people.views.requests import StaffRequest
from lms.sheets.sending import as_download

PAGE_SIZE = 50
SHOWN = 10
MAY = "people.add_employee"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: StaffRequest) -> HttpResponse:
    """The form, and the rosters the actor sent before; a file is checked at once."""
    _check_may(request)
    form = RosterForm(request.POST or None, request.FILES or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            roster = check_roster(
                actor=request.user,
                file=form.cleaned_data["file"],
                file_name=form.cleaned_data["file"].name,
                complete_unit=form.cleaned_data["unit"]
                if form.cleaned_data["is_complete"]
                else None,
            )
        except PeopleError as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("people_roster:result", pk=roster.pk)
    context = {
        "form": form,
        "earlier": _own(request)[:SHOWN],
        "header_title": _t("Import a roster"),
    }
    return TemplateResponse(request, "people/admin/roster.html", context)


@never_cache
@require_safe
def result(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What the check found, row by row, and how far the writing is."""
    roster = _roster(request, pk)
    counts = roster_counts(roster)
    kind = request.GET.get("kind", "")
    rows = roster.rows.filter(outcome=kind) if kind in RosterOutcome.values else roster.rows.all()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "roster": roster,
        "kinds": [(each, each.label, counts[each]) for each in RosterOutcome],
        "kind": kind,
        "all": sum(counts.values()),
        "page": page,
        "rows": [(row, changes_in_words(row), remarks_in_words(row)) for row in page],
        "refused": counts[RosterOutcome.REFUSED],
        "does_something": any(
            counts[each]
            for each in (RosterOutcome.ADDED, RosterOutcome.CHANGED, RosterOutcome.ENDED)
        ),
        "result_path": reverse("people_roster:result", args=[pk]),
        "header_title": _t("Check of the roster"),
    }
    return TemplateResponse(request, "people/admin/roster_result.html", context)


@require_POST
def confirm(request: StaffRequest, pk: UUID) -> HttpResponse:
    roster = _roster(request, pk)
    try:
        confirm_roster(actor=request.user, roster=roster)
    except PeopleError as refusal:
        messages.error(request, str(refusal))
    return redirect("people_roster:result", pk=pk)


@never_cache
@require_safe
def download(request: StaffRequest, pk: UUID) -> FileResponse:
    """The check as a sheet."""
    roster = _roster(request, pk)
    file = BytesIO()
    write_result(file, roster)
    day = timezone.localtime(roster.created_at).date().isoformat()
    return as_download(file, _t("roster-check-%(day)s.xlsx") % {"day": day})


@never_cache
@require_safe
def template(request: StaffRequest) -> FileResponse:
    _check_may(request)
    file = BytesIO()
    write_template(file, request.user)
    return as_download(file, _t("roster-template.xlsx"))


def _check_may(request: StaffRequest) -> None:
    if not may(request.user, MAY):
        raise PermissionDenied


def _own(request: StaffRequest) -> Any:
    return RosterImport.objects.filter(asked_by=request.user).exclude(file="")


def _roster(request: StaffRequest, pk: UUID) -> RosterImport:
    """Whoever sent a roster sees it; to others it is not there."""
    _check_may(request)
    return get_object_or_404(_own(request).select_related("complete_unit"), pk=pk)


class _RosterItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may(request.user, MAY)


class RosterViewSet(ViewSet):
    name = "people_roster"
    url_prefix = "people/roster"
    menu_label = _("Import a roster")
    menu_icon = "upload"
    menu_item_class = _RosterItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", send, name="index"),
            path("template/", template, name="template"),
            path("<uuid:pk>/", result, name="result"),
            path("<uuid:pk>/confirm/", confirm, name="confirm"),
            path("<uuid:pk>/download/", download, name="download"),
        ]
