from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.people.admin.groups import closed_bulk_actions
from lms.people.admin.menu import PeopleGroup

# Behind Wagtail's own, whose place they take by the name of the action.
for action in closed_bulk_actions():
    hooks.register("register_bulk_action", action, order=1000)


@hooks.register("register_admin_viewset")
def register_people() -> PeopleGroup:
    return PeopleGroup()


@hooks.register("register_account_menu_item")
def own_preferences(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("people:preferences"),
        "label": _t("Language and password"),
        "help_text": _t("Your language, light or dark, and your password for the whole site."),
    }


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    actions.register_action("people.hire", _("Hire"), _("Hired"))
    actions.register_action("people.add", _("Add"), _("Added"))
    actions.register_action("people.change", _("Change"), _("Changed"))
    actions.register_action(
        "people.reset_password", _("Reset the password"), _("New temporary password")
    )
    actions.register_action("people.transfer", _("Transfer"), _("Transferred"))
    actions.register_action(
        "people.correct_placement", _("Correct a placement"), _("Placement corrected")
    )
    actions.register_action(
        "people.withdraw_placement", _("Take back a transfer"), _("Transfer taken back")
    )
    actions.register_action("people.note_leave", _("Note a leave"), _("Leave noted"))
    actions.register_action("people.end_leave", _("Note the return"), _("Back from leave"))
    actions.register_action("people.withdraw_leave", _("Take back a leave"), _("Leave taken back"))
    actions.register_action("people.end_employment", _("Note the leaving"), _("Leaving noted"))
    actions.register_action(
        "people.withdraw_leaving", _("Take back the leaving"), _("Leaving taken back")
    )
    actions.register_action(
        "people.close_sign_in", _("Close the sign-in"), _("No sign-in of their own any more")
    )
    actions.register_action(
        "people.rehire", _("Take back into the company"), _("Back in the company")
    )
    actions.register_action("people.grant_role", _("Grant a role"), _("Role granted"))
    actions.register_action("people.revoke_role", _("Revoke a role"), _("Role revoked"))
