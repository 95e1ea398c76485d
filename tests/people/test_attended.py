"""Somebody without a sign-in reads, answers and signs on a supervisor's device."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessments.actions.save_answer import save_answer
from assessments.models import Response
from lms.people.actions.end_attended_session import end_attended_session
from lms.people.actions.start_attended_session import start_attended_session
from lms.people.enums import Role
from lms.people.errors import AlreadyEnded, HasOwnSignIn, NotAllowed, SignatureMissing
from lms.people.models import AttendedSession, Employee
from lms.people.rules.signatures import is_signature
from tests.factories.assessments import sitting_of
from tests.factories.people import PASSWORD, EmployeeFactory, UnitFactory, holder_of

DRAWN = "M10 10L20 30L30 20L40 40L50 10L60 60L70 30"


@pytest.fixture
def manager(db: None) -> Employee:
    return holder_of(Role.SITE_MANAGER, UnitFactory.create())


@pytest.fixture
def cleaner(manager: Employee) -> Employee:
    """Somebody of the manager's site without a sign-in."""
    return EmployeeFactory.create(unit=manager.unit, name="王秀兰", password=None)


@pytest.fixture
def device(client: Client, manager: Employee, cleaner: Employee) -> Client:
    """The manager's device, handed over to the cleaner."""
    client.force_login(manager)
    client.post(f"/desk/attended/{cleaner.pk}/")
    return client


def session_of(employee: Employee) -> AttendedSession:
    return AttendedSession.objects.get(employee=employee)


def end(client: Client, **data: str) -> object:
    return client.post("/attended/end/", {"signature": DRAWN} | data)


def test_the_device_shows_the_attended_persons_pages(device: Client, cleaner: Employee) -> None:
    page = device.get("/").content.decode()
    assert cleaner.given_name in page
    assert "见证人" in page


@pytest.mark.parametrize("address", ["/desk/", "/desk/attended/", "/me/", "/password/", "/admin/"])
def test_the_witnesss_own_pages_stay_closed(device: Client, address: str) -> None:
    response = device.get(address)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_signing_and_the_password_take_the_device_back(
    device: Client, manager: Employee, cleaner: Employee
) -> None:
    assert end(device, password="wrong").status_code == 200
    assert session_of(cleaner).ended_at is None
    assert end(device, password=PASSWORD)["Location"] == "/desk/attended/"
    assert device.get("/desk/").status_code == 200
    session = session_of(cleaner)
    assert (session.witness, session.signature) == (manager, DRAWN)
    assert session.ended_at is not None


def test_the_name_typed_in_full_signs_too(device: Client, cleaner: Employee) -> None:
    assert end(device, password=PASSWORD, signature="王秀").status_code == 200
    assert end(device, password=PASSWORD, signature=" 王 秀兰")["Location"] == "/desk/attended/"


def test_signing_out_needs_no_password(device: Client, cleaner: Employee) -> None:
    assert end(device, go="sign-out")["Location"] == "/sign-in/"
    assert device.get("/desk/").status_code == 302
    assert session_of(cleaner).signature == DRAWN


def test_a_session_that_ended_elsewhere_leaves_nobody_signed_in(
    device: Client, manager: Employee, cleaner: Employee
) -> None:
    start_attended_session(actor=manager, employee=cleaner)
    assert device.get("/")["Location"].startswith("/sign-in/")
    assert device.get("/desk/")["Location"].startswith("/sign-in/")


def test_it_does_not_stay_open_over_a_night(device: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=7)):
        assert device.get("/")["Location"].startswith("/sign-in/")


def test_who_left_the_company_is_not_attended_any_more(device: Client, cleaner: Employee) -> None:
    Employee.objects.filter(pk=cleaner.pk).update(is_active=False)
    assert device.get("/")["Location"].startswith("/sign-in/")


def test_only_people_of_the_unit_without_a_sign_in_are_offered(
    client: Client, manager: Employee, cleaner: Employee
) -> None:
    elsewhere = EmployeeFactory.create(password=None, name="赵外人")
    colleague = EmployeeFactory.create(unit=manager.unit, name="钱自有")
    client.force_login(manager)
    page = client.get("/desk/attended/").content.decode()
    assert cleaner.name in page
    assert elsewhere.name not in page
    assert colleague.name not in page
    assert client.get(f"/desk/attended/{elsewhere.pk}/").status_code == 404
    assert client.post(f"/desk/attended/{colleague.pk}/").status_code == 404
    with pytest.raises(HasOwnSignIn):
        start_attended_session(actor=manager, employee=colleague)
    with pytest.raises(NotAllowed):
        start_attended_session(actor=manager, employee=elsewhere)


@pytest.mark.parametrize(("people", "queries"), [(1, 5), (3, 5)])
def test_the_list_costs_the_same_for_many(
    client: Client, manager: Employee, django_assert_num_queries, people: int, queries: int
) -> None:
    EmployeeFactory.create_batch(people, unit=manager.unit, password=None)
    client.force_login(manager)
    with django_assert_num_queries(queries):
        client.get("/desk/attended/")


@pytest.mark.usefixtures("quizzes_are_open")
def test_answers_name_the_session_they_were_given_in(manager: Employee, cleaner: Employee) -> None:
    session = start_attended_session(actor=manager, employee=cleaner)
    cleaner.attended = session
    sitting = sitting_of(cleaner)
    save_answer(actor=cleaner, sitting_id=sitting.pk, position=1, data={"choice": ["1"]})
    assert [response.attended for response in Response.objects.all()] == [session]


def test_only_the_attended_person_signs_and_only_once(manager: Employee, cleaner: Employee) -> None:
    session = start_attended_session(actor=manager, employee=cleaner)
    with pytest.raises(NotAllowed):
        end_attended_session(actor=manager, session=session, signature=DRAWN)
    with pytest.raises(SignatureMissing):
        end_attended_session(actor=cleaner, session=session, signature="")
    end_attended_session(actor=cleaner, session=session, signature=DRAWN)
    with pytest.raises(AlreadyEnded):
        end_attended_session(actor=cleaner, session=session, signature=DRAWN)


@given(st.text(max_size=40))
def test_nothing_else_passes_for_a_signature(text: str) -> None:
    assert not is_signature(text, name="王秀兰") or "".join(text.split()) == "王秀兰"


@given(st.lists(st.tuples(st.integers(0, 599), st.integers(0, 199)), min_size=8, max_size=80))
def test_what_a_finger_draws_is_one(points: list[tuple[int, int]]) -> None:
    (x, y), *rest = points
    assert is_signature(f"M{x} {y}" + "".join(f"L{x} {y}" for x, y in rest), name="王秀兰")


def test_signing_out_ends_the_session_unsigned(device: Client, cleaner: Employee) -> None:
    device.post("/sign-out/")
    session = session_of(cleaner)
    assert session.ended_at is not None
    assert session.signature == ""


def test_where_nothing_was_done_nothing_is_signed(device: Client, cleaner: Employee) -> None:
    assert "王秀兰在此签名" not in device.get("/attended/end/").content.decode()
    assert end(device, password=PASSWORD, signature="")["Location"] == "/desk/attended/"
    assert session_of(cleaner).ended_at is not None


def test_who_is_yet_to_start_is_not_attended(client: Client, manager: Employee) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    newcomer = EmployeeFactory.create(unit=manager.unit, password=None, hired_on=tomorrow)
    client.force_login(manager)
    assert client.get(f"/desk/attended/{newcomer.pk}/").status_code == 404
