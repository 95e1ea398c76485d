from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.log_actions import log

from lms.ledger.actions.record_entries import record_entries
from lms.people.enums import Role
from lms.people.errors import AccountClosed, NotAllowed, RoleAlreadyHeld, RoleForOneself
from lms.people.models import Employee, RoleGrant, Unit
from lms.people.models.role_grant import group_name
from lms.people.policies import check_can_grant_role, may
from lms.people.rules.evidence import role_granted


def grant_role(*, actor: Employee, employee: Employee, role: Role, unit: Unit) -> RoleGrant:
    """The role on the unit and all below it, with the matching group for Wagtail's own rights.

    Role, unit and person lie within the actor's reach. Raises `NotAllowed`, `RoleForOneself`,
    `AccountClosed`, `RoleAlreadyHeld`.
    """
    check_can_grant_role(actor, role, unit)
    if actor.pk == employee.pk:
        raise RoleForOneself
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
        if not may(actor, "people.view_employee", employee):
            raise NotAllowed
        if not employee.is_active:
            raise AccountClosed
        held = RoleGrant.objects.in_force().filter(employee=employee, role=role, unit=unit)
        if held.exists():
            raise RoleAlreadyHeld
        grant = RoleGrant.objects.create(employee=employee, role=role, unit=unit, granted_by=actor)
        group, __ = Group.objects.get_or_create(name=group_name(role))
        employee.groups.add(group)
        log(employee, "people.grant_role", user=actor, data={"role": role, "unit": str(unit)})
        record_entries(role_granted(grant))
    return grant
