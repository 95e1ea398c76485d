"""Parts of a lesson that are for some of its readers: the rule, the page, the previews."""

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from wagtail.blocks import StructBlockValidationError

from courses.actions.enrol_employee import enrol_employee
from courses.blocks import audience_of, first_picture
from courses.blocks.reading import TextBlock
from courses.models import CoursePage, LessonPage
from courses.rules.audience import Audience
from lms.people.enums import Role, Standing
from lms.people.models import Employee, PostGroup
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import (
    CompanyFactory,
    EmployeeFactory,
    PostFactory,
    PostGroupFactory,
    holder_of,
)

codes = st.text("abc_", min_size=1, max_size=4)
standings = st.sampled_from(["", *Standing.values])


@given(st.frozensets(codes), standings, codes, st.sampled_from(Standing.values))
def test_both_conditions_must_hold(
    groups: frozenset[str], wanted: str, group: str, standing: str
) -> None:
    admits = Audience(groups, wanted).admits(group, standing)
    assert admits == (
        Audience(groups).admits(group, standing)
        and Audience.of(standing=wanted).admits("", standing)
    )


@given(st.frozensets(codes), codes, st.sampled_from(Standing.values))
def test_groups_admit_their_members_alone(
    groups: frozenset[str], group: str, standing: str
) -> None:
    assert Audience(groups).admits(group, standing) == (not groups or group in groups)


@given(codes, st.sampled_from(["", *Standing.values]))
def test_an_empty_audience_is_everyone(group: str, standing: str) -> None:
    assert Audience().is_everyone and Audience().admits(group, standing)


@given(st.frozensets(codes), standings)
def test_somebody_without_a_post_gets_what_is_for_everyone(
    groups: frozenset[str], standing: str
) -> None:
    audience = Audience(groups, standing)
    assert audience.admits("", "") == audience.is_everyone


@pytest.fixture
def security(db: None) -> PostGroup:
    return PostGroupFactory.create(code="security", name="安防", name_en="Security")


def text(words: str, groups: tuple[str, ...] = (), standing: str = "") -> tuple[str, object]:
    return "text", {
        "text": f"<p>{words}</p>",
        "audience": {"groups": list(groups), "standing": standing},
    }


@pytest.fixture
def course(security: PostGroup) -> CoursePage:
    return make_course(
        slug="parts",
        lessons=1,
        body=[
            text("人人都读"),
            text("秩序岗位", ("security",)),
            text("带队的人", (), Standing.MANAGER),
            text("队长专页", ("security",), Standing.MANAGER),
        ],
    )


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    return lessons_of(course)[0]


def reader_at(course: CoursePage, group: PostGroup | None, standing: str = "") -> Employee:
    post = PostFactory(group=group, standing=standing) if group else None
    unit = {} if post else {"unit": None}
    reader = EmployeeFactory.create(post=post, **unit)
    enrol_employee(actor=Employee.objects.system(), employee=reader, course=course)
    return reader


def seen_by(reader: Employee, lesson: LessonPage) -> set[str]:
    client = Client()
    client.force_login(reader)
    page = client.get(lesson.url).text
    return {words for words in ("人人都读", "秩序岗位", "带队的人", "队长专页") if words in page}


def test_everybody_gets_their_part_and_nothing_of_the_others(
    course: CoursePage, lesson: LessonPage, security: PostGroup
) -> None:
    other = PostGroupFactory.create()
    expected = [
        (security, Standing.FRONTLINE, {"人人都读", "秩序岗位"}),
        (security, Standing.MANAGER, {"人人都读", "秩序岗位", "带队的人", "队长专页"}),
        (other, Standing.FRONTLINE, {"人人都读"}),
        (other, Standing.MANAGER, {"人人都读", "带队的人"}),
        (None, "", {"人人都读"}),
    ]
    # Twice, so that what was drawn for one is not handed to another.
    for __ in range(2):
        for group, standing, parts in expected:
            assert seen_by(reader_at(course, group, standing), lesson) == parts


def test_a_reader_is_not_told_for_whom_a_part_is(
    client: Client, course: CoursePage, lesson: LessonPage, security: PostGroup
) -> None:
    client.force_login(reader_at(course, security, Standing.FRONTLINE))
    assert "meant-for" not in client.get(lesson.url).text


def test_those_who_look_after_courseware_see_all_parts_marked(
    client: Client, lesson: LessonPage
) -> None:
    client.force_login(holder_of(Role.TRAINER, CompanyFactory()))
    page = client.get(lesson.url).text
    assert "队长专页" in page
    assert page.count('class="meant-for"') == 3
    assert "安防 · " in page


def test_a_trainer_who_takes_the_course_gets_their_own_part(
    client: Client, course: CoursePage, lesson: LessonPage
) -> None:
    trainer = holder_of(Role.TRAINER, CompanyFactory())
    enrol_employee(actor=Employee.objects.system(), employee=trainer, course=course)
    assert seen_by(trainer, lesson) == {"人人都读"}


def test_a_lesson_without_a_part_for_somebody_says_so(client: Client, security: PostGroup) -> None:
    course = make_course(slug="guards", lessons=1, body=[text("只给秩序岗位", ("security",))])
    client.force_login(reader_at(course, PostGroupFactory.create(), Standing.FRONTLINE))
    page = client.get(lessons_of(course)[0].url).text
    assert "只给秩序岗位" not in page and 'class="empty"' in page


def test_previews_show_a_lesson_as_each_post_group_gets_it(
    rf: object, lesson: LessonPage, security: PostGroup
) -> None:
    PostFactory(group=security, standing=Standing.FRONTLINE)
    PostFactory(group=security, standing=Standing.FRONTLINE)
    modes = dict(lesson.preview_modes)
    assert next(iter(modes)) == lesson.default_preview_mode
    assert [mode for mode in modes if mode.startswith("security")] == ["security:frontline"]

    def previewed(mode: str) -> str:
        response = lesson.make_preview_request(preview_mode=mode)
        return response.render().text if hasattr(response, "render") else response.text

    everything = previewed(lesson.default_preview_mode)
    assert everything.count('class="meant-for"') == 3
    guards = previewed("security:frontline")
    assert "秩序岗位" in guards and "带队的人" not in guards and "meant-for" not in guards


def test_a_group_that_was_removed_is_named_by_its_code_and_refused_on_saving(
    client: Client, security: PostGroup
) -> None:
    course = make_course(slug="gone", lessons=1, body=[text("旧部门", ("gone_group",))])
    client.force_login(holder_of(Role.TRAINER, CompanyFactory()))
    assert "gone_group" in client.get(lessons_of(course)[0].url).text
    block = TextBlock()
    stored = {"text": "<p>x</p>", "audience": {"groups": ["gone_group"], "standing": ""}}
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python(stored))


def test_a_block_that_says_nothing_is_for_everyone() -> None:
    block = TextBlock()
    assert audience_of(block.to_python({"text": "<p>x</p>"})).is_everyone
    assert audience_of(block.normalize({"text": "<p>x</p>"})).is_everyone


def test_reading_costs_no_query_per_limited_part(
    client: Client, security: PostGroup, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """At most 8 queries once drawn, for one limited part or forty."""
    for slug, parts in (("one", 1), ("forty", 40)):
        body = [text(f"第{n}段", ("security",)) for n in range(parts)]
        course = make_course(slug=slug, lessons=1, body=body)
        client.force_login(reader_at(course, security, Standing.FRONTLINE))
        address = lessons_of(course)[0].url
        cache.clear()
        with django_assert_max_num_queries(15):
            client.get(address)
        with django_assert_max_num_queries(8):
            client.get(address)


def test_a_picture_for_some_is_not_the_picture_of_the_lesson() -> None:
    from courses.blocks import LessonBlocks

    stream = LessonBlocks()
    raw = [{"type": "text", "value": {"text": "x"}, "id": "1"}]
    assert first_picture(stream.to_python(raw)) is None
