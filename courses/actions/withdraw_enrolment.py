from django.db import transaction
from django.db.models import ProtectedError

from courses.models import Enrolment
from lms.people.models import Employee
from lms.people.policies import check_is_system


def withdraw_enrolment(*, actor: Employee, enrolment: Enrolment) -> bool:
    """Take back an enrolment whose reason is gone, unless something hangs on it: a lesson that was
    opened, a confirmation, a reminder. Whether it was taken back.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    with transaction.atomic(durable=True):
        locked = Enrolment.objects.select_for_update(of=("self",)).filter(pk=enrolment.pk).first()
        if locked is None or locked.completed_at is not None:
            return False
        try:
            locked.delete()
        except ProtectedError:
            return False
    return True
