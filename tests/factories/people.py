"""People, units, posts and roles for tests."""

from datetime import date
from typing import Any

import factory
from django.contrib.auth.models import Group
from django.db import transaction
from factory.django import DjangoModelFactory

from lms.ledger.actions.record_entries import record_entries
from lms.people.actions.hire_employee import begin
from lms.people.enums import Role, Standing, UnitKind
from lms.people.models import Employee, Post, PostGroup, RoleGrant, Unit
from lms.people.models.role_grant import group_name
from lms.people.rules.evidence import role_granted
from lms.people.rules.units import path_of

PASSWORD = "willow-bridge-7"


class UnitFactory(DjangoModelFactory[Unit]):
    """A site by itself unless a parent and kind are given; paths as `actions.save_unit` keeps
    them."""

    class Meta:
        model = Unit

    kind = UnitKind.SITE
    code = factory.Sequence(lambda n: f"unit-{n}")
    name = factory.Sequence(lambda n: f"青云园{n}")
    name_en = factory.Sequence(lambda n: f"Cloud Garden {n}")
    parent = None
    path = factory.Sequence(lambda n: f"new-{n}")

    @classmethod
    def _create(cls, model_class: type[Unit], *args: Any, **kwargs: Any) -> Unit:
        unit: Unit = super()._create(model_class, *args, **kwargs)
        unit.path = path_of(unit.pk, unit.parent.path if unit.parent else "")
        unit.save(update_fields=["path"])
        return unit


class CompanyFactory(UnitFactory):
    kind = UnitKind.COMPANY
    name = factory.Sequence(lambda n: f"青檐物业{n}")


class PostGroupFactory(DjangoModelFactory[PostGroup]):
    class Meta:
        model = PostGroup

    code = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"客户服务{n}")
    name_en = factory.Sequence(lambda n: f"Customer service {n}")
    position = factory.Sequence(lambda n: n)


class PostFactory(DjangoModelFactory[Post]):
    class Meta:
        model = Post

    group = factory.SubFactory(PostGroupFactory)
    code = factory.Sequence(lambda n: f"post-{n}")
    name = factory.Sequence(lambda n: f"管家{n}")
    name_en = factory.Sequence(lambda n: f"Area steward {n}")
    standing = Standing.FRONTLINE


class EmployeeFactory(DjangoModelFactory[Employee]):
    """Somebody past their first sign-in, with `PASSWORD`, at their post since they were hired."""

    class Meta:
        model = Employee
        skip_postgeneration_save = True

    staff_number = factory.Sequence(lambda n: f"Q{n:05}")
    name = "林小满"
    latin_name = "Lin Xiaoman"
    unit = factory.SubFactory(UnitFactory)
    post = factory.SubFactory(PostFactory)
    hired_on = date(2026, 9, 1)
    must_change_password = False
    password = factory.django.Password(PASSWORD)

    @classmethod
    def _create(cls, model_class: type[Employee], *args: Any, **kwargs: Any) -> Employee:
        employee: Employee = super()._create(model_class, *args, **kwargs)
        if employee.unit_id and employee.hired_on:
            begin(Employee.objects.system(), [employee])
        return employee


class RoleGrantFactory(DjangoModelFactory[RoleGrant]):
    """A role on a unit with its group and its entry, as `actions.grant_role` leaves them. The unit
    is the holder's own unless given."""

    class Meta:
        model = RoleGrant

    employee = factory.SubFactory(EmployeeFactory)
    role = Role.TRAINER
    unit = factory.SelfAttribute("employee.unit")
    granted_by = factory.LazyFunction(lambda: Employee.objects.system())

    @classmethod
    def _create(cls, model_class: type[RoleGrant], *args: Any, **kwargs: Any) -> RoleGrant:
        grant: RoleGrant = super()._create(model_class, *args, **kwargs)
        group, __ = Group.objects.get_or_create(name=group_name(grant.role))
        grant.employee.groups.add(group)
        with transaction.atomic():
            record_entries(role_granted(grant))
        return grant


def holder_of(role: Role, unit: Unit, **employee: Any) -> Employee:
    """Somebody who stands in the unit and holds the role on it."""
    holder = EmployeeFactory.create(unit=unit, **employee)
    RoleGrantFactory.create(employee=holder, role=role, unit=unit)
    return holder
