import logging

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from lms.ledger.actions.record_entries import record_entries
from lms.ledger.rules.envelope import Record
from lms.people.actions.end_employment import close
from lms.people.actions.keep_present_placement import keep_present_placement
from lms.people.errors import PeopleError
from lms.people.models import Employee, Placement, holds_on
from lms.people.policies import check_may

logger = logging.getLogger(__name__)


def apply_due_changes(*, actor: Employee) -> int:
    """What was noted ahead takes effect on its day: transfers move people, and on the day after
    their last those who leave lose account and roles. Answers how many people it concerned; doing
    it again changes nothing."""
    check_may(actor, "people.change_employee")
    today = timezone.localdate()
    stands = Placement.objects.filter(holds_on(today))
    moved = stands.exclude(unit=F("employee__unit"), post=F("employee__post"))
    left = Employee.objects.filter(left_on__lt=today).filter(
        Q(is_active=True) | Q(role_grants__revoked_at__isnull=True, role_grants__isnull=False)
    )
    due = {*moved.values_list("employee", flat=True), *left.values_list("pk", flat=True)}
    for pk in sorted(due):
        with transaction.atomic(durable=True):
            employee = Employee.objects.select_for_update(no_key=True).get(pk=pk)
            keep_present_placement(employee, today)
            if employee.has_left_by(today):
                record_entries(*_close(actor, employee))
    return len(due)


def _close(actor: Employee, employee: Employee) -> list[Record]:
    try:
        return close(actor, employee)
    except PeopleError as refusal:
        logger.warning("%s has left but keeps the account: %s", employee.staff_number, refusal)
        return []
