from datetime import date

import pytest
from django.contrib.auth.models import Group
from wagtail.models import ModelLogEntry

from lms.people.actions.change_employee import change_employee
from lms.people.actions.grant_role import grant_role
from lms.people.actions.hire_employee import hire_employee
from lms.people.actions.revoke_role import revoke_role
from lms.people.actions.save_post import save_post
from lms.people.actions.save_post_group import save_post_group
from lms.people.actions.set_preferences import set_preferences
from lms.people.enums import Role, Standing
from lms.people.errors import (
    AccountClosed,
    CannotCloseOwnAccount,
    CodeTaken,
    NameTaken,
    NotAllowed,
    OwnAdministratorRole,
    RoleAlreadyHeld,
    RoleForOneself,
    RoleNotInForce,
    StaffNumberTaken,
    UnknownLanguage,
)
from lms.people.models import Employee, RoleGrant
from lms.people.signals import employees_hired
from tests.factories.people import EmployeeFactory, PostFactory, PostGroupFactory, holder_of
from tests.rivals import overtaken

pytestmark = pytest.mark.django_db


def hire(world, actor, **more):
    values = {
        "staff_number": " q01001 ",
        "name": "欧阳娜娜",
        "unit": world.lake,
        "post": world.post,
        "hired_on": date(2026, 11, 20),
        "password": "k4mx-92hd-wq7p",
    }
    return hire_employee(actor=actor, **values | more)


def change(actor, employee, **more):
    fields = [
        "name", "latin_name", "email", "hired_on", "employment_kind", "employer", "is_active",
    ]  # fmt: skip
    values = {field: getattr(employee, field) for field in fields}
    return change_employee(actor=actor, employee=employee, **values | more)


def logged(employee):
    entries = ModelLogEntry.objects.filter(object_id=str(employee.pk))
    return list(entries.order_by("timestamp").values_list("action", "user_id"))


def test_hiring(world):
    officer = holder_of(Role.HR_OFFICER, world.north)
    employee = hire(world, officer)
    employee.refresh_from_db()
    assert employee.staff_number == "Q01001"
    assert employee.latin_name == "Ouyang Nana"
    assert employee.must_change_password
    assert employee.check_password("k4mx-92hd-wq7p")
    assert logged(employee) == [("people.hire", officer.pk)]


def test_others_hear_of_it_inside_the_transaction(world):
    heard = []

    def hear(sender, employees, actor, **kwargs):
        heard.extend((employee.staff_number, actor) for employee in employees)
        raise RuntimeError("cannot follow")

    employees_hired.connect(hear)
    try:
        with pytest.raises(RuntimeError):
            hire(world, world.system)
    finally:
        employees_hired.disconnect(hear)
    assert heard == [("Q01001", world.system)]
    assert not Employee.objects.filter(staff_number="Q01001").exists()


def test_a_staff_number_is_given_once(world):
    hire(world, world.system)
    with pytest.raises(StaffNumberTaken):
        hire(world, world.system, staff_number="Q01001")


def test_a_staff_number_that_somebody_else_takes_meanwhile(world):
    rival = overtaken("people_employee", lambda: EmployeeFactory.create(staff_number="Q01001"))
    with rival, pytest.raises(StaffNumberTaken):
        hire(world, world.system)


def test_nobody_is_hired_under_the_systems_number(world):
    Employee.objects.filter(pk=world.system.pk).update(staff_number="MOVED")
    with pytest.raises(StaffNumberTaken):
        hire(world, world.system, staff_number="system")


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SITE_MANAGER, Role.AUDITOR])
def test_hiring_is_for_personnel(world, role):
    with pytest.raises(NotAllowed):
        hire(world, holder_of(role, world.company))


def test_hiring_ends_at_the_own_units(world):
    with pytest.raises(NotAllowed):
        hire(world, holder_of(Role.HR_OFFICER, world.south))


def test_changing_details_is_kept_in_the_history(world):
    officer = holder_of(Role.HR_OFFICER, world.north)
    employee = EmployeeFactory.create(unit=world.lake, post=world.post)
    change(officer, employee, email="x@example.org", is_active=False)
    employee.refresh_from_db()
    assert (employee.email, employee.is_active) == ("x@example.org", False)
    assert logged(employee) == [("people.change", officer.pk)]
    change(officer, employee)
    assert len(logged(employee)) == 1


def test_nobody_shuts_themselves_out(world):
    administrator = holder_of(Role.ADMINISTRATOR, world.company)
    with pytest.raises(CannotCloseOwnAccount):
        change(administrator, administrator, is_active=False)


def test_granting_and_revoking_keep_the_group(world):
    director = holder_of(Role.HR_DIRECTOR, world.company)
    employee = EmployeeFactory.create(unit=world.lake)
    group = Group.objects.get(name="role:trainer")
    first = grant_role(actor=director, employee=employee, role=Role.TRAINER, unit=world.lake)
    second = grant_role(actor=director, employee=employee, role=Role.TRAINER, unit=world.hill)
    assert list(employee.groups.all()) == [group]
    revoke_role(actor=director, grant=first)
    assert list(employee.groups.all()) == [group]
    revoke_role(actor=director, grant=second)
    assert not employee.groups.exists()
    assert [action for action, __ in logged(employee)] == (
        ["people.grant_role"] * 2 + ["people.revoke_role"] * 2
    )
    first.refresh_from_db()
    assert first.revoked_by == director


def test_a_role_is_held_once_and_again_after_it_was_revoked(world):
    director = holder_of(Role.HR_DIRECTOR, world.company)
    employee = EmployeeFactory.create(unit=world.lake)
    values = {"employee": employee, "role": Role.ASSESSOR, "unit": world.lake}
    grant = grant_role(actor=director, **values)
    with pytest.raises(RoleAlreadyHeld):
        grant_role(actor=director, **values)
    revoke_role(actor=director, grant=grant)
    with pytest.raises(RoleNotInForce):
        revoke_role(actor=director, grant=grant)
    grant_role(actor=director, **values)
    assert RoleGrant.objects.in_force().filter(employee=employee).count() == 1


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("mine", Role.values)
def test_who_grants_what(world, mine, role):
    may = {
        Role.HR_DIRECTOR: {"trainer", "reviewer", "assessor", "site_manager", "hr_officer"},
        Role.ADMINISTRATOR: set(Role.values),
    }
    actor = holder_of(mine, world.company)
    employee = EmployeeFactory.create(unit=world.lake)
    if role in may.get(mine, ()):
        assert grant_role(actor=actor, employee=employee, role=role, unit=world.lake)
    else:
        with pytest.raises(NotAllowed):
            grant_role(actor=actor, employee=employee, role=role, unit=world.lake)


def test_roles_end_at_the_own_reach(world):
    director = holder_of(Role.HR_DIRECTOR, world.north)
    inside = EmployeeFactory.create(unit=world.lake)
    outside = EmployeeFactory.create(unit=world.bay)
    for employee, unit in [(inside, world.bay), (inside, world.company), (outside, world.lake)]:
        with pytest.raises(NotAllowed):
            grant_role(actor=director, employee=employee, role=Role.TRAINER, unit=unit)
    far = holder_of(Role.TRAINER, world.bay)
    with pytest.raises(NotAllowed):
        revoke_role(actor=director, grant=far.role_grants.get())


def test_nobody_grants_to_themselves_and_an_administrator_remains(world):
    administrator = holder_of(Role.ADMINISTRATOR, world.company)
    with pytest.raises(RoleForOneself):
        grant_role(actor=administrator, employee=administrator, role=Role.TRAINER, unit=world.lake)
    with pytest.raises(OwnAdministratorRole):
        revoke_role(actor=administrator, grant=administrator.role_grants.get())


def test_a_closed_account_gets_no_role(world):
    gone = EmployeeFactory.create(unit=world.lake, is_active=False)
    with pytest.raises(AccountClosed):
        grant_role(actor=world.system, employee=gone, role=Role.TRAINER, unit=world.lake)


def test_posts_are_named_once(world):
    group = PostGroupFactory.create()
    values = {"group": group, "code": "gate", "name": "门岗", "standing": Standing.FRONTLINE}
    post = save_post(actor=world.system, **values)
    save_post(actor=world.system, post=post, **values | {"position": 3})
    post.refresh_from_db()
    assert post.position == 3
    with pytest.raises(CodeTaken):
        save_post(actor=world.system, **values | {"name": "巡逻"})
    with pytest.raises(NameTaken):
        save_post(actor=world.system, **values | {"code": "patrol"})


def test_post_groups_are_named_once(world):
    values = {"code": "security", "name": "秩序维护"}
    group = save_post_group(actor=world.system, **values)
    save_post_group(actor=world.system, group=group, **values | {"name_en": "Security"})
    with pytest.raises(CodeTaken):
        save_post_group(actor=world.system, **values | {"name": "保安"})
    with pytest.raises(NameTaken):
        save_post_group(actor=world.system, **values | {"code": "guards"})


@pytest.mark.parametrize(
    ("taken", "looks", "refusal"),
    [({"code": "gate"}, 1, CodeTaken), ({"name": "门岗"}, 2, NameTaken)],
)
@pytest.mark.parametrize("is_new", [True, False])
def test_a_name_that_somebody_else_takes_meanwhile(world, taken, looks, refusal, is_new):
    group, post = PostGroupFactory.create(), PostFactory.create()
    rival = overtaken("people_postgroup", lambda: PostGroupFactory.create(**taken), after=looks)
    with rival, pytest.raises(refusal):
        save_post_group(
            actor=world.system, group=None if is_new else group, code="gate", name="门岗"
        )
    same_group = {"group": post.group} | taken
    rival = overtaken("people_post", lambda: PostFactory.create(**same_group), after=looks)
    with rival, pytest.raises(refusal):
        save_post(
            actor=world.system,
            post=None if is_new else post,
            group=post.group,
            code="gate",
            name="门岗",
            standing=Standing.FRONTLINE,
        )


def test_posts_are_set_up_by_the_director(world):
    officer = holder_of(Role.HR_OFFICER, world.company)
    with pytest.raises(NotAllowed):
        save_post_group(actor=officer, code="x", name="x")
    post = PostFactory.create()
    with pytest.raises(NotAllowed):
        save_post(
            actor=officer, post=post, group=post.group, code="x", name="x", standing="manager"
        )


def test_a_language_that_is_not_offered(world):
    with pytest.raises(UnknownLanguage):
        set_preferences(actor=EmployeeFactory.create(), language="fr")
