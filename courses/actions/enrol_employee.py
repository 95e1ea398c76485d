from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from courses.enums import EnrolmentSource
from courses.models import CoursePage, Enrolment
from courses.policies import check_can_enrol
from courses.queries import live_courses
from lms.people.models import Employee
from lms.people.policies import check_may


def enrol_employee(*, actor: Employee, employee: Employee, course: CoursePage) -> Enrolment:
    """Enrol by hand. Somebody who is enrolled already keeps the enrolment they have.

    Raises `NotAllowed` outside the actor's units and `CannotEnrol` for a closed account.
    """
    check_can_enrol(actor, employee)
    with transaction.atomic(durable=True):
        return _enrol(actor, employee, course, EnrolmentSource.BY_HAND)


def enrol_in_onboarding(*, actor: Employee, employee: Employee) -> list[Enrolment]:
    """Enrol a new hire into every live onboarding course, within the transaction that hires; who
    may hire somebody may do this too."""
    check_may(actor, "people.add_employee", employee)
    return [
        _enrol(actor, employee, course, EnrolmentSource.HIRING)
        for course in live_courses().filter(is_onboarding=True)
    ]


def _enrol(
    actor: Employee, employee: Employee, course: CoursePage, source: EnrolmentSource
) -> Enrolment:
    now = timezone.now()
    due_on = None
    if course.days_to_finish:
        due_on = timezone.localdate(now) + timedelta(days=course.days_to_finish)
    enrolment, __ = Enrolment.objects.get_or_create(
        employee=employee,
        course_key=course.translation_key,
        defaults={
            "source": source,
            "enrolled_at": now,
            "enrolled_by": actor,
            "due_on": due_on,
        },
    )
    return enrolment
