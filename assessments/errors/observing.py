"""Inspection sheets and observations."""

from django.utils.translation import gettext_lazy as _

from assessments.errors.base import AssessmentError


class SheetRefused(AssessmentError):
    message = _("This is no inspection sheet.")


class NoPoints(SheetRefused):
    message = _("A sheet needs a section, and every section a point.")


class PointUnclear(SheetRefused):
    message = _("Every point needs a text and a code that no other point of the sheet has.")


class WeightOutOfRange(SheetRefused):
    message = _("A weight is a whole number from 1 to 100.")


class SheetVersionIsFixed(AssessmentError):
    message = _("A version of a sheet never changes. An edit makes the next one.")


class ObservationIsFixed(AssessmentError):
    message = _("An observation never changes. Observe once more instead.")


class ObservationRefused(AssessmentError):
    message = _("This observation cannot be taken.")


class GivenDoesNotFit(ObservationRefused):
    message = _("The points do not fit the sheet. Load the page again.")


class PointsLeft(ObservationRefused):
    message = _("Score every point, or say that it was not seen.")


class NothingSeen(ObservationRefused):
    message = _("Score at least one point.")


class PhotoMissing(ObservationRefused):
    message = _("A point that asks for a picture has none.")


class PhotoChanged(ObservationRefused):
    message = _("A picture is not the one that was taken. Take it again.")


class SamePhotoTwice(ObservationRefused):
    message = _("The same picture stands twice beside a point.")


class PhotoOfNothing(ObservationRefused):
    message = _("A picture belongs to no point of the sheet.")


class NotSigned(ObservationRefused):
    message = _("Both sign, or the assessor writes why the person does not.")


class NotOneself(ObservationRefused):
    message = _("Nobody observes themselves.")
    field = "person"


class SheetRetired(ObservationRefused):
    message = _("This sheet is no longer used.")
    field = "sheet"


class ObservedByAnother(ObservationRefused):
    message = _("This form was sent by somebody else.")


class ObservedInTheFuture(ObservationRefused):
    message = _("The time of the observation lies in the future.")
    field = "observed_at"


class NotObservable(ObservationRefused):
    message = _("This person is not among those whom you may observe.")
    field = "person"
