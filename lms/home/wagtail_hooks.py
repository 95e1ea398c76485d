"""The back office as this product shows it: its menu, its first page and its look."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.wagtail_hooks import ExplorerMenuItem

from lms.home.back_office import CoursesPanel, FirstStepsPanel, PeopleSummary, QuestionsSummary

# Wagtail's own entry that leads nowhere here: the types of pages are the product's affair.
CLOSED = {"page-types-usage"}
# Its guide and its news, in English and about Wagtail.
ELSEWHERE = "https://"

COURSEWARE = ExplorerMenuItem(
    _("Courseware"),
    reverse_lazy("wagtailadmin_explore_root"),
    name="explorer",
    icon_name="folder-open-inverse",
    order=100,
)


@hooks.register("construct_main_menu")
@hooks.register("construct_reports_menu")
@hooks.register("construct_help_menu")
def keep_what_is_used(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [
        COURSEWARE if item.name == "explorer" else item
        for item in items
        if item.name not in CLOSED and not item.url.startswith(ELSEWHERE)
    ]


@hooks.register("register_admin_menu_item")
def way_back() -> MenuItem:
    return MenuItem(
        _("To the learners' pages"), reverse_lazy("courses:list"), icon_name="view", order=900
    )


@hooks.register("construct_homepage_summary_items", order=1000)
def summaries(request: HttpRequest, items: list[Any]) -> None:
    """Pictures as Wagtail counts them; questions and people beside them. Courses are listed."""
    items[:] = [item for item in items if type(item).__name__ == "ImagesSummaryItem"]
    items += [QuestionsSummary(request), PeopleSummary(request)]


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, found: list[Any]) -> None:
    found += [FirstStepsPanel(request), CoursesPanel(request)]


@hooks.register("insert_global_admin_css")
def look() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/brand.css"))
