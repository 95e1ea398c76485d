from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.ledger.actions.record_entries import record_entries
from lms.people.enums import Role
from lms.people.errors import OwnAdministratorRole, RoleNotInForce
from lms.people.models import Employee, RoleGrant
from lms.people.models.role_grant import group_name
from lms.people.policies import check_can_revoke_role
from lms.people.rules.evidence import role_withdrawn


def revoke_role(*, actor: Employee, grant: RoleGrant) -> RoleGrant:
    """Ends the role; the row stays. The group goes with the last grant of the role.

    Raises `NotAllowed`, `RoleNotInForce`, `OwnAdministratorRole`.
    """
    check_can_revoke_role(actor, grant)
    if grant.role == Role.ADMINISTRATOR and grant.employee_id == actor.pk:
        raise OwnAdministratorRole
    with transaction.atomic(durable=True):
        # The person first, as in grant_role: the group must match the grants that remain.
        employee = Employee.objects.select_for_update(no_key=True).get(pk=grant.employee_id)
        locked = RoleGrant.objects.select_for_update(of=("self",)).select_related("unit")
        grant = locked.get(pk=grant.pk)
        if grant.revoked_at is not None:
            raise RoleNotInForce
        grant.revoked_at, grant.revoked_by = timezone.now(), actor
        grant.save(update_fields=["revoked_at", "revoked_by"])
        if not RoleGrant.objects.in_force().filter(employee=employee, role=grant.role).exists():
            employee.groups.remove(*employee.groups.filter(name=group_name(grant.role)))
        data = {"role": grant.role, "unit": str(grant.unit)}
        log(employee, "people.revoke_role", user=actor, data=data)
        grant.employee = employee
        record_entries(role_withdrawn(grant))
    return grant
