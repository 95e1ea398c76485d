"""Learners find what their lessons say, and nothing that is not theirs."""

from typing import Any

import pytest
from django.test import Client

from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.models import CoursePage
from lms.people.enums import Role, Standing
from lms.people.models import Employee
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import EmployeeFactory, PostFactory, PostGroupFactory, holder_of

pytestmark = pytest.mark.django_db


def text(words: str, **audience: Any) -> tuple[str, Any]:
    return ("text", {"text": f"<p>{words}</p>", "audience": audience})


BODY = [
    text("客人坐下，最先递到面前的就是这杯茶，七分满。"),
    text("巡逻时靠右走，逢人先问候。", groups=["security"], standing="frontline"),
    text("管理者走现场，弯腰捡起纸屑。", standing="manager"),
]


@pytest.fixture
def course(db: None) -> CoursePage:
    return make_course(lessons=2, body=BODY, order="free")


@pytest.fixture
def guard(course: CoursePage) -> Employee:
    post = PostFactory.create(
        group=PostGroupFactory.create(code="security"), standing=Standing.FRONTLINE
    )
    guard = EmployeeFactory.create(post=post)
    enrol_employee(actor=Employee.objects.system(), employee=guard, course=course)
    return guard


def found(client: Client, query: str, **extra: Any) -> str:
    return client.get("/search/", {"q": query}, **extra).content.decode()


def test_words_inside_a_sentence_are_shown_marked(client: Client, guard: Employee) -> None:
    client.force_login(guard)
    page = found(client, "递到面前")
    assert "<mark>递到面前</mark>" in page
    assert "客人坐下，最先" in page
    assert page.count("hit-text") == 2


def test_traditional_characters_find_simplified_ones_and_are_answered_in_kind(
    client: Client, guard: Employee
) -> None:
    guard.language = "zh-hant"
    guard.save(update_fields=["language"])
    client.force_login(guard)
    assert "<mark>遞到面前</mark>" in found(client, "遞到面前")


def test_everybody_finds_only_their_own_part(client: Client, guard: Employee) -> None:
    client.force_login(guard)
    assert "<mark>靠右走</mark>" in found(client, "靠右走")
    page = found(client, "捡起纸屑")
    assert "hit-text" not in page
    assert "没有找到" in page


def test_another_course_is_not_searched(client: Client, guard: Employee) -> None:
    make_course(slug="other", code="O", body=[text("电梯里让客人先出。")])
    client.force_login(guard)
    assert "没有找到" in found(client, "电梯里")


def test_authors_find_everything(client: Client, guard: Employee) -> None:
    client.force_login(holder_of(Role.TRAINER, guard.unit))
    assert "<mark>捡起纸屑</mark>" in found(client, "捡起纸屑")
    assert "<mark>靠右走</mark>" in found(client, "靠右走")


def test_a_locked_lesson_shows_its_title_alone(client: Client) -> None:
    course = make_course(lessons=2, body=BODY)
    reader = EmployeeFactory.create()
    enrol_employee(actor=Employee.objects.system(), employee=reader, course=course)
    client.force_login(reader)
    assert found(client, "七分满").count("hit-text") == 1
    assert "前面的课读完后开放" in found(client, "节 1.2")
    finish_lesson(actor=reader, lesson=lessons_of(course)[0])
    assert found(client, "七分满").count("hit-text") == 2


def test_an_unpublished_lesson_is_not_found(
    client: Client, guard: Employee, course: CoursePage
) -> None:
    lessons_of(course)[0].unpublish()
    client.force_login(guard)
    assert found(client, "七分满").count("hit-text") == 1


@pytest.mark.parametrize(
    "query", ["", "…", "'\"*:()&|!<->", "%", "a" * 500, "\x00", "七分满 没有这个"]
)
def test_odd_input_finds_nothing_and_breaks_nothing(
    client: Client, guard: Employee, query: str
) -> None:
    client.force_login(guard)
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    assert "hit-text" not in response.content.decode()


@pytest.mark.parametrize("lessons", [1, 3, 30])
def test_it_costs_the_same_for_many_lessons(
    client: Client, django_assert_num_queries: Any, lessons: int
) -> None:
    course = make_course(lessons=lessons, body=BODY, order="free")
    reader = EmployeeFactory.create()
    enrol_employee(actor=Employee.objects.system(), employee=reader, course=course)
    client.force_login(reader)
    found(client, "七分满")
    with django_assert_num_queries(8):
        found(client, "七分满")
