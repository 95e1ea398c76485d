"""Today, my record, myself."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.actions.enrol_employee import enrol_employee
from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.courses import make_course
from tests.factories.people import EmployeeFactory, holder_of

PAGES = ["home:today", "home:record", "home:me"]


@pytest.fixture
def newcomer(db: None) -> Employee:
    return EmployeeFactory.create()


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_is_asked_to_sign_in(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_somebody_without_courses_reads_what_comes_next(
    client: Client, newcomer: Employee, name: str
) -> None:
    client.force_login(newcomer)
    page = client.get(reverse(name))
    assert page.status_code == 200
    if name != "home:me":
        assert 'class="empty"' in page.text


def test_an_account_without_a_post_has_its_pages(client: Client, db: None) -> None:
    client.force_login(EmployeeFactory.create(unit=None, post=None))
    assert client.get(reverse("home:today")).status_code == 200


def test_the_most_urgent_course_comes_first(client: Client, newcomer: Employee) -> None:
    system = Employee.objects.system()
    later = make_course(slug="later", title="后完成", days_to_finish=30)
    sooner = make_course(slug="sooner", title="先完成", days_to_finish=3)
    for course in (later, sooner):
        enrol_employee(actor=system, employee=newcomer, course=course)
    client.force_login(newcomer)
    page = client.get(reverse("home:today")).text
    assert page.index("先完成") < page.index("后完成")


def test_only_those_who_look_after_people_see_the_desk(client: Client, newcomer: Employee) -> None:
    desk = reverse("courses:desk")
    client.force_login(newcomer)
    assert desk not in client.get(reverse("home:me")).text
    assert newcomer.unit is not None
    client.force_login(holder_of(Role.SITE_MANAGER, newcomer.unit))
    assert desk in client.get(reverse("home:me")).text
