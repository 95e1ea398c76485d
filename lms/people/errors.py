"""What can go wrong, in words for the person who meets it."""

from collections.abc import Iterable
from datetime import date, timedelta
from math import ceil

from django.core.exceptions import PermissionDenied
from django.utils.formats import date_format
from django.utils.functional import Promise
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


class HasOwnSignIn(PeopleError):
    message = _("This person has a sign-in of their own and uses that.")


class SignatureMissing(PeopleError):
    message = _("Sign in the field first, or type the full name.")
    field = "signature"


class AlreadyEnded(PeopleError):
    message = _("This session is over already.")


class EmployerMissing(PeopleError):
    message = _("Name the agency or contractor.")
    field = "employer"


class EmployerNotWanted(PeopleError):
    message = _("Only dispatched and outsourced staff have another employer.")
    field = "employer"


class NothingMoved(PeopleError):
    message = _("The person stands at this post in this unit already.")
    field = "post"


class DayBefore(PeopleError):
    """A day that must lie behind another one."""

    field = "on"
    text: str | Promise = ""

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day

    def __str__(self) -> str:
        return str(self.text) % {"day": date_format(self.day)}


class MovedTooEarly(DayBefore):
    text = _("The present placement begins on %(day)s; the new one must begin later.")


class MovedAfterLeaving(DayBefore):
    text = _("The person leaves on %(day)s. Take that back first.")


class NoRoomForPlacement(PeopleError):
    message = _("On these days the person stood somewhere else. Look at the time-line.")
    field = "from_on"


class BeforeHiring(DayBefore):
    text = _("The person was hired on %(day)s.")


class HasLeft(DayBefore):
    text = _("The person left on %(day)s. Take them back first.")


class BackTooEarly(DayBefore):
    text = _("The person left on %(day)s and can be taken back from the day after.")


class HasNotLeft(PeopleError):
    message = _("The person has not left.")


class HasLeftForGood(PeopleError):
    message = _("The account is closed already. Take the person back instead.")


class AlreadyBegun(PeopleError):
    message = _("This placement has begun, or there is none before it. Correct it instead.")


class OnLeaveThen(PeopleError):
    message = _("There is a leave on these days already.")
    field = "from_on"


class ReturnTooEarly(DayBefore):
    text = _("The leave begins on %(day)s; the return must be later.")


class LeaveIsOver(PeopleError):
    message = _("This leave is over.")


class EndBeforeBeginning(PeopleError):
    message = _("The end lies before the beginning.")
    field = "until_on"


class LeftBeforeMove(DayBefore):
    text = _("A placement begins on %(day)s; the last day cannot lie before it.")


class LastAdministrator(PeopleError):
    message = _("Nobody would be left to administer the site.")


class CannotEndOwnEmployment(PeopleError):
    message = _("Somebody else must note that you leave.")


class RosterRefused(PeopleError):
    """The file as a whole: what is wrong stands in the message."""

    field = "file"

    def __init__(self, message: str | Promise) -> None:
        super().__init__()
        self.message = message


class RosterHasRefusals(PeopleError):
    message = _("Some rows are refused. Correct the file and check it again.")


class RosterChanged(PeopleError):
    message = _(
        "Something has changed since the check, so nothing was written. Check the file again."
    )


class RosterConfirmed(PeopleError):
    message = _("This roster was confirmed already.")


class RosterGone(PeopleError):
    message = _("The file is no longer kept. Check it again.")


class TermIsFixed(PeopleError):
    message = _("A term is never changed. Set another one; the newest holds.")


class KindUnknown(PeopleError):
    message = _("There is no such kind of record.")


class CannotEraseOneself(PeopleError):
    message = _("Somebody else must decide what becomes of your own records.")


class StillKept(PeopleError):
    """A term runs, or cannot begin yet."""

    def __init__(self, kind: str, free_on: date | None) -> None:
        super().__init__()
        self.kind, self.free_on = kind, free_on

    def __str__(self) -> str:
        values = {"kind": self.kind}
        if self.free_on is None:
            return str(_("%(kind)s: this has not ended yet, so that no term runs.") % values)
        text = _("%(kind)s: this is kept until %(day)s.")
        return str(text % (values | {"day": date_format(self.free_on)}))


class CannotBeErasedYet(PeopleError):
    """What a package says against it."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.message = why


class RecordNotDue(PeopleError):
    message = _("The term of this record is not over, or it is gone already.")


class ExportUnderWay(PeopleError):
    message = _("An export is being made already.")


class NotEmptied(PeopleError):
    """After an older database was restored."""

    def __init__(self, rows: Iterable[str]) -> None:
        super().__init__()
        self.message = _("What was erased came back and is not emptied: %(rows)s") % {
            "rows": ", ".join(rows)
        }


class ReasonNames(PeopleError):
    message = _("The reason is kept for good: leave out the name and the staff number.")
    field = "reason"


class PersonErased(PeopleError):
    message = _("What was kept about this person is erased; nothing new is recorded about them.")


class TermTooShort(PeopleError):
    field = "months"

    def __init__(self, months: int) -> None:
        super().__init__()
        self.message = ngettext(
            "Records of this kind are kept for %(count)d month at least.",
            "Records of this kind are kept for %(count)d months at least.",
            months,
        ) % {"count": months}
