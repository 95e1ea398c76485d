"""Badges: for whom they are printed, and what their code says."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.actions.observing.print_badges import address_of
from lms.people.enums import Role, UnitKind
from lms.people.models import Employee
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db
LIST, PDF = reverse("assessments:badges"), reverse("assessments:badges-pdf")


@pytest.fixture
def assessor(db: None) -> Employee:
    return holder_of(Role.ASSESSOR, UnitFactory.create(), language="en", name="沈知秋")


@pytest.fixture
def desk(client: Client, assessor: Employee) -> Client:
    client.force_login(assessor)
    return client


def test_badges_are_printed_for_the_people_of_ones_units(desk: Client, assessor: Employee) -> None:
    assert assessor.unit is not None
    team = UnitFactory.create(kind=UnitKind.TEAM, parent=assessor.unit)
    inside = EmployeeFactory.create(unit=team)
    outside = EmployeeFactory.create()
    shown = desk.get(LIST).text
    assert inside.staff_number in shown and outside.staff_number not in shown
    narrowed = desk.get(LIST, {"unit": team.pk}).text
    assert inside.staff_number in narrowed and assessor.staff_number not in narrowed
    printed = desk.get(PDF, {"unit": team.pk})
    assert printed.headers["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")


def test_the_code_opens_the_sheets_for_the_person(desk: Client, assessor: Employee) -> None:
    person = EmployeeFactory.create(unit=assessor.unit, latin_name="Zhou Dachuan")
    address = address_of(person)
    assert address.startswith(f"{settings.BASE_URL}/observe/?who=")
    assert "Zhou Dachuan" in desk.get(address.removeprefix(settings.BASE_URL)).text


def test_a_name_that_no_font_holds_is_refused_in_words(desk: Client, assessor: Employee) -> None:
    EmployeeFactory.create(unit=assessor.unit, name="王\U000323af")
    answer = desk.get(PDF, follow=True)
    assert "No font here has the characters of: 王\U000323af" in answer.text


def test_the_list_costs_the_same_however_many(
    desk: Client, assessor: Employee, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk.get(LIST)
    with django_assert_num_queries(6):
        assert desk.get(LIST).text.count('<th scope="row">') == 1
    EmployeeFactory.create_batch(2, unit=assessor.unit)
    with django_assert_num_queries(6):
        assert desk.get(LIST).text.count('<th scope="row">') == 3
