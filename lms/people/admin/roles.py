from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button

from lms.people.actions.grant_role import grant_role
from lms.people.actions.revoke_role import revoke_role
from lms.people.admin.generic import ActionViewSet, ReachedIndexView
from lms.people.admin.scope import UnitScopedPolicy
from lms.people.errors import PeopleError
from lms.people.forms.roles import GrantForm
from lms.people.models import RoleGrant
from lms.people.policies import can_revoke_role
from lms.people.queries import grants_reached
from lms.people.views.requests import StaffRequest
from lms.ui.admin_actions import CreateByAction


class GrantIndexView(ReachedIndexView):
    page_title = _("Roles")
    add_item_label = _("Grant a role")

    @cached_property
    def columns(self) -> list[Column]:
        employee = self._get_title_column("employee")
        employee.sort_key = None
        return [
            employee,
            Column("role", label=_("Role"), accessor="get_role_display", sort_key="role"),
            Column("unit", label=_("On unit"), sort_key="unit__path"),
            DateColumn("granted_at", label=_("Granted"), sort_key="granted_at"),
            Column("granted_by", label=_("Granted by")),
        ]

    def get_edit_url(self, instance: RoleGrant) -> None:
        """A role is granted and revoked, never edited."""

    def get_list_more_buttons(self, instance: RoleGrant) -> list[Button]:
        if not can_revoke_role(self.request.user, instance):
            return []
        url = reverse("people_roles:revoke", args=[instance.pk])
        return [Button(_("Revoke"), url=url, icon_name="cross", priority=10)]


class GrantCreateView(CreateByAction):
    page_title = _("Grant a role")
    success_message = _("Granted: %(object)s.")
    submit_button_label = _("Grant")

    def get_initial(self) -> dict[str, Any]:
        return {"staff_number": self.request.GET.get("staff_number", "")}

    def write(self, values: dict[str, Any]) -> RoleGrant:
        return grant_role(actor=self.request.user, **values)

    def get_success_buttons(self) -> list[Any]:
        return []


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """Asks first, then ends the role."""
    grant = get_object_or_404(grants_reached(request.user, "people.view_rolegrant"), pk=pk)
    if not can_revoke_role(request.user, grant):
        raise PermissionDenied
    error = ""
    if request.method == "POST":
        try:
            revoke_role(actor=request.user, grant=grant)
        except PeopleError as refusal:
            error = str(refusal)
        else:
            messages.success(request, _t("Revoked: %(grant)s.") % {"grant": grant})
            return redirect("people_roles:index")
    context = {"grant": grant, "error": error, "header_title": _t("Revoke a role")}
    return TemplateResponse(request, "people/admin/confirm_revoke.html", context)


class RoleGrantViewSet(ActionViewSet):
    """The roles in force. Who granted or revoked what stands in the person's history."""

    model = RoleGrant
    name = "people_roles"
    url_prefix = "people/roles"
    icon = "group"
    menu_label = _("Roles")
    ordering = ["unit__path", "role", "employee__staff_number"]
    index_view_class = GrantIndexView
    add_view_class = GrantCreateView
    form_class = GrantForm
    list_filter = ["role"]
    search_fields = ["employee__name", "employee__staff_number", "employee__latin_name"]

    @property
    def permission_policy(self) -> UnitScopedPolicy:
        return UnitScopedPolicy(RoleGrant, grants_reached)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("revoke/<int:pk>/", revoke, name="revoke"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{"edit_url_name": None, "history_url_name": None} | kwargs
        )
