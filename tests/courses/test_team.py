"""The team on the desk: the table, one person, the files."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.actions.complete_course import complete_course
from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.models import CoursePage, Enrolment
from lms.people.enums import LeaveKind, Role
from lms.people.models import Employee, Leave
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import (
    EmployeeFactory,
    PostFactory,
    UnitFactory,
    holder_of,
)

TEAM = reverse("courses:team")
XLSX, CSV = reverse("courses:team-xlsx"), reverse("courses:team-csv")


@pytest.fixture
def manager(db: None) -> Employee:
    return holder_of(Role.SITE_MANAGER, UnitFactory(), name="陆安", latin_name="Lu An")


@pytest.fixture
def as_manager(client: Client, manager: Employee) -> Client:
    client.force_login(manager)
    return client


@pytest.fixture
def take(system: Employee, course: CoursePage) -> Callable[..., Employee]:
    """`take("陈静", unit, due=-3, read=1)`: somebody of the unit who is enrolled and that far."""

    def take(name: str, unit: object, *, due: int | None = None, read: int = 0) -> Employee:
        employee = EmployeeFactory.create(unit=unit, name=name, latin_name="")
        enrolment = enrol_employee(actor=system, employee=employee, course=course)
        for lesson in lessons_of(course)[:read]:
            finish_lesson(actor=employee, lesson=lesson)
        if due is not None:
            enrolment.due_on = timezone.localdate() + timedelta(days=due)
            enrolment.save(update_fields=["due_on"])
        if read == len(lessons_of(course)):
            complete_course(actor=system, enrolment=enrolment)
        return employee

    return take


def order_on(page: str, *names: str) -> list[str]:
    return sorted(names, key=lambda name: page.index(f"<b>{name}</b>"))


def test_the_team_is_closed_to_learners(as_reader: Client, reader: Employee) -> None:
    for address in (TEAM, XLSX, CSV, reverse("courses:remind-all")):
        assert as_reader.get(address).status_code == 403
    assert as_reader.get(reverse("courses:person", args=[reader.pk])).status_code == 404


def test_who_is_overdue_stands_first_and_cells_say_so_in_words(
    as_manager: Client, manager: Employee, take: Callable[..., Employee]
) -> None:
    take("陈静", manager.unit, read=3)
    take("马骏", manager.unit, due=5, read=1)
    take("吴桐", manager.unit, due=-3)
    take("方可", manager.unit)
    page = as_manager.get(TEAM, headers={"Accept-Language": "en"}).text
    assert order_on(page, "陈静", "马骏", "吴桐", "方可", "陆安") == [
        "吴桐", "马骏", "方可", "陈静", "陆安",
    ]  # fmt: skip
    for state in ("overdue", "under_way", "not_started", "completed", "not_enrolled"):
        assert f"where-{state}" in page
    assert "1/3" in page


def test_people_of_other_units_are_neither_shown_nor_counted(
    as_manager: Client, take: Callable[..., Employee]
) -> None:
    stranger = take("外人甲", UnitFactory(), due=-3)
    page = as_manager.get(TEAM).text
    assert "外人甲" not in page and "cell-overdue" not in page
    assert "外人甲" not in b"".join(as_manager.get(CSV).streaming_content).decode()
    assert as_manager.get(reverse("courses:person", args=[stranger.pk])).status_code == 404


def test_who_is_away_is_shown_as_such_and_not_overdue(
    as_manager: Client, manager: Employee, take: Callable[..., Employee]
) -> None:
    employee = take("吴桐", manager.unit, due=-3)
    today = timezone.localdate()
    Leave.objects.create(
        employee=employee,
        from_on=today - timedelta(days=9),
        until_on=today,
        kind=LeaveKind.SICK,
        noted_by=manager,
    )
    page = as_manager.get(TEAM).text
    assert "cell-overdue" not in page and 'name="person"' not in page
    assert "吴桐" in as_manager.get(TEAM, {"state": "away"}).text
    assert "吴桐" not in as_manager.get(TEAM, {"state": "overdue"}).text


def test_the_team_is_narrowed(
    as_manager: Client, manager: Employee, take: Callable[..., Employee]
) -> None:
    team = UnitFactory.create(parent=manager.unit, kind="team")
    inside, post = take("陈静", team, due=-1), PostFactory.create()
    other = take("马骏", manager.unit, read=1)
    Employee.objects.filter(pk=other.pk).update(post=post)

    def seen(**wanted: object) -> set[str]:
        page = as_manager.get(TEAM, wanted).text
        return {name for name in ("陈静", "马骏") if f"<b>{name}</b>" in page}

    assert seen() == {"陈静", "马骏"}
    assert seen(unit=team.pk) == {"陈静"}
    assert seen(group=post.group.pk) == {"马骏"}
    assert seen(state="overdue") == {"陈静"}
    assert seen(state="under_way") == {"马骏"}
    assert seen(name=inside.staff_number) == {"陈静"}
    assert seen(name="查无此人") == set()
    assert seen(unit="nonsense", group="9" * 30, state="x", page="x") == {"陈静", "马骏"}


def test_the_order_can_be_chosen(
    as_manager: Client, manager: Employee, take: Callable[..., Employee]
) -> None:
    take("赵立", manager.unit, due=-3)
    take("白露", manager.unit)
    assert order_on(as_manager.get(TEAM).text, "赵立", "白露") == ["赵立", "白露"]
    by_name = as_manager.get(TEAM, {"sort": "name"}).text
    assert order_on(by_name, "赵立", "白露") == ["白露", "赵立"]


def test_at_most_six_courses_are_columns_and_others_can_be_chosen(
    as_manager: Client, manager: Employee
) -> None:
    courses = [make_course(slug=f"c{n}", title=f"课程{n}", lessons=1) for n in range(8)]
    page = as_manager.get(TEAM).text
    heads = page[page.index("<thead>") : page.index("</thead>")]
    assert [n for n in range(8) if f"课程{n}" in heads] == [0, 1, 2, 3, 4, 5]
    page = as_manager.get(TEAM, {"course": [courses[7].translation_key]}).text
    heads = page[page.index("<thead>") : page.index("</thead>")]
    assert [n for n in range(8) if f"课程{n}" in heads] == [7]


def test_a_site_without_courses_says_what_comes(as_manager: Client) -> None:
    assert 'class="empty"' in as_manager.get(TEAM).text


@pytest.mark.parametrize(("people", "courses"), [(1, 1), (3, 3), (300, 3)])
def test_the_team_costs_the_same_for_one_three_and_three_hundred(
    as_manager: Client,
    manager: Employee,
    system: Employee,
    django_assert_num_queries: Callable[..., CaptureQueriesContext],
    people: int,
    courses: int,
) -> None:
    team = EmployeeFactory.create_batch(people, unit=manager.unit)
    for number in range(courses):
        enrol_many(system, make_course(slug=f"c{number}", lessons=1), team)
    as_manager.get(TEAM)
    with django_assert_num_queries(15):
        assert as_manager.get(TEAM).status_code == 200


@pytest.mark.parametrize("people", [1, 3, 150])
def test_a_file_costs_the_same_up_to_the_next_portion(
    as_manager: Client,
    manager: Employee,
    system: Employee,
    course: CoursePage,
    django_assert_num_queries: Callable[..., CaptureQueriesContext],
    people: int,
) -> None:
    enrol_many(system, course, EmployeeFactory.create_batch(people, unit=manager.unit))
    as_manager.get(TEAM)
    with django_assert_num_queries(13):
        assert b"".join(as_manager.get(CSV).streaming_content)


def enrol_many(system: Employee, course: CoursePage, people: list[Employee]) -> None:
    Enrolment.objects.bulk_create(
        Enrolment(
            employee=employee,
            course_key=course.translation_key,
            source="hiring",
            enrolled_at=timezone.now(),
            enrolled_by=system,
            due_on=timezone.localdate(),
        )
        for employee in people
    )


@pytest.mark.parametrize("courses", [1, 3])
def test_a_person_costs_the_same_for_one_course_and_three(
    as_manager: Client,
    manager: Employee,
    system: Employee,
    django_assert_num_queries: Callable[..., CaptureQueriesContext],
    courses: int,
) -> None:
    employee = EmployeeFactory.create(unit=manager.unit)
    for number in range(courses):
        enrol_employee(actor=system, employee=employee, course=make_course(slug=f"c{number}"))
    address = reverse("courses:person", args=[employee.pk])
    as_manager.get(address)
    with django_assert_num_queries(19):
        assert as_manager.get(address).status_code == 200


def test_a_person_is_shown_with_lessons_and_certificate(
    as_manager: Client, manager: Employee, take: Callable[..., Employee]
) -> None:
    employee = take("陈静", manager.unit, read=3)
    page = as_manager.get(reverse("courses:person", args=[employee.pk])).text
    assert "节 1.1" in page and "QY-" in page
    assert str(employee.unit) in page and employee.staff_number in page


def test_the_files_hold_everybody_shown_with_dates_as_dates(
    as_manager: Client, manager: Employee, take: Callable[..., Employee]
) -> None:
    take("=1+1", manager.unit, due=-3)
    take("陈静", manager.unit, due=2, read=3)
    response = as_manager.get(XLSX, {"state": "overdue"})
    assert timezone.localdate().isoformat() in response.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet is not None
    [__, row] = sheet.iter_rows()
    assert (row[1].value, row[1].data_type) == ("=1+1", "s")
    assert row[6].value.date() == timezone.localdate() - timedelta(days=3)

    raw = b"".join(as_manager.get(CSV).streaming_content)
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row[1] for row in rows[1:]] == ["'=1+1", "陈静", "陆安"]
    assert rows[2][7] == timezone.localdate().isoformat()


def test_an_auditor_looks_and_is_offered_no_reminder(
    client: Client, take: Callable[..., Employee]
) -> None:
    site = UnitFactory.create()
    employee = take("马骏", site, due=-3)
    client.force_login(holder_of(Role.AUDITOR, site))
    page = client.get(TEAM).text
    assert "马骏" in page and 'name="person"' not in page and "remind-all" not in page
    assert client.post(reverse("courses:remind"), {"person": employee.pk}).status_code == 403
