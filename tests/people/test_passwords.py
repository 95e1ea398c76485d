import pytest
from django.test import Client
from django.urls import reverse

from lms.people.actions.reset_password import reset_password
from lms.people.actions.set_own_password import set_own_password
from lms.people.enums import Role
from lms.people.errors import AccountClosed, NotAllowed, PasswordUnchanged
from tests.factories.people import PASSWORD, EmployeeFactory, RoleGrantFactory, holder_of

pytestmark = pytest.mark.django_db

NEW = "quiet-lantern-42"
FIRST = "/password/first/"


@pytest.fixture
def newcomer(client):
    employee = EmployeeFactory.create(staff_number="Q00001", must_change_password=True)
    client.force_login(employee)
    return employee


def choose(client, new_password=NEW, repeat=None, **more):
    data = {"new_password": new_password, "repeat": repeat or new_password} | more
    return client.post(FIRST, data)


@pytest.mark.parametrize("path", ["/", "/preferences/", "/password/", "/admin/", "/learn/"])
def test_every_page_waits_for_the_first_password(client, newcomer, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response.url.startswith(FIRST)


def test_the_page_asked_for_comes_after_it(client, newcomer):
    url = client.get("/record/?year=2026").url
    page = client.get(url)
    assert page.context["next"] == "/record/?year=2026"
    assert choose(client, next=page.context["next"]).url == "/record/?year=2026"


@pytest.mark.parametrize("path", ["/health/", FIRST])
def test_what_must_stay_open_does(client, newcomer, path):
    assert client.get(path).status_code == 200


def test_language_and_signing_out_stay_open(client, newcomer):
    assert client.post("/language/", {"language": "en", "next": FIRST}).url == FIRST
    assert client.get(FIRST).headers["Content-Language"] == "en"
    assert client.post("/sign-out/").url == "/sign-in/"


def test_a_post_elsewhere_does_nothing_but_lead_there(client, newcomer):
    response = client.post("/preferences/", {"language": "en"})
    assert response.url == FIRST
    newcomer.refresh_from_db()
    assert newcomer.language == "zh-hans"


def test_htmx_is_told_to_leave_the_page(client, newcomer):
    response = client.get("/", headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response.headers["HX-Redirect"] == FIRST


def test_choosing_one_opens_the_site_and_keeps_the_session(client, newcomer):
    assert choose(client).url == reverse("home:today")
    newcomer.refresh_from_db()
    assert newcomer.check_password(NEW)
    assert not newcomer.must_change_password
    assert client.get("/preferences/").status_code == 200
    assert client.get(FIRST).url == reverse("home:today")


@pytest.mark.parametrize(
    "weak", ["short1", "12345678901", "password", "my-q00001-secret", PASSWORD]
)
def test_a_weak_or_unchanged_one_is_refused(client, newcomer, weak):
    response = choose(client, weak)
    assert response.status_code == 200
    assert response.context["form"].errors["new_password"]
    newcomer.refresh_from_db()
    assert newcomer.must_change_password


def test_both_must_be_the_same(client, newcomer):
    response = choose(client, NEW, "quiet-lantern-43")
    assert response.context["form"].errors["repeat"]


def test_changing_ones_password_needs_the_present_one(client):
    employee = EmployeeFactory.create()
    client.force_login(employee)
    data = {"current_password": "wrong", "new_password": NEW, "repeat": NEW}
    assert client.post("/password/", data).context["form"].errors["current_password"]
    data["current_password"] = PASSWORD
    assert client.post("/password/", data).url == "/preferences/"
    employee.refresh_from_db()
    assert employee.check_password(NEW)


def test_changing_it_ends_the_other_sessions_only(client):
    employee = EmployeeFactory.create()
    other = Client()
    for each in (client, other):
        each.force_login(employee)
    data = {"current_password": PASSWORD, "new_password": NEW, "repeat": NEW}
    client.post("/password/", data)
    assert client.get("/preferences/").status_code == 200
    assert other.get("/preferences/").url.startswith("/sign-in/")


@pytest.mark.parametrize("path", ["/password/", FIRST])
def test_passwords_are_for_those_signed_in(client, path):
    assert client.get(path).url == f"/sign-in/?next={path}"


def test_ones_own_password_must_be_new():
    with pytest.raises(PasswordUnchanged):
        set_own_password(actor=EmployeeFactory.create(), password=PASSWORD)


def test_a_reset_ends_sessions_and_asks_for_a_new_one(world, client):
    director = holder_of(Role.HR_DIRECTOR, world.company)
    employee = EmployeeFactory.create(unit=world.lake)
    client.force_login(employee)
    reset_password(actor=director, employee=employee, password="abcd-efgh-jkmn")
    assert client.get("/preferences/").url.startswith("/sign-in/")
    employee.refresh_from_db()
    assert employee.must_change_password
    data = {"staff_number": employee.staff_number, "password": "abcd-efgh-jkmn"}
    client.post("/sign-in/", data)
    assert client.get("/").url.startswith(FIRST)


@pytest.mark.parametrize(
    ("mine", "theirs", "allowed"),
    [
        (Role.HR_OFFICER, Role.TRAINER, True),
        (Role.HR_OFFICER, Role.HR_OFFICER, False),
        (Role.HR_OFFICER, Role.ADMINISTRATOR, False),
        (Role.HR_DIRECTOR, Role.HR_OFFICER, True),
        (Role.HR_DIRECTOR, Role.AUDITOR, False),
        (Role.HR_DIRECTOR, Role.ADMINISTRATOR, False),
        (Role.ADMINISTRATOR, Role.HR_DIRECTOR, True),
        (Role.SITE_MANAGER, Role.ASSESSOR, False),
    ],
)
def test_nobody_resets_the_password_of_a_higher_role(world, mine, theirs, allowed):
    actor = holder_of(mine, world.company)
    target = holder_of(theirs, world.lake)
    if allowed:
        reset_password(actor=actor, employee=target, password=NEW)
    else:
        with pytest.raises(NotAllowed):
            reset_password(actor=actor, employee=target, password=NEW)


def test_a_role_beyond_the_own_reach_protects_as_well(world):
    officer = holder_of(Role.HR_OFFICER, world.north)
    target = EmployeeFactory.create(unit=world.lake)
    RoleGrantFactory.create(employee=target, role=Role.TRAINER, unit=world.south)
    with pytest.raises(NotAllowed):
        reset_password(actor=officer, employee=target, password=NEW)


def test_a_closed_account_gets_no_password(world):
    director = holder_of(Role.HR_DIRECTOR, world.company)
    gone = EmployeeFactory.create(unit=world.lake, is_active=False)
    with pytest.raises(AccountClosed):
        reset_password(actor=director, employee=gone, password=NEW)
