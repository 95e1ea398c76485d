from django.utils.translation import gettext as _

from lms.people.models import AttendedSession
from reviews.models import ReviewStep
from reviews.queries.words import STEPS
from reviews.rules.procedure import StepKind


def said_in_reviews(session: AttendedSession) -> list[str]:
    """The steps of their own reviews that the person took in the session."""
    steps = ReviewStep.objects.filter(
        actor=session.employee, review__employee=session.employee, at__gte=session.started_at
    ).select_related("review")
    if session.ended_at is not None:
        steps = steps.filter(at__lte=session.ended_at)
    return [
        _("%(step)s, review %(number)s")
        % {"step": STEPS[StepKind(one.kind)], "number": one.review.number}
        for one in steps.order_by("at")
    ]
