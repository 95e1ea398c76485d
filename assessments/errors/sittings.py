"""Sitting: starting, answering, handing in."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from assessments.errors.base import AssessmentError


class SittingNotFound(AssessmentError):
    """No such sitting, or somebody else's: the asker learns no difference."""

    message = _("You have no such attempt.")


class ItemNotFound(AssessmentError):
    message = _("This paper has no question of that number.")


@dataclass(frozen=True)
class Unmet:
    """A condition that does not hold, in words for the learner, and where to go to meet it."""

    text: str
    url: str = ""
    label: str = ""


class CannotStart(AssessmentError):
    """A condition for starting does not hold; `unmet` says which and where to go."""

    message = _("The examination is not open to you yet.")

    def __init__(self, unmet: list[Unmet]) -> None:
        super().__init__()
        self.unmet = unmet


class TooLate(AssessmentError):
    message = _(
        "Time is up: this answer came after the deadline and does not count. "
        "Everything saved before it does."
    )


class AlreadySubmitted(AssessmentError):
    message = _("This sitting has been handed in. Its answers can no longer change.")


class NotYetOver(AssessmentError):
    message = _("The learner still has time; only they may hand in now.")


class MalformedAnswer(AssessmentError):
    message = _("That answer does not fit the question. Choose again and save.")


class ItemIsClosed(AssessmentError):
    message = _("This question is closed. Its answer can no longer change.")


class AnswerOfAnotherItem(AssessmentError):
    message = _("This answer was saved for another question already. Reload the page.")


class ChoiceStands(AssessmentError):
    message = _("A choice that was made stands. Go on from there.")


class AnswerTooLong(MalformedAnswer):
    message = _("The answer is too long. Shorten it and save again.")


class NotANumber(MalformedAnswer):
    message = _("This is not a number. Write digits only, such as 30 or 0.5.")


class StepsShareNumber(MalformedAnswer):
    message = _("Two steps have the same number. Give each step its own.")


class StepsWithoutNumber(MalformedAnswer):
    message = _("Give every step a number.")


class TalkTooLong(MalformedAnswer):
    message = _("The talk has gone round too often. Hand in as it stands.")


class ResponseIsFixed(AssessmentError):
    message = _("A saved answer never changes. Another answer is saved beside it.")
