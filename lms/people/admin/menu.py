from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from lms.people.admin.posts import PostGroupViewSet, PostViewSet
from lms.people.admin.roles import RoleGrantViewSet
from lms.people.admin.rosters import RosterViewSet
from lms.people.admin.units import UnitViewSet


class _EmployeesItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("people.view_employee"))


class EmployeesEntry(ViewSet):
    """The way to the employees, whose pages Wagtail itself registers in place of its users."""

    name = "people_employees"
    menu_label = _("People")
    menu_icon = "user"
    menu_item_class = _EmployeesItem

    @cached_property
    def menu_url(self) -> str:
        return reverse("wagtailusers_users:index")


class PeopleGroup(ViewSetGroup):
    menu_label = _("People")
    menu_name = "people"
    menu_icon = "group"
    menu_order = 600
    items = (
        EmployeesEntry,
        UnitViewSet,
        PostViewSet,
        PostGroupViewSet,
        RoleGrantViewSet,
        RosterViewSet,
    )
