"""Inspection sheets in the back office: list, form, versions, preview."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from assessments.actions.observing.save_sheet import save_sheet
from assessments.admin.comparison import Difference, compared
from assessments.admin.sheet_words import said
from assessments.forms.observing.sheet import SheetForm
from assessments.models import InspectionSheet, SheetVersion
from assessments.queries.observing import words
from assessments.queries.observing.sheets import sheets, versions_of
from lms.people.models import PostGroup
from lms.people.policies import check_may, may
from lms.people.views.requests import StaffRequest
from lms.ui.admin_actions import WITHOUT, CreateByAction, EditByAction, WritesByAction

SEE, CHANGE = "assessments.view_inspectionsheet", "assessments.change_inspectionsheet"


class SheetFilters(WagtailFilterSet):
    line = django_filters.ModelChoiceFilter(
        label=_("Service line"), queryset=PostGroup.objects.all(), empty_label=_("All")
    )

    class Meta:
        model = InspectionSheet
        fields = ["line", "is_retired"]


class SheetIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[InspectionSheet]:
        return sheets()

    def get_list_more_buttons(self, instance: InspectionSheet) -> list[Button]:
        return [*super().get_list_more_buttons(instance), *buttons(instance)]


def buttons(sheet: InspectionSheet) -> list[Button]:
    """Where one goes from a sheet."""
    newest = sheet.current_version.pk
    pages = [
        (_("Versions"), reverse("inspection_sheets:versions", args=[sheet.pk]), "history"),
        (_("Preview"), reverse("inspection_sheets:preview", args=[newest]), "view"),
        (_("Observations"), f"{reverse('assessments:observations')}?sheet={sheet.pk}", "tasks"),
    ]
    return [
        Button(label, url=url, icon_name=icon, priority=20 + place)
        for place, (label, url, icon) in enumerate(pages)
    ]


class SaveSheet(WritesByAction):
    def write(self: Any, values: dict[str, Any]) -> InspectionSheet:
        is_new = self.form.instance.pk is None
        names = ("code", "title", "title_en", "line", "is_retired")
        return save_sheet(
            actor=self.request.user,
            sheet=None if is_new else self.form.instance,
            asks=self.form.asks(),
            **{name: values[name] for name in names},
        )

    def get_success_url(self: Any) -> str:
        return reverse("inspection_sheets:edit", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class CreateSheet(SaveSheet, CreateByAction):
    pass


class EditSheet(SaveSheet, EditByAction):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return buttons(self.object)


def _page(request: StaffRequest, sheet: InspectionSheet, title: str, icon: str) -> dict[str, Any]:
    """What both pages besides the form have in common."""
    edit = reverse("inspection_sheets:edit", args=[sheet.pk])
    above = {"url": reverse("inspection_sheets:index"), "label": _("Inspection sheets")}
    its = {"url": edit if may(request.user, CHANGE) else "", "label": str(sheet)}
    return {
        "sheet": sheet,
        "header_title": title,
        "page_title": title,
        "header_icon": icon,
        "header_buttons": [],
        "breadcrumbs_items": [above, its, {"url": "", "label": title}],
    }


@require_safe
def versions(request: StaffRequest, pk: int) -> HttpResponse:
    """All versions of a sheet, each with its author and what it changed."""
    check_may(request.user, SEE)
    sheet = get_object_or_404(sheets(), pk=pk)
    found = versions_of(sheet)
    rows: list[tuple[SheetVersion, list[Difference]]] = [
        (version, compared(said(before.asks), said(version.asks)) if before else [])
        for version, before in zip(found, [*found[1:], None], strict=True)
    ]
    context = _page(request, sheet, _t("Versions"), "history") | {"rows": rows}
    return render(request, "assessments/admin/sheet_versions.html", context)


@require_safe
def preview(request: StaffRequest, pk: int) -> HttpResponse:
    """A version as assessors read it; nothing can be sent from here."""
    check_may(request.user, SEE)
    found = SheetVersion.objects.select_related("sheet__line")
    version = get_object_or_404(found, pk=pk)
    sections = [
        (
            words.section_title(section),
            [
                (
                    point,
                    words.point_text(point),
                    words.point_standard(point),
                    words.STEPS[point.scale],
                )
                for point in section.points
            ],
        )
        for section in version.asks.sections
    ]
    context = {"version": version, "sections": sections, "may_edit": may(request.user, CHANGE)}
    return render(request, "assessments/admin/sheet_preview.html", context)


class SheetViewSet(ModelViewSet):
    model = InspectionSheet
    name = "inspection_sheets"
    url_prefix = "inspection-sheets"
    menu_label = _("Inspection sheets")
    icon = "clipboard-list"
    index_view_class = SheetIndex
    add_view_class = CreateSheet
    edit_view_class = EditSheet
    create_template_name = edit_template_name = "assessments/admin/sheet_form.html"
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = SheetFilters
    search_fields = ["code", "title", "title_en"]
    list_display = [
        "title",
        Column("code", label=_("Code"), sort_key="code"),
        Column(
            "line",
            label=_("Service line"),
            accessor=lambda sheet: sheet.line or _t("every line"),
        ),
        Column(
            "points",
            label=pgettext_lazy("observation", "Points"),
            accessor=lambda sheet: len(sheet.current_version.asks.points),
        ),
        Column("version", label=_("Version"), accessor="current_version.number"),
        Column("observation_count", label=_("Observations")),
        Column(
            "state",
            label=_("State"),
            accessor=lambda sheet: _t("Retired") if sheet.is_retired else _t("In use"),
        ),
    ]
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[SheetForm]:
        return SheetForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """A sheet that people were observed by is part of their record: none is deleted."""
        kept = [p for p in super().get_urlpatterns() if p.name not in ("delete", "usage")]
        return [
            *kept,
            path("<int:pk>/versions/", versions, name="versions"),
            path("preview/<int:pk>/", preview, name="preview"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | WITHOUT
