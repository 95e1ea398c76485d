import pytest

from lms.people.enums import Role, Scheme
from lms.people.models import Employee
from tests.factories.people import PASSWORD, EmployeeFactory, holder_of

pytestmark = pytest.mark.django_db


def spoken(client, path="/sign-in/", **extra) -> str:
    response = client.get(path, **extra)
    assert f'<html lang="{response.headers["Content-Language"]}"' in response.text
    return response.headers["Content-Language"]


def test_simplified_chinese_whatever_the_device_asks_for(client):
    assert spoken(client, headers={"Accept-Language": "en-GB,en;q=0.9"}) == "zh-hans"


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_visitor_picks_and_the_device_remembers(client, language):
    response = client.post("/language/", {"language": language, "next": "/sign-in/"})
    assert response.url == "/sign-in/"
    assert spoken(client) == language


@pytest.mark.parametrize("data", [{}, {"language": "fr"}, {"language": ["en", "../x"]}])
def test_a_language_that_is_not_offered_is_refused(client, data):
    response = client.post("/language/", data)
    assert response.status_code == 400
    assert spoken(client) == "zh-hans"


def test_a_strange_cookie_is_left_aside(client):
    client.cookies["django_language"] = "klingon"
    assert spoken(client) == "zh-hans"


def test_picking_is_a_post_and_leads_nowhere_else(client):
    assert client.get("/language/").status_code == 405
    data = {"language": "en", "next": "https://example.com/"}
    assert client.post("/language/", data).url == "/sign-in/"


def test_each_persons_language_is_their_own(client):
    client.force_login(EmployeeFactory.create(language="zh-hant"))
    client.cookies["django_language"] = "en"
    assert spoken(client, "/preferences/") == "zh-hant"


def test_what_was_picked_before_signing_in_goes_along_once(client):
    employee = EmployeeFactory.create(staff_number="Q00001")
    client.post("/language/", {"language": "en"})
    client.post("/sign-in/", {"staff_number": "Q00001", "password": PASSWORD})
    employee.refresh_from_db()
    assert employee.language == "en"
    client.post("/sign-out/")
    assert spoken(client) == "zh-hans"


def test_preferences_are_saved_and_spoken_at_once(client):
    employee = EmployeeFactory.create()
    client.force_login(employee)
    response = client.post("/preferences/", {"language": "en", "scheme": "dark", "next": "/me/"})
    assert response.url == "/me/"
    employee.refresh_from_db()
    assert (employee.language, employee.scheme) == ("en", Scheme.DARK)
    page = client.get("/preferences/")
    assert page.headers["Content-Language"] == "en"
    assert 'data-scheme="dark"' in page.text


def test_one_preference_alone_leaves_the_other(client):
    employee = EmployeeFactory.create(language="en")
    client.force_login(employee)
    client.post("/preferences/", {"scheme": "light"})
    employee.refresh_from_db()
    assert (employee.language, employee.scheme) == ("en", Scheme.LIGHT)


@pytest.mark.parametrize("data", [{"language": "fr"}, {"scheme": "purple"}])
def test_a_preference_that_does_not_exist_is_refused(client, data):
    employee = EmployeeFactory.create()
    client.force_login(employee)
    assert client.post("/preferences/", data).status_code == 400
    assert Employee.objects.get(pk=employee.pk).language == "zh-hans"


def test_the_language_button_keeps_it_with_the_person(client):
    employee = EmployeeFactory.create()
    client.force_login(employee)
    assert not client.post("/language/", {"language": "en"}).cookies
    employee.refresh_from_db()
    assert employee.language == "en"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_admin_speaks_the_same_language(client, world, language):
    client.force_login(holder_of(Role.TRAINER, world.company, language=language))
    assert spoken(client, "/admin/") == language


@pytest.mark.parametrize("wanted", ["foo", "foo.bar", "home:today", "//evil.example", "\\evil", ""])
def test_what_is_no_address_of_ours_leads_to_the_usual_place(client, wanted):
    response = client.post("/language/", {"language": "en", "next": wanted})
    assert response.url == "/sign-in/"


def test_signing_in_survives_a_next_that_is_no_address(client):
    employee = EmployeeFactory(must_change_password=False)
    sent = {"staff_number": employee.staff_number, "password": PASSWORD, "next": "foo"}
    assert client.post("/sign-in/", sent).url == "/"


def test_personal_pages_are_kept_out_of_the_browser(client):
    assert "no-store" not in client.get("/health/").headers.get("Cache-Control", "")
    client.force_login(EmployeeFactory(must_change_password=False))
    for path in ("/", "/record/", "/me/", "/courses/"):
        assert client.get(path).headers["Cache-Control"] == "private, no-store"
