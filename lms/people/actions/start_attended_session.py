from django.db import transaction
from django.utils import timezone

from lms.people.models import AttendedSession, Employee
from lms.people.policies import check_can_attend


def start_attended_session(*, actor: Employee, employee: Employee) -> AttendedSession:
    """From now on the employee works on the actor's device, with the actor as witness.

    A session of the employee that was left open elsewhere ends here. Raises `NotAllowed`,
    `HasOwnSignIn`.
    """
    check_can_attend(actor, employee)
    now = timezone.now()
    with transaction.atomic(durable=True):
        Employee.objects.select_for_update(no_key=True, of=("self",)).get(pk=employee.pk)
        left_open = AttendedSession.objects.filter(employee=employee, ended_at__isnull=True)
        left_open.update(ended_at=now)
        return AttendedSession.objects.create(employee=employee, witness=actor, started_at=now)
