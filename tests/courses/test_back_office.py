"""The back office as trainers and HR find it: addresses, order, rights, menu, first page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from wagtail.images.permissions import permission_policy as pictures
from wagtail.models import Page, Site

from courses.actions.set_up_shelf import set_up_shelf
from courses.models import CoursePage, LessonPage
from courses.queries import own_shelf
from courses.rules.slugs import LONGEST, slug_for
from lms.home.back_office import course_rows
from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.assessments import QuizFactory
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import CompanyFactory, holder_of


@pytest.fixture
def trainer(db: None) -> Employee:
    return holder_of(Role.TRAINER, CompanyFactory())


@pytest.fixture
def as_trainer(client: Client, trainer: Employee) -> Client:
    client.force_login(trainer)
    return client


@pytest.fixture
def as_hr(client: Client, db: None) -> Client:
    client.force_login(holder_of(Role.HR_OFFICER, CompanyFactory()))
    return client


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("奉茶", "feng-cha"),
        ("6S 管理", "6s-guan-li"),
        ("女宾优先", "nv-bin-you-xian"),
        ("Serving tea", "serving-tea"),
        ("？", "page"),
    ],
)
def test_an_address_is_the_title_in_pinyin(title: str, slug: str) -> None:
    assert slug_for(title) == slug


def test_an_address_that_is_taken_gets_a_number() -> None:
    assert slug_for("奉茶", {"feng-cha", "feng-cha-2"}) == "feng-cha-3"


@given(st.text(max_size=200))
def test_an_address_is_plain_and_short(title: str) -> None:
    slug = slug_for(title)
    assert slug and slug.isascii() and len(slug) <= LONGEST
    assert all(each.isalnum() for each in slug.split("-"))


def course_form(**values: Any) -> dict[str, Any]:
    empty_text = '{"blocks": [], "entityMap": {}}'
    comments = {
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    required = {"title": "", "slug": "", "code": "F", "order": "in_order"}
    return required | {"introduction": empty_text} | comments | values


def new_course(client: Client, **values: Any) -> CoursePage:
    url = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", own_shelf().pk])
    assert client.post(url, course_form(**values)).status_code == 302
    return CoursePage.objects.order_by("pk").last()


def test_a_page_saved_without_an_address_gets_one(as_trainer: Client) -> None:
    assert new_course(as_trainer, title="消防安全").slug == "xiao-fang-an-quan"
    assert new_course(as_trainer, title="消防安全").slug == "xiao-fang-an-quan-2"
    assert new_course(as_trainer, title="消防安全", slug="fire").slug == "fire"


def test_a_page_saves_itself_only_once_it_is_there(as_trainer: Client) -> None:
    course = make_course()
    new = reverse("wagtailadmin_pages:add", args=["courses", "chapterpage", course.pk])
    assert "w-autosave#save" not in as_trainer.get(new).text
    assert (
        "w-autosave#save"
        in as_trainer.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).text
    )


def test_the_editor_asks_for_nothing_that_courseware_does_without(as_trainer: Client) -> None:
    (lesson, *__) = lessons_of(make_course())
    page = as_trainer.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).text
    assert 'name="slug"' in page and 'name="go_live_at"' in page
    for absent in ("seo_title", "search_description", "show_in_menus"):
        assert f'name="{absent}"' not in page
    assert "set_privacy" not in page and "privacy/" not in page


def test_the_explorer_lists_lessons_as_the_course_has_them(as_trainer: Client) -> None:
    lessons = lessons_of(make_course())
    lessons[0].save_revision()  # the newest does not come first
    listing = as_trainer.get(reverse("wagtailadmin_explore", args=[lessons[0].get_parent().pk]))
    assert [page.pk for page in listing.context["object_list"]] == [page.pk for page in lessons]
    assert "w-orderable" in listing.text


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.TRAINER, True), (Role.ADMINISTRATOR, True), (Role.HR_OFFICER, False)],
)
def test_who_may_add_and_choose_pictures(db: None, role: Role, may: bool) -> None:
    employee = holder_of(role, CompanyFactory())
    assert pictures.user_has_permission(employee, "add") is may
    assert pictures.user_has_permission(employee, "choose") is may


@pytest.mark.parametrize(
    ("base_url", "root_url"),
    [
        ("http://127.0.0.1:8500", "http://127.0.0.1:8500"),
        ("https://learn.example", "https://learn.example"),
        ("http://learn.example/", "http://learn.example"),
    ],
)
def test_the_site_stands_where_the_settings_say(
    db: None, settings: Any, base_url: str, root_url: str
) -> None:
    settings.BASE_URL = base_url
    set_up_shelf()
    assert Site.objects.get().root_url == root_url
    (lesson, *__) = lessons_of(make_course())
    assert Page.objects.get(pk=lesson.pk).full_url == f"{root_url}{lesson.url}"


def test_a_lesson_is_previewed_where_only_the_own_host_is_answered(
    as_trainer: Client, settings: Any
) -> None:
    settings.BASE_URL = "https://learn.example"
    settings.ALLOWED_HOSTS = ["learn.example"]
    set_up_shelf()
    (lesson, *__) = lessons_of(make_course())
    url = reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])
    preview = as_trainer.get(url, headers={"host": "learn.example"}, secure=True)
    assert preview.status_code == 200 and lesson.title in preview.text


def test_the_first_page_offers_a_trainer_courses_and_questions(as_trainer: Client) -> None:
    course = make_course(title="消防安全")
    page = as_trainer.get(reverse("wagtailadmin_home")).text
    assert course.title in page
    assert reverse("questions:add") in page and reverse("wagtailimages:add_multiple") in page
    assert reverse("wagtailusers_users:add") not in page
    assert "guide.wagtail.org" not in page


def test_the_first_page_offers_hr_people_and_no_courses(as_hr: Client) -> None:
    course = make_course(title="消防安全")
    page = as_hr.get(reverse("wagtailadmin_home")).text
    assert reverse("wagtailusers_users:add") in page
    assert course.title not in page and reverse("questions:add") not in page


@pytest.mark.parametrize("number", [1, 3])
def test_courses_on_the_first_page_cost_the_same_for_many(
    db: None, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for n in range(number):
        make_course(slug=f"c{n}", lessons=2, examination=QuizFactory.create())
    with django_assert_num_queries(8):
        rows = course_rows()
    assert [row.lessons for row in rows] == [2] * number


def test_the_aim_of_a_lesson_stands_at_its_head(as_trainer: Client) -> None:
    (lesson, *__) = lessons_of(make_course())
    LessonPage.objects.filter(pk=lesson.pk).update(summary="会选杯")
    assert "会选杯" in as_trainer.get(lesson.url).text
