"""Units, posts, people and roles of the demo company, from `content/company.yaml`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from lms.people.actions.grant_role import grant_role
from lms.people.actions.hire_employee import hire_employee
from lms.people.actions.save_post import save_post
from lms.people.actions.save_post_group import save_post_group
from lms.people.actions.save_unit import save_unit
from lms.people.enums import EmploymentKind, Role
from lms.people.models import Employee, Post, PostGroup, RoleGrant, Unit

# Everybody of the demo signs in with it; new hires are asked for their own at once.
DEMO_PASSWORD = "jade-eaves-2026"
STAYS_FOR_NEW_HIRES = 30


def load_company(system: Employee, company: dict[str, Any]) -> None:
    """Add what is missing; nothing that stands already is touched."""
    units = _load_units(system, company["units"])
    posts = _load_posts(system, company)
    for person in company["people"]:
        _load_person(system, person, units, posts)


def _load_units(system: Employee, rows: list[dict[str, Any]]) -> dict[str, Unit]:
    units = {unit.code: unit for unit in Unit.objects.all()}
    for row in rows:
        if row["code"] not in units:
            units[row["code"]] = save_unit(
                actor=system,
                kind=row["kind"],
                code=row["code"],
                name=row["name"],
                name_en=row["name_en"],
                parent=units[row["parent"]] if "parent" in row else None,
            )
    return units


def _load_posts(system: Employee, company: dict[str, Any]) -> dict[str, Post]:
    groups = {group.code: group for group in PostGroup.objects.all()}
    for position, row in enumerate(company["post_groups"]):
        if row["code"] not in groups:
            groups[row["code"]] = save_post_group(actor=system, position=position, **row)
    posts = {post.code: post for post in Post.objects.all()}
    for position, row in enumerate(company["posts"]):
        if row["code"] not in posts:
            fields = {**row, "group": groups[row["group"]], "position": position}
            posts[row["code"]] = save_post(actor=system, **fields)
    return posts


def _load_person(
    system: Employee, person: dict[str, Any], units: dict[str, Unit], posts: dict[str, Post]
) -> None:
    employee = Employee.objects.filter(staff_number=person["number"]).first()
    if employee is None:
        is_new = -person["hired"] <= STAYS_FOR_NEW_HIRES
        employee = hire_employee(
            actor=system,
            staff_number=person["number"],
            name=person["name"],
            latin_name=person["latin"],
            unit=units[person["unit"]],
            post=posts[person["post"]],
            hired_on=timezone.localdate() + timedelta(days=person["hired"]),
            password=DEMO_PASSWORD if person.get("sign_in", True) else None,
            employment_kind=EmploymentKind(person.get("kind", EmploymentKind.OWN)),
            employer=person.get("employer", ""),
            must_change_password=is_new and "roles" not in person,
        )
    for role in person.get("roles", []):
        unit = units[role["unit"]]
        # A role that was revoked by hand stays revoked.
        if not RoleGrant.objects.filter(employee=employee, role=role["role"], unit=unit).exists():
            grant_role(actor=system, employee=employee, role=Role(role["role"]), unit=unit)
