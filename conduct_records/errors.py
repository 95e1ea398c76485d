"""What can go wrong, in words for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from lms.ui.errors import Refusal


class ConductError(Refusal):
    """What this package refuses."""


class VersionIsFixed(ConductError):
    message = _("An adopted codebook is never changed; write its next version.")


class SignatureIsFixed(ConductError):
    message = _("A signature is never changed.")


class DraftUnderWay(ConductError):
    message = _("There is a draft already; go on with it, or discard it first.")


class NoDraft(ConductError):
    message = _("There is no draft.")


class DraftChanged(ConductError):
    message = _(
        "Somebody changed the draft meanwhile. What you typed still stands here: compare it with "
        "the draft as it is now, then save once more."
    )


class UnknownQuestion(ConductError):
    field = "check_codes"
    message = _("A question of the short check is not in the bank, or was retired.")


class CannotAdopt(ConductError):
    """Something keeps the draft from being adopted; `reasons` has a sentence for each."""

    message = _("The draft cannot be adopted yet.")

    def __init__(self, reasons: list[str]) -> None:
        super().__init__()
        self.reasons = reasons

    def __str__(self) -> str:
        return " ".join([str(self.message), *self.reasons])


class Superseded(ConductError):
    message = _("This version is no longer in force. Read and sign the present one.")


class NotYetInForce(ConductError):
    message = _("This version is not in force yet, and it was not opened for signing.")


class NothingToSign(ConductError):
    message = _("You have signed all rules that bind you.")


class RulesChanged(ConductError):
    message = _("The rules that bind you are others by now. Read them once more, then sign.")


class CheckNotPassed(ConductError):
    message = _("Not every answer is right yet. Read the rule again, then try once more.")


class NothingPublished(ConductError):
    message = _("There is no published codebook to sign.")
