from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from lms.ledger.actions.record_entries import record_entries
from lms.ledger.rules.envelope import Record
from lms.people.enums import Role
from lms.people.errors import (
    BeforeHiring,
    CannotEndOwnEmployment,
    HasLeft,
    HasNotLeft,
    LastAdministrator,
    LeftBeforeMove,
)
from lms.people.models import AttendedSession, Employee, RoleGrant
from lms.people.models.role_grant import group_name
from lms.people.policies import check_can_change_employee
from lms.people.rules.evidence import role_withdrawn


def end_employment(*, actor: Employee, employee: Employee, on: date, reason: str) -> Employee:
    """The last day in the company. Once it has come, the account is closed and all roles end; what
    the person did stays. A day to come may be noted ahead, and noted again.

    Raises `NotAllowed`, `CannotEndOwnEmployment`, `HasLeft`, `BeforeHiring`, `LeftBeforeMove`,
    `LastAdministrator`.
    """
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
        check_can_change_employee(actor, employee)
        record_entries(*end(actor, employee, on, reason))
    return employee


def end(actor: Employee, employee: Employee, on: date, reason: str) -> list[Record]:
    """The step of `end_employment` for an employee who is locked already. Returns what is to be
    recorded of it."""
    today = timezone.localdate()
    if actor.pk == employee.pk:
        raise CannotEndOwnEmployment
    if employee.left_on is not None and employee.left_on <= today:
        raise HasLeft(employee.left_on)
    if employee.hired_on is not None and on < employee.hired_on:
        raise BeforeHiring(employee.hired_on)
    last = employee.placements.last()
    if last is not None and last.from_on > on:
        raise LeftBeforeMove(last.from_on)
    _check_somebody_administers(employee)
    if last is not None:
        last.until_on = on
        last.save(update_fields=["until_on"])
    employment = employee.employments.last()
    if employment is not None:
        employment.until_on, employment.note = on, reason
        employment.save(update_fields=["until_on", "note"])
    employee.leaves.filter(from_on__gt=on).delete()
    employee.leaves.filter(Q(until_on=None) | Q(until_on__gt=on)).update(until_on=on)
    employee.left_on = on
    employee.save(update_fields=["left_on"])
    log(employee, "people.end_employment", user=actor, data={"on": on, "reason": reason})
    return close(actor, employee) if on <= today else []


def withdraw_leaving(*, actor: Employee, employee: Employee) -> Employee:
    """Somebody whose last day was noted, and is still to come, stays. Raises `NotAllowed`,
    `HasNotLeft`, `HasLeft`."""
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
        check_can_change_employee(actor, employee)
        if employee.left_on is None:
            raise HasNotLeft
        if employee.left_on <= timezone.localdate():
            raise HasLeft(employee.left_on)
        for spans in (employee.placements, employee.employments):
            last = spans.last()
            if last is not None:
                last.until_on = None
                last.save(update_fields=["until_on"])
        employee.left_on = None
        employee.save(update_fields=["left_on"])
        log(employee, "people.withdraw_leaving", user=actor)
    return employee


def close(actor: Employee, employee: Employee) -> list[Record]:
    """The account of somebody who has left, their roles and the sessions they attend or are
    attended in. A step of `end_employment`, and of what is done on the day. Returns what is to be
    recorded of it."""
    now = timezone.now()
    _check_somebody_administers(employee)
    withdrawn = _withdraw_roles(actor, employee, now)
    employee.groups.remove(*employee.groups.filter(name__in=map(group_name, Role.values)))
    AttendedSession.objects.filter(
        Q(employee=employee) | Q(witness=employee), ended_at__isnull=True
    ).update(ended_at=now)
    employee.is_active = False
    employee.save(update_fields=["is_active"])
    vars(employee).pop("grants_in_force", None)
    return [role_withdrawn(grant) for grant in withdrawn]


def _withdraw_roles(actor: Employee, employee: Employee, now: datetime) -> list[RoleGrant]:
    held = RoleGrant.objects.in_force().filter(employee=employee).select_related("unit")
    grants = list(held)
    for grant in grants:
        grant.employee, grant.revoked_at, grant.revoked_by = employee, now, actor
    RoleGrant.objects.bulk_update(grants, ["revoked_at", "revoked_by"])
    return grants


def _check_somebody_administers(leaving: Employee) -> None:
    held = RoleGrant.objects.in_force().filter(role=Role.ADMINISTRATOR, employee__is_active=True)
    if held.filter(employee=leaving).exists() and not held.exclude(employee=leaving).exists():
        raise LastAdministrator
