from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.actions.tell_learner import tell_of_enrolment
from courses.enums import EnrolmentSource
from courses.models import CoursePage, Enrolment
from courses.policies import check_can_enrol
from courses.queries import live_courses
from lms.people.models import Employee
from lms.people.policies import check_may


def enrol_employee(
    *, actor: Employee, employee: Employee, course: CoursePage, due_on: date | None = None
) -> Enrolment:
    """Enrol by hand, to be finished by a day or in the course's own time. Somebody who is enrolled
    already keeps the enrolment they have.

    Raises `NotAllowed` outside the actor's units and `CannotEnrol` for a closed account.
    """
    check_can_enrol(actor, employee)
    with transaction.atomic(durable=True):
        enrolment, is_new = Enrolment.objects.get_or_create(
            employee=employee,
            course_key=course.translation_key,
            defaults=_values(actor, course, EnrolmentSource.BY_HAND, due_on),
        )
        if is_new:
            tell_of_enrolment(enrolment, course)
        return enrolment


def enrol_in_onboarding(*, actor: Employee, employees: Sequence[Employee]) -> None:
    """Enrol new hires, one or thousands, into every live onboarding course, within the transaction
    that hires; who may hire somebody may do this too. Those enrolled already stay so."""
    for employee in employees:
        check_may(actor, "people.add_employee", employee)
    Enrolment.objects.bulk_create(
        (
            Enrolment(employee=employee, course_key=course.translation_key, **values)
            for course in live_courses().filter(is_onboarding=True)
            for values in [_values(actor, course, EnrolmentSource.HIRING)]
            for employee in employees
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


def _values(
    actor: Employee, course: CoursePage, source: EnrolmentSource, due_on: date | None = None
) -> dict[str, Any]:
    now = timezone.now()
    if due_on is None and course.days_to_finish:
        due_on = timezone.localdate(now) + timedelta(days=course.days_to_finish)
    return {"source": source, "enrolled_at": now, "enrolled_by": actor, "due_on": due_on}
