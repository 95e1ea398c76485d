"""Marking, late answers, allowances."""

from django.utils.translation import gettext_lazy as _

from assessments.errors.base import AssessmentError


class NothingToMark(AssessmentError):
    message = _("There is nothing to mark here, or somebody was quicker.")


class PointsOutOfRange(AssessmentError):
    message = _("Give each criterion one of the points that it offers.")


class ReasonNotGiven(AssessmentError):
    message = _("Say why.")
    field = "reason"


class NothingAllowed(AssessmentError):
    message = _("Give extra minutes or extra attempts.")


class MarkIsFixed(AssessmentError):
    message = _("A mark never changes. A new judgement is written beside it.")


class SuspensionIsFixed(AssessmentError):
    message = _("That a result was suspended stays. That it stands again is written beside it.")


class LateDecisionIsFixed(AssessmentError):
    message = _("A late answer is decided upon once.")


class AllowanceIsFixed(AssessmentError):
    message = _("What was allowed stays. Give another allowance beside it.")
