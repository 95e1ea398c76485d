"""Managers and trainers see how far their people are, and enrol them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.models import CoursePage, Enrolment
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of


@pytest.fixture
def manager(db: None) -> Employee:
    return holder_of(Role.SITE_MANAGER, UnitFactory(), name="陆安", latin_name="Lu An")


@pytest.fixture
def as_manager(client: Client, manager: Employee) -> Client:
    client.force_login(manager)
    return client


def roster_of(course: CoursePage) -> str:
    return reverse("courses:roster", args=[course.translation_key])


def test_the_desk_is_closed_to_learners(as_reader: Client, course: CoursePage) -> None:
    assert as_reader.get(reverse("courses:desk")).status_code == 403
    assert as_reader.get(roster_of(course)).status_code == 403


def test_a_manager_enrols_people_of_the_unit(
    as_manager: Client, manager: Employee, course: CoursePage
) -> None:
    one, two = EmployeeFactory.create_batch(2, unit=manager.unit)
    response = as_manager.post(roster_of(course), {"people": [one.pk, two.pk]}, follow=True)
    assert response.status_code == 200
    assert set(Enrolment.objects.values_list("employee", "enrolled_by")) == {
        (one.pk, manager.pk),
        (two.pk, manager.pk),
    }


def test_people_outside_the_unit_are_neither_shown_nor_enrolled(
    as_manager: Client, course: CoursePage
) -> None:
    stranger = EmployeeFactory(name="外人甲")
    assert "外人甲" not in as_manager.get(roster_of(course)).text
    as_manager.post(roster_of(course), {"people": [stranger.pk]})
    assert not Enrolment.objects.exists()


def test_a_form_without_a_tick_or_with_nonsense_says_what_to_do(
    as_manager: Client, course: CoursePage
) -> None:
    for data in ({}, {"people": ["x"]}, {"people": ["99999"]}):
        assert as_manager.post(roster_of(course), data, follow=True).status_code == 200
    assert not Enrolment.objects.exists()


def test_the_roster_is_narrowed(
    as_manager: Client, manager: Employee, system: Employee, course: CoursePage
) -> None:
    enrolled = EmployeeFactory(unit=manager.unit, name="陈静", latin_name="Chen Jing")
    EmployeeFactory(unit=manager.unit, name="马骏", latin_name="Ma Jun")
    enrol_employee(actor=system, employee=enrolled, course=course)
    missing = as_manager.get(roster_of(course), {"state": "missing"}).text
    assert "马骏" in missing and "陈静" not in missing
    under_way = as_manager.get(roster_of(course), {"state": "under_way"}).text
    assert "陈静" in under_way and "马骏" not in under_way
    assert "陈静" in as_manager.get(roster_of(course), {"name": "chenjing"}).text
    nobody = as_manager.get(roster_of(course), {"name": "查无此人"})
    assert nobody.status_code == 200 and 'class="empty"' in nobody.text
    assert as_manager.get(roster_of(course), {"unit": "nonsense", "page": "x"}).status_code == 200


def enrol_all(system: Employee, course: CoursePage, unit: Unit, count: int) -> None:
    Enrolment.objects.bulk_create(
        Enrolment(
            employee=employee,
            course_key=course.translation_key,
            source="hiring",
            enrolled_at=timezone.now(),
            enrolled_by=system,
        )
        for employee in EmployeeFactory.create_batch(count, unit=unit)
    )


@pytest.mark.parametrize("people", [1, 3, 300])
def test_the_roster_costs_the_same_for_one_three_and_three_hundred(
    as_manager: Client,
    manager: Employee,
    system: Employee,
    course: CoursePage,
    django_assert_num_queries: DjangoAssertNumQueries,
    people: int,
) -> None:
    assert manager.unit is not None
    enrol_all(system, course, manager.unit, people)
    as_manager.get(roster_of(course))
    with django_assert_num_queries(12):
        assert as_manager.get(roster_of(course)).status_code == 200


@pytest.mark.parametrize(("people", "courses"), [(1, 1), (3, 3), (300, 3)])
def test_the_list_of_courses_costs_the_same_however_many_take_them(
    as_manager: Client,
    manager: Employee,
    system: Employee,
    django_assert_num_queries: DjangoAssertNumQueries,
    people: int,
    courses: int,
) -> None:
    assert manager.unit is not None
    for number in range(courses):
        course = make_course(slug=f"c{number}", lessons=1)
    enrol_all(system, course, manager.unit, people)
    as_manager.get(reverse("courses:desk"))
    with django_assert_num_queries(6):
        assert as_manager.get(reverse("courses:desk")).status_code == 200


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30])
def test_a_number_that_no_database_holds_names_nobody(
    as_manager: Client, course: CoursePage, number: str
) -> None:
    response = as_manager.post(roster_of(course), {"people": [number]}, follow=True)
    assert response.status_code == 200
    assert not Enrolment.objects.exists()


def test_the_roster_counts_the_lessons_of_today(
    as_manager: Client, manager: Employee, system: Employee, course: CoursePage
) -> None:
    employee = EmployeeFactory.create(unit=manager.unit)
    enrol_employee(actor=system, employee=employee, course=course)
    lessons = lessons_of(course)
    for lesson in lessons:
        finish_lesson(actor=employee, lesson=lesson)
    lessons[0].unpublish()
    page = as_manager.get(roster_of(course)).text
    assert 'max="2" value="2"' in page


def test_an_auditor_looks_and_does_not_enrol(client: Client, course: CoursePage) -> None:
    site = UnitFactory.create()
    client.force_login(holder_of(Role.AUDITOR, site))
    employee = EmployeeFactory.create(unit=site, name="马骏")
    page = client.get(roster_of(course)).text
    assert "马骏" in page and 'type="checkbox"' not in page
    assert client.post(roster_of(course), {"people": [employee.pk]}).status_code == 403
    assert not Enrolment.objects.exists()
