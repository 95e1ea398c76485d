from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from lms.people.actions.forget_failures import forget_failures
from lms.people.models import Employee, SignInFailure
from tests.factories.people import PASSWORD, EmployeeFactory

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"
ENGLISH = {"HTTP_COOKIE": "django_language=en"}


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-20T09:00:00+08:00", tick=False) as traveller:
        yield traveller


def attempt(client, number, password="wrong", **extra):
    data = {"staff_number": number, "password": password}
    return client.post(SIGN_IN, data, **extra)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_staff_number_and_password_lead_to_the_start(client):
    EmployeeFactory.create(staff_number="Q00001")
    response = attempt(client, " q00001 ", PASSWORD)
    assert response.status_code == 302
    assert response.url == reverse("home:today")
    assert is_signed_in(client)


def test_the_page_asked_for_comes_next(client):
    EmployeeFactory.create(staff_number="Q00001")
    page = client.get(SIGN_IN, {"next": "/record/"})
    assert b'value="/record/"' in page.content
    data = {"staff_number": "Q00001", "password": PASSWORD, "next": "/record/"}
    assert client.post(SIGN_IN, data).url == "/record/"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)", "http:///x"]
)
def test_no_other_site_comes_next(client, elsewhere):
    EmployeeFactory.create(staff_number="Q00001")
    data = {"staff_number": "Q00001", "password": PASSWORD, "next": elsewhere}
    assert client.post(SIGN_IN, data).url == reverse("home:today")


def test_every_failure_reads_the_same(client):
    EmployeeFactory.create(staff_number="Q00001")
    EmployeeFactory.create(staff_number="Q00002", is_active=False)
    without = EmployeeFactory.create(staff_number="Q00003")
    without.set_unusable_password()
    without.save()
    Employee.objects.system()
    answers = {
        tuple(map(str, attempt(client, number, password).context["form"].non_field_errors()))
        for number, password in [
            ("Q00001", "wrong"),
            ("Q00002", PASSWORD),
            ("Q00003", "!"),
            ("SYSTEM", "x"),
            ("NOBODY", PASSWORD),
            ("编号", PASSWORD),
        ]
    }
    assert len(answers) == 1
    assert not is_signed_in(client)


@pytest.mark.parametrize("data", [{}, {"staff_number": "Q1"}, {"password": "x"}])
def test_an_empty_form_is_asked_for_again(client, data):
    assert client.post(SIGN_IN, data).status_code == 200


def test_a_null_byte_or_an_endless_password_is_no_error_of_ours(client):
    for number, password in [("Q\x001", "x"), ("Q1", "x" * 5000), ("Q" * 500, "x")]:
        assert attempt(client, number, password).status_code == 200


@pytest.mark.parametrize("number", ["Q00001", "NOBODY"])
def test_after_four_failures_the_next_must_wait(client, clock, number):
    EmployeeFactory.create(staff_number="Q00001")
    for __ in range(5):
        assert attempt(client, number).status_code == 200
    response = attempt(client, number, PASSWORD, **ENGLISH)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "2"
    assert "Try again in 2 seconds" in response.text
    assert not is_signed_in(client)


def test_the_wait_doubles_and_waiting_does_not_lengthen_it(client, clock):
    EmployeeFactory.create(staff_number="Q00001")
    for __ in range(5):
        attempt(client, "Q00001")
    for wait in (2, 4, 8, 16, 32, 64, 128, 256, 300, 300):
        clock.shift(timedelta(seconds=wait - 1))
        assert attempt(client, "Q00001").status_code == 429
        clock.shift(timedelta(seconds=1))
        assert attempt(client, "Q00001").status_code == 200
    response = attempt(client, "Q00001", **ENGLISH)
    assert "Try again in 5 minutes" in response.text


def test_another_spelling_is_the_same_staff_number(client, clock):
    for number in ("Q00001", "q00001", " Q00001", "q00001 ", "Q00001"):
        attempt(client, number)
    assert attempt(client, "q00001").status_code == 429


def test_a_success_clears_the_staff_number(client, clock):
    EmployeeFactory.create(staff_number="Q00001")
    for __ in range(4):
        attempt(client, "Q00001")
    assert attempt(client, "Q00001", PASSWORD).status_code == 302
    client.logout()
    for __ in range(5):
        assert attempt(client, "Q00001").status_code == 200


def test_an_hour_later_all_is_forgotten(client, clock):
    for __ in range(9):
        attempt(client, "Q00001")
        clock.shift(timedelta(minutes=6))
    clock.shift(timedelta(hours=1))
    for __ in range(5):
        assert attempt(client, "Q00001").status_code == 200


def test_one_caller_trying_many_staff_numbers_is_slowed_too(client, clock):
    EmployeeFactory.create(staff_number="Q99999")
    for number in range(31):
        assert attempt(client, f"Q{number}").status_code == 200
    assert attempt(client, "Q99999", PASSWORD).status_code == 429
    elsewhere = attempt(client, "Q99999", PASSWORD, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302


def test_many_who_succeed_from_one_office_are_not_slowed(client, clock):
    EmployeeFactory.create(staff_number="Q00001")
    for __ in range(40):
        assert attempt(client, "Q00001", PASSWORD).status_code == 302
        client.logout()


def test_the_caller_a_proxy_names_counts(client, clock, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    for number in range(31):
        attempt(client, f"Q{number}", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 203.0.113.9")
    blocked = attempt(client, "Q99", HTTP_X_FORWARDED_FOR="203.0.113.9")
    free = attempt(client, "Q99", HTTP_X_FORWARDED_FOR="203.0.113.9, 203.0.113.10")
    assert (blocked.status_code, free.status_code) == (429, 200)


def test_the_table_of_failures_names_nobody(client, clock):
    attempt(client, "Q00001")
    rows = SignInFailure.objects.all()
    assert rows.count() == 2
    assert not any("Q00001" in row.key or "127.0.0.1" in row.key for row in rows)


def test_what_is_forgotten_is_removed(client, clock):
    attempt(client, "Q00001")
    clock.shift(timedelta(minutes=30))
    attempt(client, "Q00002")
    SignInFailure.objects.filter(count=2).update(last_at=timezone.now())
    clock.shift(timedelta(minutes=31))
    assert forget_failures(actor=Employee.objects.system()) == 1
    assert SignInFailure.objects.count() == 2


def test_signing_out_is_a_post(client):
    client.force_login(EmployeeFactory.create())
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").url == SIGN_IN
    assert not is_signed_in(client)


def test_who_is_signed_in_is_sent_on(client):
    client.force_login(EmployeeFactory.create())
    assert client.get(SIGN_IN).url == reverse("home:today")
    # Wagtail sends those it does not admit to sign in; they must not go round in circles.
    assert client.get("/admin/").url == "/sign-in/?next=/admin/"
    assert client.get("/sign-in/?next=/admin/").url == reverse("home:today")


def test_closing_an_account_ends_its_sessions(client):
    employee = EmployeeFactory.create()
    client.force_login(employee)
    Employee.objects.filter(pk=employee.pk).update(is_active=False)
    assert client.get("/preferences/").url.startswith(SIGN_IN)


@pytest.mark.parametrize("door", ["/admin/login/", "/learn/_util/login/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_no_other_door(client, door, method):
    EmployeeFactory.create(staff_number="Q00001")
    data = {"username": "Q00001", "password": PASSWORD, "next": "/admin/pages/"}
    response = getattr(client, method)(door, data)
    assert response.url == "/sign-in/?next=%2Fadmin%2Fpages%2F"
    assert not is_signed_in(client)


def test_djangos_own_form_signs_nobody_in(rf):
    from django.contrib.auth.forms import AuthenticationForm

    EmployeeFactory.create(staff_number="Q00001")
    data = {"username": "Q00001", "password": PASSWORD}
    assert not AuthenticationForm(rf.post("/"), data=data).is_valid()


def test_wagtails_password_reset_is_closed(client):
    assert client.get("/admin/password_reset/").status_code == 404


def test_a_sign_in_costs_few_queries(client, django_assert_num_queries):
    EmployeeFactory.create(staff_number="Q00001")
    attempt(client, "Q00001", PASSWORD)
    client.logout()
    with django_assert_num_queries(19):
        assert attempt(client, "Q00001", PASSWORD).status_code == 302
