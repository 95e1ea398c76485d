import logging
from uuid import UUID

from django.db import transaction

from courses.actions.enrol_employee import enrol_employee
from courses.queries import course_by_key
from lms.people.models import Employee
from lms.people.policies import check_is_system
from reviews.models import Reassessment, Review, ReviewStep
from reviews.queries.files import step_of
from reviews.queries.follow_ups import talks_to_follow
from reviews.rules.steps import FollowUp, Talked

logger = logging.getLogger(__name__)


def follow_talk(*, actor: Employee, step: ReviewStep) -> None:
    """What was agreed in a talk: enrolments, and the days of reassessment. Safe to repeat. A course
    that is not published (any more) and an account that was closed are left alone.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    talked: Talked = step_of(step).content
    for each in talked.follow_ups:
        if each.course:
            _enrol(actor, step.review, each)
    _keep_days(step.review, talked)


def follow_talks(*, actor: Employee) -> None:
    """Follow those talks that a lost or failed task left. Raises `NotAllowed`."""
    check_is_system(actor)
    for step in talks_to_follow():
        try:
            follow_talk(actor=actor, step=step)
        except Exception:
            logger.exception("Talk of review %s is not followed; the sweep goes on", step.review_id)


def _enrol(actor: Employee, review: Review, each: FollowUp) -> None:
    course = course_by_key(UUID(each.course))
    if course is None or not review.employee.is_active:
        return
    enrol_employee(actor=actor, employee=review.employee, course=course, due_on=each.due_on)


def _keep_days(review: Review, talked: Talked) -> None:
    """Last, so that a talk with its days is one that was followed."""
    days = dict.fromkeys(each.reassess_on for each in talked.follow_ups)
    with transaction.atomic(durable=True):
        Reassessment.objects.bulk_create(
            [Reassessment(review=review, on_day=day) for day in days], ignore_conflicts=True
        )
