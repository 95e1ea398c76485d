"""Who may. `check_can_x` raises `NotAllowed`, `can_x` answers."""

from lms.people.enums import Standing
from lms.people.errors import CannotEraseOneself, HasOwnSignIn, NotAllowed, SignatureMissing
from lms.people.models import Employee, RoleGrant, Unit
from lms.people.queries import grants_in_force, roles_over, units_reached
from lms.people.rules.attestation import ATTENDED, PAPER, Proof
from lms.people.rules.roles import PERMISSIONS, can_grant, can_look_after
from lms.people.rules.signatures import is_signature


def may(actor: Employee, permission: str, target: object | None = None) -> bool:
    """Whether the actor's roles carry the permission, over the target's unit if one is given.
    Work by the system itself is allowed: nobody can sign in to its account."""
    return actor.is_system or actor.has_perm(permission, target)  # type: ignore[arg-type]


def check_may(actor: Employee, permission: str, target: object | None = None) -> None:
    if not may(actor, permission, target):
        raise NotAllowed


def can_hire(actor: Employee, unit: Unit) -> bool:
    return may(actor, "people.add_employee", unit)


def check_can_hire(actor: Employee, unit: Unit) -> None:
    if not can_hire(actor, unit):
        raise NotAllowed


def can_change_employee(actor: Employee, employee: Employee) -> bool:
    """The person stands within the actor's reach, and holds no role that the actor's own does not
    look after where it holds: who may change an account or its password could sign in with it.
    Who was erased stays as they are."""
    if employee.erased_at is not None:
        return False
    if actor.is_system:
        return True
    return actor.has_perm("people.change_employee", employee) and all(
        can_look_after(roles_over(actor, grant.unit), grant.role)
        for grant in grants_in_force(employee)
    )


def check_can_change_employee(actor: Employee, employee: Employee) -> None:
    if not can_change_employee(actor, employee):
        raise NotAllowed


def can_grant_role(actor: Employee, role: str, unit: Unit) -> bool:
    """The role lies below one of the actor's own that reaches the unit. Nobody but the system and
    an administrator hands out what they hold themselves."""
    if actor.is_system:
        return True
    return actor.has_perm("people.add_rolegrant", unit) and can_grant(roles_over(actor, unit), role)


def roles_to_grant(actor: Employee) -> frozenset[str]:
    """The roles the actor may hand out on some unit or other."""
    own = [grant.role for grant in grants_in_force(actor)] if actor.is_active else []
    return frozenset(role for role in PERMISSIONS if can_grant(own, role))


def check_can_grant_role(actor: Employee, role: str, unit: Unit) -> None:
    if not can_grant_role(actor, role, unit):
        raise NotAllowed


def can_revoke_role(actor: Employee, grant: RoleGrant) -> bool:
    return can_grant_role(actor, grant.role, grant.unit)


def check_can_revoke_role(actor: Employee, grant: RoleGrant) -> None:
    if not can_revoke_role(actor, grant):
        raise NotAllowed


def can_see_all_history(actor: Employee) -> bool:
    """No people are in it for the actor, or all of the company's are."""
    permission = "people.view_employee"
    return not actor.has_perm(permission) or _reaches_all(actor, permission)


def can_add_unit(actor: Employee, parent: Unit | None) -> bool:
    """Below a unit in reach; the company itself is set up by the system."""
    if actor.is_system:
        return True
    return parent is not None and actor.has_perm("people.add_unit", parent)


def check_can_add_unit(actor: Employee, parent: Unit | None) -> None:
    if not can_add_unit(actor, parent):
        raise NotAllowed


def can_change_unit(actor: Employee, unit: Unit, parent: Unit | None) -> bool:
    """The unit is in reach, and so is the one it moves to; staying where it is needs no more."""
    if actor.is_system:
        return True
    stays = unit.parent_id == (parent.pk if parent else None)
    return actor.has_perm("people.change_unit", unit) and (
        stays or (parent is not None and actor.has_perm("people.change_unit", parent))
    )


def check_can_change_unit(actor: Employee, unit: Unit, parent: Unit | None) -> None:
    if not can_change_unit(actor, unit, parent):
        raise NotAllowed


def check_can_attend(actor: Employee, employee: Employee) -> None:
    """Supervisors attend people of their units who work here and have no sign-in of their own:
    nobody can act for somebody who could act alone."""
    check_may(actor, "people.add_attendedsession", employee)
    if not employee.is_active or actor == employee:
        raise NotAllowed
    if employee.has_usable_password():
        raise HasOwnSignIn


def check_can_attest(actor: Employee, employee: Employee, proof: Proof, *, paper: str) -> None:
    """Everybody confirms for themselves alone; in an attended session with their signature. What
    was signed on paper is entered by whoever holds the permission `paper` over them.

    Raises `NotAllowed`, `SignatureMissing`.
    """
    if proof.way == PAPER:
        check_may(actor, paper, employee)
    elif actor != employee:
        raise NotAllowed
    elif proof.way == ATTENDED:
        if actor.attended is None or proof.attended != actor.attended:
            raise NotAllowed
        if not is_signature(proof.signature, name=actor.name):
            raise SignatureMissing
    elif actor.attended is not None:
        raise SignatureMissing


def manages(superior: Employee, employee: Employee) -> bool:
    """Whether somebody stands above another: as a manager of a unit in which the other works."""
    if superior == employee or superior.unit is None or employee.unit is None:
        return False
    if superior.post is None or superior.post.standing != Standing.MANAGER:
        return False
    if superior.unit == employee.unit:
        return employee.post is None or employee.post.standing != Standing.MANAGER
    return superior.unit.contains(employee.unit)


def check_is_system(actor: Employee) -> None:
    """What the calendar does; nobody can sign in to its account."""
    if not actor.is_system:
        raise NotAllowed


def can_erase(actor: Employee, employee: Employee) -> bool:
    """And place a legal hold, or lift it: the person stands within the actor's reach, is neither
    the actor nor above them, and is not erased yet."""
    if employee.is_system or employee.erased_at is not None or actor == employee:
        return False
    return may(actor, "people.erase_employee", employee) and not manages(employee, actor)


def check_can_erase(actor: Employee, employee: Employee) -> None:
    """Raises `CannotEraseOneself`, `NotAllowed`."""
    if actor == employee:
        raise CannotEraseOneself
    if not can_erase(actor, employee):
        raise NotAllowed


def can_erase_record(actor: Employee, subject: Employee | None) -> bool:
    """A single record about somebody, or about nobody who is known: that is for those whose right
    reaches the whole company."""
    if subject is not None:
        return can_erase(actor, subject)
    return _reaches_all(actor, "people.erase_employee")


def can_set_terms(actor: Employee) -> bool:
    """Terms apply to the whole company, and so must the right."""
    return _reaches_all(actor, "people.add_retentionterm")


def can_see_erased(actor: Employee) -> bool:
    """Why people were erased; of which unit they were, nobody can say any more."""
    return _reaches_all(actor, "people.view_retention")


def check_can_see_erased(actor: Employee) -> None:
    if not can_see_erased(actor):
        raise NotAllowed


def _reaches_all(actor: Employee, permission: str) -> bool:
    out_of_reach = Unit.objects.exclude(pk__in=units_reached(actor, permission))
    return actor.is_system or (actor.has_perm(permission) and not out_of_reach.exists())


def can_export(actor: Employee, employee: Employee) -> bool:
    """Everybody takes out what is kept about themselves; for others it takes a right over them, and
    they must not stand above the actor."""
    if employee.erased_at is not None or employee.is_system:
        return False
    if actor == employee:
        return True
    return may(actor, "people.export_employee", employee) and not manages(employee, actor)


def check_can_export(actor: Employee, employee: Employee) -> None:
    if not can_export(actor, employee):
        raise NotAllowed
