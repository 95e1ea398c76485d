from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from conduct_records.admin import adopting, drafts, versions
from conduct_records.admin.pages import ICON
from conduct_records.policies.codebook import can_see_versions


class _CodebookItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return can_see_versions(request.user)


class CodebookViewSet(ViewSet):
    name = "codebook"
    url_prefix = "codebook"
    icon = ICON
    menu_label = _("Codebook")
    menu_icon = ICON
    menu_order = 300  # behind the examinations
    menu_item_class = _CodebookItem
    add_to_admin_menu = True

    @cached_property
    def menu_url(self) -> str:
        return reverse("codebook:index")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", versions.index, name="index"),
            path("versions/<int:number>/", versions.version, name="version"),
            path("compare/", versions.compare, name="compare"),
            path("documents/<int:pk>/", adopting.document, name="document"),
            path("draft/start/", drafts.start, name="start"),
            path("draft/", drafts.draft, name="draft"),
            path("draft/rules/new/", drafts.add_rule, name="add_rule"),
            path("draft/rules/<int:place>/", drafts.edit_rule, name="edit_rule"),
            path("draft/rules/<int:place>/remove/", drafts.remove_rule, name="remove_rule"),
            path("draft/rules/move/", drafts.move_rule, name="move_rule"),
            path("draft/audiences/", drafts.audiences, name="audiences"),
            path("draft/record/", adopting.record, name="record"),
            path("draft/documents/", adopting.documents, name="documents"),
            path("draft/documents/<int:pk>/", adopting.draft_document, name="draft_document"),
            path(
                "draft/documents/<int:pk>/remove/",
                adopting.remove_document,
                name="remove_document",
            ),
            path("draft/changes/", versions.changes, name="changes"),
            path("draft/adopt/", adopting.adopt, name="adopt"),
            path("draft/discard/", drafts.discard, name="discard"),
        ]
