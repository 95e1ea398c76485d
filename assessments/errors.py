"""What can go wrong, in words for the person who meets it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from lms.ui.errors import Refusal


class AssessmentError(Refusal):
    """What this package refuses."""


# Sittings ------------------------------------------------------------------------------------


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


class ResponseIsFixed(AssessmentError):
    message = _("A saved answer never changes. Another answer is saved beside it.")


# Questions and quizzes -----------------------------------------------------------------------


class QuestionVersionIsFixed(AssessmentError):
    message = _("A question version never changes. Save the question as a new version.")


class CodeTaken(AssessmentError):
    message = _("This code is in use already.")
    field = "code"


class WordingRefused(AssessmentError):
    """The text, content or key of a question does not make a question that can be marked."""

    message = _("The content does not have the shape of this kind of question.")


class StemMissing(WordingRefused):
    message = _("Write the question.")


class MarksOutOfRange(WordingRefused):
    message = _("A question is worth 1 to 100 marks.")


class TooFewOptions(WordingRefused):
    message = _("Give at least two options.")


class TooManyOptions(WordingRefused):
    message = _("Give at most 26 options.")


class OptionEmpty(WordingRefused):
    message = _("An option has no text.")


class OptionTwice(WordingRefused):
    message = _("Two options have the same text.")


class NotOneRight(WordingRefused):
    message = _("Tick exactly one option as right.")


class NotSeveralRight(WordingRefused):
    message = _("Tick at least two options as right, and leave at least one wrong.")


class EnglishDoesNotFit(WordingRefused):
    message = _("The English wording does not have the options that the question has.")


class NeitherTrueNorFalse(WordingRefused):
    message = _("Say whether the statement is true or false.")
