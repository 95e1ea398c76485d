"""The way to a sitting that all its pages share."""

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from assessments.actions.submit_sitting import submit_sitting
from assessments.actions.take_over import take_over
from assessments.enums import SittingState
from assessments.errors import AlreadySubmitted, AssessmentError, NotYetOver, SittingNotFound
from assessments.models import Sitting
from assessments.rules.late import handed_in_from
from assessments.rules.timing import is_late
from lms.people.models import Employee
from lms.people.views.requests import StaffRequest

DEVICE = "device"


def own_sitting(request: StaffRequest, sitting_id: UUID) -> Sitting:
    """The asker's own sitting; one of which the time is over is marked first. Raises Http404 for
    somebody else's."""
    own = Sitting.objects.select_related("quiz").filter(employee=request.user)
    sitting = own.filter(pk=sitting_id).first()
    if sitting is None:
        raise Http404(str(SittingNotFound()))
    return settle(sitting)


def settle(sitting: Sitting) -> Sitting:
    """Mark an open sitting of which the time is over, in the name of the system."""
    last = handed_in_from(sitting.deadline, sitting.late_policy, sitting.grace_seconds)
    if sitting.state != SittingState.OPEN or not is_late(last, timezone.now()):
        return sitting
    try:
        submit_sitting(actor=Employee.objects.system(), sitting=sitting)
    except (AlreadySubmitted, NotYetOver):
        pass  # the worker was quicker
    return Sitting.objects.select_related("quiz").get(pk=sitting.pk)


def device_of(request: StaffRequest) -> UUID:
    """A name for this browser as long as its session lasts."""
    if DEVICE not in request.session:
        request.session[DEVICE] = str(uuid4())
    return UUID(request.session[DEVICE])


def is_elsewhere(request: StaffRequest, sitting: Sitting) -> bool:
    """Whether another device has the sitting. The first to look at one that nobody has takes it."""
    device = device_of(request)
    if sitting.device is None and sitting.state == SittingState.OPEN:
        try:
            sitting.device = take_over(actor=request.user, sitting=sitting, device=device).device
        except AssessmentError:
            return False  # its time is over: there is nothing left to take
    return sitting.device != device


def away_from(request: StaffRequest, sitting: Sitting) -> HttpResponse | None:
    """Where a page of an open sitting leads instead: to the result of one that was handed in, or
    to the question whether to go on here."""
    if sitting.state != SittingState.OPEN:
        return redirect("assessments:result", sitting_id=sitting.pk)
    if is_elsewhere(request, sitting):
        return redirect("assessments:elsewhere", sitting_id=sitting.pk)
    return None
