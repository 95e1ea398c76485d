import re
from io import BytesIO

import pytest
from django.urls import reverse

from lms.people.enums import Role, Standing, UnitKind
from lms.people.models import Employee, Post, PostGroup, RoleGrant, Unit
from tests.factories.people import (
    EmployeeFactory,
    PostFactory,
    PostGroupFactory,
    RoleGrantFactory,
    UnitFactory,
    holder_of,
)

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/people/employees/"
UNITS = "/admin/people/units/"
POSTS = "/admin/people/posts/"
GROUPS = "/admin/people/post-groups/"
ROLES = "/admin/people/roles/"
DENIED = "/admin/"


@pytest.fixture
def officer(world, client):
    """Personnel of the north, signed in."""
    officer = holder_of(Role.HR_OFFICER, world.north, name="何静", language="en")
    client.force_login(officer)
    return officer


@pytest.fixture
def director(world, client):
    director = holder_of(Role.HR_DIRECTOR, world.north, name="沈岚", language="en")
    client.force_login(director)
    return director


def person(world, **more):
    values = {
        "staff_number": "Q01001",
        "name": "林小满",
        "latin_name": "",
        "email": "",
        "unit": world.lake.pk,
        "post": world.post.pk,
        "hired_on": "2026-11-20",
        "employment_kind": "own",
        "employer": "",
        "own_sign_in": "on",
    }
    return values | more


def errors(response):
    assert response.status_code == 200
    return response.context["form"].errors


# People ---------------------------------------------------------------------------------------


def test_the_list_shows_the_own_units_only(world, client, officer):
    EmployeeFactory.create(unit=world.lake, name="湖里人", latin_name="Hu Liren")
    EmployeeFactory.create(unit=world.bay, name="海里人", latin_name="Hai Liren")
    page = client.get(PEOPLE)
    assert "Hu Liren" in page.text
    assert "Hai Liren" not in page.text


def test_data_is_taken_out_of_nobody_above(world, client, officer):
    manager = PostFactory.create(standing=Standing.MANAGER)
    above = EmployeeFactory.create(unit=world.north, post=manager)
    below = EmployeeFactory.create(unit=world.lake)
    page = client.get(PEOPLE).text
    for person, is_offered in ((above, False), (below, True)):
        url = reverse("people:person-data", args=[person.pk])
        assert (url in page) == is_offered == (client.get(url).status_code == 200)


@pytest.mark.parametrize("text", ["小满", "Q0777", "xiaoman", "linxiaoman", "Lin Xiaoman", "q0777"])
def test_search_by_name_number_and_pinyin(world, client, officer, text):
    found = EmployeeFactory.create(unit=world.lake, staff_number="Q0777")
    other = EmployeeFactory.create(
        unit=world.lake, name="陈志远", latin_name="Chen Zhiyuan", staff_number="Q0888"
    )
    page = client.get(f"{PEOPLE}results/", {"q": text})
    assert found.staff_number in page.text
    assert other.staff_number not in page.text


def test_filters(world, client, officer):
    here = EmployeeFactory.create(unit=world.lake, post=world.post)
    there = EmployeeFactory.create(unit=world.hill, is_active=False)
    for query, shown, hidden in [
        ({"unit": world.lake.pk}, here, there),
        ({"group": world.post.group_id}, here, there),
        ({"sign_in": "closed"}, there, here),
        ({"sign_in": "own"}, here, there),
    ]:
        page = client.get(PEOPLE, query)
        assert shown.staff_number in page.text
        assert hidden.staff_number not in page.text


def test_other_units_cannot_be_filtered_by(world, client, officer):
    page = client.get(PEOPLE, {"unit": world.bay.pk})
    assert page.status_code == 200
    assert world.bay.name_en not in page.text


def test_export(world, client, officer):
    EmployeeFactory.create(unit=world.lake, staff_number="Q0777")
    EmployeeFactory.create(unit=world.bay, staff_number="Q0888")
    lines = b"".join(client.get(PEOPLE, {"export": "csv"})).decode()
    assert lines.startswith("Staff number,Full name,")
    assert "Q0777" in lines
    assert "Q0888" not in lines
    import openpyxl

    sheet = b"".join(client.get(PEOPLE, {"export": "xlsx"}))
    rows = list(openpyxl.load_workbook(BytesIO(sheet)).active.values)
    assert rows[0][5] == "Post group"
    assert {row[0] for row in rows[1:]} >= {"Q0777"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    world, client, officer, rows, django_assert_num_queries
):
    for __ in range(rows - 1):
        RoleGrantFactory.create(employee=EmployeeFactory.create(unit=world.lake))
    client.get(PEOPLE)
    with django_assert_num_queries(12):
        assert client.get(PEOPLE).status_code == 200


def test_hiring_shows_the_password_once(world, client, officer):
    response = client.post(f"{PEOPLE}new/", person(world))
    assert "no-store" in response.headers["Cache-Control"]
    password = re.search(r"<code>([\w-]{14})</code>", response.text)[1]
    employee = Employee.objects.get(staff_number="Q01001")
    assert employee.check_password(password)
    assert employee.must_change_password
    assert employee.latin_name == "Lin Xiaoman"
    assert password not in client.get(f"{PEOPLE}edit/{employee.pk}/").text


def test_hiring_offers_the_own_units_only(world, client, officer):
    page = client.get(f"{PEOPLE}new/")
    offered = page.context["form"].fields["unit"].queryset
    assert set(offered) == {world.north, world.lake, world.hill}
    assert "unit" in errors(client.post(f"{PEOPLE}new/", person(world, unit=world.bay.pk)))


@pytest.mark.parametrize(
    ("field", "value"),
    [("staff_number", "no good"), ("staff_number", ""), ("name", ""), ("unit", ""), ("post", "")],
)
def test_a_wrong_entry_is_an_error_of_the_form(world, client, officer, field, value):
    assert field in errors(client.post(f"{PEOPLE}new/", person(world, **{field: value})))


def test_a_taken_staff_number_is_an_error_of_the_form(world, client, officer):
    EmployeeFactory.create(staff_number="Q01001", unit=world.bay)
    assert "staff_number" in errors(client.post(f"{PEOPLE}new/", person(world)))
    answer = client.post(f"{PEOPLE}new/", person(world, staff_number="q01001"))
    assert "staff_number" in errors(answer)


def test_editing(world, client, officer):
    employee = EmployeeFactory.create(unit=world.lake)
    url = f"{PEOPLE}edit/{employee.pk}/"
    assert client.get(url).status_code == 200
    values = person(world, email="x@example.org", is_active="on", staff_number="Q99999")
    assert client.post(url, values).url == PEOPLE
    changed = Employee.objects.get(pk=employee.pk)
    assert changed.email == "x@example.org"
    assert changed.staff_number == employee.staff_number
    assert "Changed" in client.get(f"{PEOPLE}history/{employee.pk}/").text


def test_closing_an_account(world, client, officer):
    employee = EmployeeFactory.create(unit=world.lake)
    client.post(f"{PEOPLE}edit/{employee.pk}/", person(world))
    employee.refresh_from_db()
    assert not employee.is_active


@pytest.mark.parametrize("page", ["edit", "history", "history-results", "new-password"])
def test_people_of_other_units_are_not_there(world, client, officer, page):
    outside = EmployeeFactory.create(unit=world.bay)
    assert client.get(f"{PEOPLE}{page}/{outside.pk}/").status_code == 404
    assert client.get(f"{PEOPLE}{page}/{world.system.pk}/").status_code == 404
    assert client.post(f"{PEOPLE}new-password/{outside.pk}/").status_code == 404
    outside.refresh_from_db()
    assert not outside.must_change_password


@pytest.mark.parametrize("page", ["edit", "new-password"])
def test_a_higher_role_is_seen_but_not_changed(world, client, officer, page):
    boss = holder_of(Role.HR_DIRECTOR, world.north)
    assert boss.staff_number in client.get(PEOPLE).text
    for method in (client.get, client.post):
        assert method(f"{PEOPLE}{page}/{boss.pk}/").url == DENIED
    assert f"{PEOPLE}edit/{boss.pk}/" not in client.get(PEOPLE).text


def test_nobody_is_deleted_or_copied(world, client, officer):
    employee = EmployeeFactory.create(unit=world.lake)
    for page in ("delete", "copy", "usage"):
        assert client.post(f"{PEOPLE}{page}/{employee.pk}/").status_code == 404
        assert client.post(f"/admin/users/{page}/{employee.pk}/").status_code == 404
    assert Employee.objects.filter(pk=employee.pk).exists()


@pytest.mark.parametrize("action", ["delete", "assign_role", "set_active_state"])
def test_wagtails_ways_around_are_closed(world, client, officer, action):
    employee = EmployeeFactory.create(unit=world.lake)
    url = f"/admin/bulk/people/employee/{action}/?id={employee.pk}"
    assert client.get(url).status_code == 404
    assert client.post(url, {"mark_as_active": "False"}).status_code == 404
    employee.refresh_from_db()
    assert employee.is_active


def test_wagtails_groups_are_closed(client, world):
    client.force_login(holder_of(Role.ADMINISTRATOR, world.company))
    for page in ("", "new/"):
        assert client.get(f"/admin/groups/{page}").url == DENIED
    assert "/admin/groups/" not in client.get("/admin/").text


def test_a_new_temporary_password(world, client, officer):
    employee = EmployeeFactory.create(unit=world.lake)
    url = f"{PEOPLE}new-password/{employee.pk}/"
    assert client.get(url).status_code == 200
    response = client.post(url)
    password = re.search(r"<code>([\w-]{14})</code>", response.text)[1]
    assert "no-store" in response.headers["Cache-Control"]
    employee.refresh_from_db()
    assert employee.check_password(password)
    assert employee.must_change_password


def test_no_password_for_a_closed_account(world, client, officer):
    employee = EmployeeFactory.create(unit=world.lake, is_active=False)
    response = client.post(f"{PEOPLE}new-password/{employee.pk}/")
    assert "This account is closed" in response.text


# Units, posts ---------------------------------------------------------------------------------


def test_units_of_the_own_reach(world, client, director):
    page = client.get(UNITS)
    assert world.lake.name_en in page.text
    assert world.bay.name_en not in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_units_costs_the_same(world, client, rows, django_assert_num_queries):
    home = UnitFactory.create(kind=UnitKind.REGION, parent=world.company)
    client.force_login(holder_of(Role.HR_DIRECTOR, home))
    for __ in range(rows - 1):
        UnitFactory.create(parent=home)
    client.get(UNITS)
    with django_assert_num_queries(9):
        assert client.get(UNITS).status_code == 200


def test_a_new_unit_and_a_move(world, client, director):
    values = {"kind": "team", "code": "lake-gate", "name": "湖畔门岗", "parent": world.lake.pk}
    assert client.post(f"{UNITS}new/", values).url == UNITS
    team = Unit.objects.get(code="lake-gate")
    assert world.lake.contains(team)
    url = f"{UNITS}edit/{team.pk}/"
    assert client.post(url, values | {"parent": world.hill.pk}).url == UNITS
    assert world.hill.contains(Unit.objects.get(pk=team.pk))
    assert "Changed" in client.get(f"{UNITS}history/{team.pk}/").text


def test_a_wrong_place_is_an_error_of_the_form(world, client, director):
    values = {"kind": "site", "code": "x", "name": "x", "parent": world.lake.pk}
    assert "kind" in errors(client.post(f"{UNITS}new/", values))
    assert "parent" in errors(client.post(f"{UNITS}new/", values | {"parent": ""}))
    assert "parent" in errors(client.post(f"{UNITS}new/", values | {"parent": world.bay.pk}))
    values = {"kind": "region", "code": "n", "name": "n", "parent": world.lake.pk}
    assert "parent" in errors(client.post(f"{UNITS}edit/{world.north.pk}/", values))


def test_a_unit_outside_is_not_there(world, client, director):
    for page in ("edit", "history"):
        assert client.get(f"{UNITS}{page}/{world.bay.pk}/").status_code == 404


def test_an_officer_sees_units_but_builds_none(world, client, officer):
    assert client.get(UNITS).status_code == 200
    assert client.get(f"{UNITS}new/").url == DENIED
    assert client.post(f"{UNITS}edit/{world.lake.pk}/", {}).url == DENIED
    assert f"{UNITS}edit/" not in client.get(UNITS).text


def test_post_groups_and_posts(world, client, director):
    values = {"code": "security", "name": "秩序维护", "name_en": "Security", "position": 2}
    assert client.post(f"{GROUPS}new/", values).url == GROUPS
    group = PostGroup.objects.get(code="security")
    assert "code" in errors(client.post(f"{GROUPS}new/", values))
    assert client.post(f"{GROUPS}edit/{group.pk}/", values | {"position": 3}).url == GROUPS
    values = {
        "group": group.pk,
        "code": "gate",
        "name": "门岗",
        "standing": "frontline",
        "position": 1,
    }
    assert client.post(f"{POSTS}new/", values).url == POSTS
    post = Post.objects.get(code="gate")
    assert client.post(f"{POSTS}edit/{post.pk}/", values | {"name": "大门岗"}).url == POSTS
    assert Post.objects.get(pk=post.pk).name == "大门岗"
    assert client.get(f"{POSTS}history/{post.pk}/").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_of_posts_cost_the_same(world, client, director, rows, django_assert_num_queries):
    for __ in range(rows):
        PostFactory.create()
        PostGroupFactory.create()
    client.get(POSTS)
    with django_assert_num_queries(10):
        assert client.get(POSTS).status_code == 200
    with django_assert_num_queries(9):
        assert client.get(GROUPS).status_code == 200


# Roles ----------------------------------------------------------------------------------------


def test_granting_and_revoking(world, client, director):
    employee = EmployeeFactory.create(unit=world.lake)
    page = client.get(f"{ROLES}new/", {"staff_number": employee.staff_number})
    assert employee.staff_number in page.text
    assert {value for value, __ in page.context["form"].fields["role"].choices} == {
        "trainer", "reviewer", "assessor", "site_manager", "hr_officer",
    }  # fmt: skip
    number = employee.staff_number.lower()
    values = {"staff_number": number, "role": "trainer", "unit": world.north.pk}
    assert client.post(f"{ROLES}new/", values).url == ROLES
    grant = employee.role_grants.get()
    assert "staff_number" in errors(client.post(f"{ROLES}new/", values))
    assert grant.unit.name_en in client.get(f"{ROLES}revoke/{grant.pk}/").text
    assert client.post(f"{ROLES}revoke/{grant.pk}/").url == ROLES
    assert not RoleGrant.objects.in_force().filter(employee=employee).exists()
    assert client.get(f"{ROLES}revoke/{grant.pk}/").status_code == 404
    history = client.get(f"{PEOPLE}history/{employee.pk}/").text
    assert "Role granted" in history
    assert "Role revoked" in history


@pytest.mark.parametrize(
    "wrong", [{"role": "administrator"}, {"staff_number": "NOBODY"}, {"unit": "0"}, {"role": ""}]
)
def test_what_is_not_ones_own_to_grant(world, client, director, wrong):
    employee = EmployeeFactory.create(unit=world.lake)
    values = {"staff_number": employee.staff_number, "role": "trainer", "unit": world.lake.pk}
    assert set(wrong) <= set(errors(client.post(f"{ROLES}new/", values | wrong)))
    assert not employee.role_grants.exists()


def test_people_and_units_outside_are_not_offered(world, client, director):
    outside = EmployeeFactory.create(unit=world.bay)
    values = {"staff_number": outside.staff_number, "role": "trainer", "unit": world.bay.pk}
    assert set(errors(client.post(f"{ROLES}new/", values))) == {"staff_number", "unit"}


def test_roles_outside_and_above_are_not_ones_own_to_revoke(world, client, director):
    far = holder_of(Role.TRAINER, world.bay).role_grants.get()
    assert client.post(f"{ROLES}revoke/{far.pk}/").status_code == 404
    above = holder_of(Role.ADMINISTRATOR, world.lake).role_grants.get()
    assert client.post(f"{ROLES}revoke/{above.pk}/").url == DENIED
    assert RoleGrant.objects.in_force().filter(pk__in=[far.pk, above.pk]).count() == 2


def test_an_officer_sees_roles_but_grants_none(world, client, officer):
    assert client.get(ROLES).status_code == 200
    assert client.get(f"{ROLES}new/").url == DENIED
    own = officer.role_grants.get()
    assert client.post(f"{ROLES}revoke/{own.pk}/").url == DENIED


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_roles_costs_the_same(world, client, director, rows, django_assert_num_queries):
    for __ in range(rows - 1):
        RoleGrantFactory.create(employee=EmployeeFactory.create(unit=world.lake))
    client.get(ROLES)
    with django_assert_num_queries(9):
        assert client.get(ROLES).status_code == 200


# Who gets in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.SITE_MANAGER, Role.ASSESSOR, Role.AUDITOR, None])
@pytest.mark.parametrize("path", ["/admin/", PEOPLE, UNITS, ROLES, "/admin/account/"])
def test_who_does_not_write_stays_outside(world, client, role, path):
    if role:
        client.force_login(holder_of(role, world.company))
    else:
        client.force_login(EmployeeFactory.create(unit=world.lake))
    assert client.get(path).url.startswith("/sign-in/?next=/admin/")


@pytest.mark.parametrize("path", [PEOPLE, UNITS, POSTS, GROUPS, ROLES, f"{PEOPLE}new/"])
def test_a_trainer_has_no_business_with_people(world, client, path):
    client.force_login(holder_of(Role.TRAINER, world.company))
    assert client.get(path).url == DENIED


@pytest.mark.parametrize("path", ["/admin/", "/admin/account/", "/admin/pages/"])
@pytest.mark.parametrize("role", [Role.TRAINER, Role.HR_OFFICER, Role.ADMINISTRATOR])
def test_wagtails_own_pages_work(world, client, role, path):
    client.force_login(holder_of(role, world.company))
    response = client.get(path, follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("page", ["", "results/"])
def test_the_site_history_tells_nothing_of_other_units(world, client, page):
    url = f"/admin/reports/site-history/{page}"
    client.force_login(holder_of(Role.HR_OFFICER, world.north))
    assert client.get(url).url == DENIED
    for role in (Role.HR_OFFICER, Role.TRAINER):
        client.force_login(holder_of(role, world.company))
        assert client.get(url).status_code == 200


def test_the_account_page_cannot_change_who_one_is(world, client):
    trainer = holder_of(Role.TRAINER, world.company)
    client.force_login(trainer)
    page = client.get("/admin/account/")
    assert reverse("people:preferences") in page.text
    values = {
        "name_email-first_name": "x",
        "name_email-last_name": "x",
        "password-old_password": "willow-bridge-7",
        "password-new_password1": "another-lantern-8",
        "password-new_password2": "another-lantern-8",
        "locale-preferred_language": "de",
        "theme-theme": "dark",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
    }
    assert client.post("/admin/account/", values).status_code == 302
    trainer.refresh_from_db()
    assert trainer.check_password("willow-bridge-7")
    assert trainer.wagtail_userprofile.preferred_language == ""
    assert trainer.wagtail_userprofile.theme == "dark"


def test_the_menu_shows_what_one_may(world, client, officer):
    for url in (PEOPLE, UNITS, ROLES):
        assert url in client.get("/admin/").text
    client.force_login(holder_of(Role.TRAINER, world.company))
    assert PEOPLE not in client.get("/admin/").text
