from django.db import transaction
from django.utils import timezone

from assessments.enums import SittingState
from assessments.errors import NothingAllowed, ReasonNotGiven
from assessments.models import Allowance, Quiz, Sitting
from assessments.policies.marking import check_can_allow
from assessments.rules.evidence import examination_allowed
from assessments.rules.timing import prolonged
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


def grant_allowance(
    *,
    actor: Employee,
    quiz: Quiz,
    employee: Employee,
    extra_minutes: int = 0,
    extra_attempts: int = 0,
    reason: str,
) -> Allowance:
    """Give somebody more time or more attempts than others. Time reaches a sitting that is open
    too, though never beyond the closing. Raises `NotAllowed`, `NothingAllowed`, `ReasonNotGiven`.
    """
    check_can_allow(actor, employee)
    if min(extra_minutes, extra_attempts) < 0 or not (extra_minutes or extra_attempts):
        raise NothingAllowed
    if not reason.strip():
        raise ReasonNotGiven
    with transaction.atomic(durable=True):
        # As when a sitting is opened: who opens one now waits, and counts this allowance.
        Employee.objects.select_for_update(no_key=True, of=("self",)).get(pk=employee.pk)
        allowance = Allowance.objects.create(
            quiz=quiz,
            employee=employee,
            extra_minutes=extra_minutes,
            extra_attempts=extra_attempts,
            reason=reason.strip(),
            given_at=timezone.now(),
            given_by=actor,
        )
        _prolong(quiz, employee, extra_minutes)
        record_entries(examination_allowed(allowance))
    return allowance


def _prolong(quiz: Quiz, employee: Employee, minutes: int) -> None:
    sittings = Sitting.objects.select_for_update(no_key=True)
    is_open = {"quiz": quiz, "employee": employee, "state": SittingState.OPEN}
    if (sitting := sittings.filter(**is_open).first()) is None or not minutes:
        return
    sitting.deadline = prolonged(sitting.deadline, minutes, quiz.closes_at)
    sitting.save(update_fields=["deadline"])
