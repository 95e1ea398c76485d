"""What can go wrong, in words for the person who meets it."""

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


class CannotEnrol(CourseError):
    message = _("Only people who may sign in can be enrolled.")


class ReasonMissing(CourseError):
    message = _("Please give the reason.")


class AlreadyRevoked(CourseError):
    message = _("This certificate was revoked before.")
