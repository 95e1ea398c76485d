"""Marking answers once more, and questions in quarantine."""

from django.utils.translation import gettext_lazy as _

from assessments.errors.base import AssessmentError


class RegradeUnderWay(AssessmentError):
    message = _("The answers to this question are being marked once more already.")


class NotAsShown(AssessmentError):
    message = _(
        "Something changed since this was shown: another answer, mark or version. Nothing was "
        "written. Look at it once more and confirm what you see now."
    )


class NothingToRegrade(AssessmentError):
    message = _("Every answer was marked like this already. There is nothing to do.")


class OwnRegrade(AssessmentError):
    message = _(
        "You have sat a paper with this question yourself. Somebody else has to have its answers "
        "marked once more."
    )


class NoKeyReviewed(AssessmentError):
    message = _("No version of the question was found right yet, so there is no key to mark by.")
