"""What can go wrong, in words for the person who meets it."""

from datetime import timedelta
from math import ceil

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.ui.errors import Refusal


class PeopleError(Refusal):
    """What this package refuses."""


class NotAllowed(PeopleError, PermissionDenied):
    """The actor may not do this here. Django answers 403."""

    message = _("This is not within your role or your units.")


class WrongSignIn(PeopleError):
    """One message for an unknown staff number, a wrong password and an account that is closed."""

    message = _("The staff number or the password is not right.")


class TooManyAttempts(PeopleError):
    """The next attempt must wait. The same whether the staff number exists or not."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.seconds = max(1, ceil(wait.total_seconds()))
        self.message = self._in_words()

    def _in_words(self) -> str:
        if self.seconds <= 60:
            return ngettext(
                "Too many attempts. Try again in %(count)d second.",
                "Too many attempts. Try again in %(count)d seconds.",
                self.seconds,
            ) % {"count": self.seconds}
        minutes = ceil(self.seconds / 60)
        return ngettext(
            "Too many attempts. Try again in %(count)d minute.",
            "Too many attempts. Try again in %(count)d minutes.",
            minutes,
        ) % {"count": minutes}


class StaffNumberTaken(PeopleError):
    message = _("Somebody already has this staff number.")
    field = "staff_number"


class PasswordUnchanged(PeopleError):
    message = _("Choose a password other than the one you have now.")
    field = "new_password"


class CannotCloseOwnAccount(PeopleError):
    message = _("You cannot close your own account.")
    field = "is_active"


class UnknownLanguage(PeopleError):
    message = _("This language is not offered.")
    field = "language"


class UnitWithinItself(PeopleError):
    message = _("A unit cannot be moved into itself or a unit below it.")
    field = "parent"


class UnitKindOutOfOrder(PeopleError):
    message = _("The order is company, region, site, team: a unit lies in one of a larger kind.")
    field = "kind"


class UnitNeedsParent(PeopleError):
    message = _("Every unit but the company is part of another.")
    field = "parent"


class RoleAlreadyHeld(PeopleError):
    message = _("This person already holds this role on this unit.")
    field = "staff_number"


class RoleNotInForce(PeopleError):
    message = _("This role has already been revoked.")


class OwnAdministratorRole(PeopleError):
    message = _("Another administrator must revoke this role, so that one always remains.")


class RoleForOneself(PeopleError):
    message = _("Nobody grants a role to themselves.")
    field = "staff_number"


class AccountClosed(PeopleError):
    message = _("This account is closed. Open it again first.")


class CodeTaken(PeopleError):
    message = _("This code is already in use.")
    field = "code"


class NameTaken(PeopleError):
    message = _("This name is already in use here.")
    field = "name"
