"""Two markers, settling, and marks that are put right."""

from django.utils.translation import gettext_lazy as _

from assessments.errors.base import AssessmentError


class AnswerChanged(AssessmentError):
    message = _("Another answer stands meanwhile: judge that one.")


class MarkChanged(AssessmentError):
    message = _("The mark is another one meanwhile: look at it first.")
