"""Wagtail's generic views, limited to the actor's units and writing through actions only."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import URLPattern, path
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet

from lms.ui.admin_actions import WITHOUT, CreateByAction, EditByAction

ANY = ("view", "change", "add")


class ReachedIndexView(generic.IndexView):
    any_permission_required = list(ANY)

    def get_base_queryset(self) -> QuerySet[Any]:
        return self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, ["view"]
        )

    def get_edit_url(self, instance: Any) -> str | None:
        if not self.user_has_permission_for_instance("change", instance):
            return None
        return super().get_edit_url(instance)


class ReachedEditView(EditByAction):
    def get_queryset(self) -> QuerySet[Any]:
        return self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, ["view"]
        )

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        """404 outside the actor's units, refused where the actor may look but not change."""
        found = super().get_object(queryset)
        if not self.user_has_permission_for_instance("change", found):
            raise PermissionDenied
        return found


class ReachedHistoryView(HistoryView):
    any_permission_required = list(ANY)

    def get_base_object_queryset(self) -> QuerySet[Any]:
        return self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, ["view"]
        )


class ActionViewSet(ModelViewSet):
    """Listing, new, edit and history. Nothing here is deleted or copied."""

    index_view_class = ReachedIndexView
    add_view_class = CreateByAction
    edit_view_class = ReachedEditView
    history_view_class = ReachedHistoryView
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_per_page = 30
    form_class: type[Any]
    change_form_class: type[Any] | None = None

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return (self.change_form_class if for_update else None) or self.form_class

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**WITHOUT | kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("history/<int:pk>/", self.history_view, name="history"),
            path("history-results/<int:pk>/", self.history_results_view, name="history_results"),
        ]
