"""The way to a sitting that all its pages share."""

from uuid import UUID

from django.http import Http404
from django.utils import timezone

from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import SittingState
from assessments.errors import AlreadySubmitted, NotYetOver, SittingNotFound
from assessments.models import Sitting
from assessments.rules.timing import is_late
from lms.people.models import Employee
from lms.people.views.requests import StaffRequest


def own_sitting(request: StaffRequest, sitting_id: UUID) -> Sitting:
    """The asker's own sitting; one of which the time is over is marked first. Raises Http404 for
    somebody else's."""
    own = Sitting.objects.select_related("quiz").filter(employee=request.user)
    sitting = own.filter(pk=sitting_id).first()
    if sitting is None:
        raise Http404(str(SittingNotFound()))
    return settle(sitting)


def settle(sitting: Sitting) -> Sitting:
    """Mark an open sitting whose deadline has passed, in the name of the system."""
    if sitting.state != SittingState.OPEN or not is_late(sitting.deadline, timezone.now()):
        return sitting
    try:
        submit_sitting(actor=Employee.objects.system(), sitting=sitting)
    except (AlreadySubmitted, NotYetOver):
        pass  # the worker was quicker
    return Sitting.objects.select_related("quiz").get(pk=sitting.pk)
