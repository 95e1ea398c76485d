from typing import Any

from django.contrib.auth.models import Group
from django.http import Http404
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.users.views.groups import GroupViewSet

from lms.people.admin.scope import NobodyPolicy
from lms.people.models import Employee


class ClosedGroupViewSet(GroupViewSet):
    """Groups are kept beside the roles, by actions; Wagtail's pages for them open to nobody."""

    add_to_settings_menu = False

    @property
    def permission_policy(self) -> NobodyPolicy:
        return NobodyPolicy(Group)


def closed_bulk_actions() -> list[type[BulkAction]]:
    """Stand-ins for what Wagtail offers for several users at once: deleting, putting into groups
    and opening or closing accounts would all pass by the actions."""
    return [
        type(
            f"Closed{action_type.title().replace('_', '')}",
            (_ClosedBulkAction,),
            {"action_type": action_type},
        )
        for action_type in ("delete", "assign_role", "set_active_state")
    ]


class _ClosedBulkAction(BulkAction):
    models = [Employee]
    display_name = aria_label = action_type = ""

    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        raise Http404
