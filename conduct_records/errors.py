"""What can go wrong, in words for the person who meets it."""

from typing import Any

from django.utils.translation import gettext as _t
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


# Cases -----------------------------------------------------------------------------------------


class IncidentIsFixed(ConductError):
    message = _("A reported incident is never changed. Note in the case what is put right.")


class MessageIsFixed(ConductError):
    message = _("What was written is never changed. Write another message.")


class RequestIsFixed(ConductError):
    message = _("A request and its answer are never changed. Ask again.")


class BundleIsFixed(ConductError):
    message = _("What was taken out is never changed. Make another bundle.")


class EvidenceIsFixed(ConductError):
    message = _("Evidence is added, never replaced.")


class StepIsFixed(ConductError):
    message = _("A step of a case is never changed; take the next one.")


class NoticeIsFixed(ConductError):
    message = _("A notice that was issued is never changed.")


class PackIsFixed(ConductError):
    message = _("Regional rules are never changed; add new ones from a later day on.")


# Incidents and evidence --------------------------------------------------------------------------


class InTheFuture(ConductError):
    message = _("This moment is still to come.")

    def __init__(self, field: str = "happened_at") -> None:
        super().__init__()
        self.field = field


class KnownBeforeItHappened(ConductError):
    field = "known_at"
    message = _("It cannot have become known before it happened.")


class NotEmployedThen(ConductError):
    field = "who"
    message = _("This person did not work here on that day: not hired yet, or gone by then.")


class PersonOutOfReach(ConductError):
    field = "who"
    message = _(
        "This person does not belong to your units. Leave this open and say in the text who it was."
    )


class UnitOutOfReach(ConductError):
    field = "unit"
    message = _("You report for your own units only.")


class ComplaintWithoutReference(ConductError):
    field = "reference"
    message = _("Give the reference of the complaint.")


class ReporterIsThePerson(ConductError):
    field = "source"
    message = _("It is about yourself: choose “The person themselves” as the source.")


class NotTheReporter(ConductError):
    field = "who"
    message = _("Whoever reports themselves can only report about themselves.")


class UnknownRule(ConductError):
    field = "rule"
    message = _("No rule in force on that day has this code.")


class SentBySomebodyElse(ConductError):
    message = _("This form was sent by somebody else before. Begin a new report.")


class FileNotTaken(ConductError):
    """About one of several files, by its name."""

    field = "photos"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        return str(self.message) % {"name": self.name}


class NotWhatWasCaptured(FileNotTaken):
    message = _(
        "“%(name)s” is not the file that was taken: it was changed on its way. Take it once more."
    )


class SameFileTwice(FileNotTaken):
    message = _("“%(name)s” is there already; the same file is added once.")


class ClosedToEvidence(ConductError):
    message = _("This incident was set aside; nothing is added to it any more.")


class CaseOpened(ConductError):
    message = _("HR has taken this up; evidence is added to the case now.")


class GateShut(ConductError):
    """One or more gates refuse a step; `sentences` say why and what would lift it, `verdicts` are
    what the gates said."""

    message = _("This step cannot be taken.")

    def __init__(self, verdicts: list[Any], sentences: list[str]) -> None:
        super().__init__()
        self.verdicts = verdicts
        self.sentences = sentences

    def __str__(self) -> str:
        return " ".join(self.sentences) or str(self.message)


class CaseMovedOn(ConductError):
    message = _(
        "Somebody has moved the case on meanwhile. What you typed still stands here: look at the "
        "case as it is now, then go on."
    )


class CaseStands(ConductError):
    message = _("There is a case about this person and this incident already.")


class IncidentIsClosed(ConductError):
    message = _("This incident was set aside or taken up already.")


class RequestWaits(ConductError):
    message = _("You have asked already; a second person has not answered yet.")


class IdentitiesAreOpen(ConductError):
    message = _("The identities are open to you already.")


class RequestAnswered(ConductError):
    message = _("This request was answered already.")


class TooManyDays(ConductError):
    field = "days"
    message = _("Give from 1 to 30 days.")


class RefusalWithoutReason(ConductError):
    field = "reason"
    message = _("Give the reason why you refuse it.")


class HearingTooEarly(ConductError):
    field = "hearing_at"
    message = _("The hearing lies in the past.")


class NoPaperWaits(ConductError):
    message = _("No notice waits for your signature.")


class FormBelongsToAnother(ConductError):
    message = _("This form was sent already, for something else. Open it anew.")


# Anonymous reports -------------------------------------------------------------------------------


class UnknownCode(ConductError):
    field = "code"
    message = _("No report has this code. Look at each letter and digit once more.")


class ChannelIsClosed(ConductError):
    message = _("This report is closed: nothing more can be written about it.")


class NobodyToAsk(ConductError):
    message = _("Only whoever reported something without their name is asked here.")


class PictureCannotBeDrawn(ConductError):
    field = "photos"
    message = _("One of the pictures cannot be read. It may be damaged; leave it out.")


# Notices, regional rules, bundles ----------------------------------------------------------------


class NoticeAltered(ConductError):
    message = _("This notice and the ledger do not agree. Nothing is printed; tell the auditors.")


class NameCannotBePrinted(ConductError):
    """Nothing is printed rather than a box in a name."""

    def __init__(self, name: str, characters: list[str]) -> None:
        super().__init__()
        points = " ".join(f"U+{ord(each):04X}" for each in characters)
        self.message = _t(
            "The fonts for printing lack characters of the name %(name)s (%(points)s). Have a font "
            "with these characters installed (see the operating instructions)."
        ) % {"name": name, "points": points}


class ImpossibleFigures(ConductError):
    """Figures of regional rules that cannot be; `names` as `rules.cases.packs.faults_of` has
    them."""

    message = _("Some of these figures cannot be.")

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names


class CaseNotClosed(ConductError):
    message = _(
        "This case is not closed yet. Its bundle can be made once the decision is served, or once "
        "the case has ended in another way."
    )


class CaseIsErased(ConductError):
    message = _("What this case said was erased; nothing is left to be taken out.")


class BundleNotBorneOut(ConductError):
    def __init__(self, what: str) -> None:
        super().__init__()
        words = _t("%(what)s and the ledger do not agree. Nothing is taken out; tell the auditors.")
        self.message = words % {"what": what}


class BundleCannotBeSigned(ConductError):
    message = _(
        "A bundle needs a signed checkpoint, and the key that signs them is not where the worker "
        "runs. Tell the administrators, then ask for the bundle once more."
    )


class BundleTooLarge(ConductError):
    message = _("The evidence comes to more than 4 GB; one file cannot hold it.")


class BundleGone(ConductError):
    message = _("What had been put together is gone. Ask for the bundle once more.")
