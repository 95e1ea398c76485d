from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from lms.people.actions.save_unit import save_unit
from lms.people.admin.generic import ActionViewSet, ReachedEditView, ReachedIndexView
from lms.people.admin.scope import UnitScopedPolicy
from lms.people.forms.choices import in_tree
from lms.people.forms.company import UnitForm
from lms.people.models import Unit
from lms.people.queries import units_reached
from lms.ui.admin_actions import CreateByAction


class UnitIndexView(ReachedIndexView):
    @cached_property
    def columns(self) -> list[Column]:
        name = self._get_title_column("name")
        name.accessor = in_tree
        name.sort_key = None
        return [
            name,
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("code", label=_("Code")),
        ]


class UnitCreateView(CreateByAction):
    def write(self, values: dict[str, Any]) -> Unit:
        return save_unit(actor=self.request.user, **values)


class UnitEditView(ReachedEditView):
    def write(self, values: dict[str, Any]) -> Unit:
        return save_unit(actor=self.request.user, unit=self.object, **values)


class UnitViewSet(ActionViewSet):
    model = Unit
    name = "people_units"
    url_prefix = "people/units"
    icon = "site"
    ordering = "path"
    index_view_class = UnitIndexView
    add_view_class = UnitCreateView
    edit_view_class = UnitEditView
    form_class = UnitForm
    search_fields = ["name", "name_en", "code"]

    @property
    def permission_policy(self) -> UnitScopedPolicy:
        return UnitScopedPolicy(Unit, units_reached)
