"""The question bank and quizzes."""

from django.utils.translation import gettext_lazy as _

from assessments.errors.base import AssessmentError


class QuestionVersionIsFixed(AssessmentError):
    message = _("A question version never changes. Save the question as a new version.")


class QuestionStepIsFixed(AssessmentError):
    message = _("What was decided about a question stays as it was.")


class NotThisMove(AssessmentError):
    message = _("The question cannot go there from the state it is in.")


class OwnReview(AssessmentError):
    message = _("Somebody else than the writer has to review a question.")


class NewerVersion(AssessmentError):
    message = _("There is a newer version by now. Look at that one first.")


class SectionRefused(AssessmentError):
    """`number` counts sections from 1."""

    message = _("Section %(number)d asks for more questions than it lists.")

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def __str__(self) -> str:
        return str(self.message) % {"number": self.number}


class QuizRefused(AssessmentError):
    """Settings that contradict each other; `message` says which."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class NoSections(AssessmentError):
    message = _("Give the quiz at least one section.")


class CategoryInItself(AssessmentError):
    message = _("A category cannot be a part of itself, nor of what is below it.")
    field = "parent"


class CodeTaken(AssessmentError):
    message = _("This code is in use already.")
    field = "code"
