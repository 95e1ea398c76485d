"""What can go wrong, in words for the person who meets it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from lms.ui.errors import Refusal


class CourseError(Refusal):
    """What this package refuses."""


class NotEnrolled(CourseError):
    message = _("You are not enrolled in this course.")


class LessonIsLocked(CourseError):
    message = _("This lesson opens when the lessons before it are read.")


class LessonHasNoRevision(CourseError):
    message = _("This lesson was never published. Please tell your trainer.")


class AcknowledgementIsFixed(CourseError):
    message = _("What was confirmed is kept as it is.")


class NoSuchStatement(CourseError):
    message = _("There is nothing here for you to confirm.")


class StatementChanged(CourseError):
    message = _("The wording changed meanwhile. Please read it again and confirm it as it is now.")


class StatementsUnconfirmed(CourseError):
    """The lesson asks for confirmations that are missing."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.message = _t("Read and confirm this first: %(names)s.") % {
            "names": _t(", ").join(names)
        }


class CannotEnrol(CourseError):
    message = _("Only people who may sign in can be enrolled.")


class NothingToRemind(CourseError):
    message = _("There is nothing to be reminded of: nothing is open, or the person is away.")


class NobodyReadsIt(CourseError):
    message = _("There is neither a sign-in nor an e-mail address. Tell them in person.")


class RemindedToday(CourseError):
    def __init__(self, time: str, name: str) -> None:
        super().__init__()
        self.message = _t("Already reminded today at %(time)s by %(name)s.") % {
            "time": time,
            "name": name,
        }


class ReasonMissing(CourseError):
    message = _("Please give the reason.")


class AlreadyRevoked(CourseError):
    message = _("This certificate was revoked before.")


class AlreadyReplaced(CourseError):
    message = _("This certificate was replaced by another one before.")


class NothingToCorrect(CourseError):
    message = _("The name on the certificate is the present one; there is nothing to correct.")


class NoLongerGood(CourseError):
    message = _("Only a certificate that has not been revoked can be reissued.")


class DesignRefused(CourseError):
    """Something about a certificate's design."""


class DesignIsFixed(CourseError):
    message = _("A version of a design never changes. Save a new one instead.")


class UnknownPlaceholder(DesignRefused):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.message = _t("There is no placeholder {%(name)s}.") % {"name": name}


class BraceIsNoPlaceholder(DesignRefused):
    message = _("A brace stands here that belongs to no placeholder.")


class DesignHasNoGlyph(DesignRefused):
    def __init__(self, characters: Iterable[str]) -> None:
        super().__init__()
        self.message = _t("The fonts for printing do not have: %(characters)s") % {
            "characters": in_code_points(characters)
        }


class CannotPrint(CourseError):
    """Nothing is printed rather than a box in a name. `missing` holds what stands on the paper
    with the characters that no font has."""

    def __init__(self, missing: Iterable[tuple[str, Iterable[str]]]) -> None:
        super().__init__()
        people = _t("; ").join(
            f"{name} ({in_code_points(characters)})" for name, characters in missing
        )
        self.message = _t(
            "Nothing was printed, because the fonts for printing lack characters: %(people)s. "
            "Have a font with these characters installed (see the operating instructions)."
        ) % {"people": people}


class PaperErased(CourseError):
    message = _("What stood on this certificate was erased, so that it cannot be printed any more.")


class NothingToPrint(CourseError):
    message = _("Select at least one certificate that is neither revoked nor replaced.")


class TooMuchToPrint(CourseError):
    def __init__(self, most: int) -> None:
        super().__init__()
        text = _t("At most %(most)d certificates are printed at once. Narrow the filter.")
        self.message = text % {"most": most}


class CertificateErased(CourseError):
    message = _("What it said was erased and can no longer be compared.")


class CertificateAltered(CourseError):
    message = _("This page and the ledger do not agree")


def in_code_points(characters: Iterable[str]) -> str:
    """Each character with its number, as the character itself may not show on this device."""
    return ", ".join(f"{character} U+{ord(character):04X}" for character in characters)
