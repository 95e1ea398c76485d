from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Group, Permission

from lms.people.backends import RoleGrantBackend
from lms.people.enums import Role
from lms.people.models import Employee, RoleGrant
from lms.people.queries import employees_reached, units_reached
from lms.people.rules.roles import PERMISSIONS
from tests.factories.people import EmployeeFactory, RoleGrantFactory, holder_of

pytestmark = pytest.mark.django_db

CHANGE = "people.change_employee"


def fresh(employee: Employee) -> Employee:
    return Employee.objects.get(pk=employee.pk)


def test_a_role_reaches_its_unit_and_all_below(world):
    officer = holder_of(Role.HR_OFFICER, world.north)
    reached = {u: officer.has_perm(CHANGE, u) for u in (world.north, world.lake, world.hill)}
    assert all(reached.values())
    assert not any(officer.has_perm(CHANGE, u) for u in (world.company, world.south, world.bay))
    assert officer.has_perm(CHANGE)


def test_everything_that_belongs_to_a_unit_is_asked_by_it(world):
    officer = holder_of(Role.HR_OFFICER, world.north)
    inside = EmployeeFactory.create(unit=world.lake)
    outside = EmployeeFactory.create(unit=world.bay)
    for here, target in [(True, inside), (False, outside)]:
        assert officer.has_perm(CHANGE, target) is here
        assert officer.has_perm(CHANGE, SimpleNamespace(unit=target.unit)) is here
        assert officer.has_perm(CHANGE, SimpleNamespace(employee=target)) is here
        assert officer.has_perm(CHANGE, RoleGrantFactory.create(employee=target)) is here


def test_what_belongs_to_no_unit_is_in_nobodys_reach(world):
    administrator = holder_of(Role.ADMINISTRATOR, world.company)
    assert not administrator.has_perm(CHANGE, world.system)
    assert not administrator.has_perm(CHANGE, object())


def test_a_unit_whose_number_begins_alike_is_another(world):
    officer = holder_of(Role.HR_OFFICER, world.lake)
    world.bay.path = world.lake.path[:-1] + "0/"
    assert not officer.has_perm(CHANGE, world.bay)


def test_several_roles_add_up_each_where_it_holds(world):
    both = holder_of(Role.TRAINER, world.north)
    RoleGrantFactory.create(employee=both, role=Role.HR_OFFICER, unit=world.bay)
    assert both.has_perm("courses.add_enrolment", world.lake)
    assert not both.has_perm(CHANGE, world.lake)
    assert both.has_perm(CHANGE, world.bay)
    assert both.get_all_permissions() == (PERMISSIONS[Role.TRAINER] | PERMISSIONS[Role.HR_OFFICER])


def test_a_revoked_role_counts_for_nothing(world):
    trainer = holder_of(Role.TRAINER, world.company)
    RoleGrant.objects.update(revoked_at="2026-11-20T00:00:00Z", revoked_by=world.system)
    assert not fresh(trainer).get_all_permissions()
    assert fresh(trainer).groups.exists()


def test_the_inactive_and_the_anonymous_may_nothing(world, client):
    trainer = holder_of(Role.TRAINER, world.company, is_active=False)
    assert not trainer.has_perm("courses.add_enrolment")
    assert not trainer.get_all_permissions()
    assert not units_reached(trainer, "courses.add_enrolment")
    request = SimpleNamespace(session=client.session)
    assert not get_user(request).has_perm("courses.add_enrolment")


def test_djangos_own_permissions_count_for_nothing(world):
    employee = EmployeeFactory.create(unit=world.lake)
    employee.user_permissions.set(Permission.objects.all())
    assert not fresh(employee).get_all_permissions()


def test_roles_are_read_once_a_request(world, django_assert_num_queries):
    trainer = fresh(holder_of(Role.TRAINER, world.company))
    with django_assert_num_queries(1):
        for __ in range(3):
            assert trainer.has_perm("courses.add_enrolment", world.bay)
            assert not trainer.has_perm(CHANGE)


def test_the_signed_in_person_comes_with_unit_and_post(world, django_assert_num_queries):
    pk = EmployeeFactory.create(unit=world.lake).pk
    with django_assert_num_queries(1):
        employee = RoleGrantBackend().get_user(pk)
        assert employee.unit.name == "湖畔"
        assert employee.post.group.name


def test_units_and_people_reached(world):
    officer = holder_of(Role.HR_OFFICER, world.north)
    inside = EmployeeFactory.create(unit=world.hill)
    EmployeeFactory.create(unit=world.bay)
    assert list(units_reached(officer, CHANGE)) == [world.north, world.lake, world.hill]
    assert set(employees_reached(officer, CHANGE)) == {officer, inside}
    assert not units_reached(officer, "people.add_unit")
    assert not employees_reached(officer, "people.add_unit")


def test_the_groups_of_the_roles_hold_the_same_permissions():
    for role, permissions in PERMISSIONS.items():
        group = Group.objects.get(name=f"role:{role}")
        rows = group.permissions.values_list("content_type__app_label", "codename")
        assert {f"{label}.{codename}" for label, codename in rows} == permissions
