"""The codebook's block in lessons: live, the reader's own, linked with what teaches it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.blocks.struct_block import StructBlockValidationError

from conduct_records.blocks import OwnRulesBlock
from conduct_records.queries.teaching import taught_in_lessons, teaching_for
from conduct_records.rules.codebook import Line, Text
from courses.actions.enrol_employee import enrol_employee
from courses.models import CoursePage
from courses.queries.search import visible_text
from lms.people.enums import Role, Standing
from lms.people.models import Employee
from tests.factories.conduct_records import (
    adopted_version,
    make_codebook,
    make_rule,
    shipped_codebook,
)
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import CompanyFactory, EmployeeFactory, PostFactory, holder_of

pytestmark = pytest.mark.django_db(transaction=True)


def block(**said: Any) -> tuple[str, dict[str, Any]]:
    return ("own_rules", {"title": "", "lines": [], "codes": []} | said)


def reader_at(course: CoursePage, post: str = "", standing: Any = Standing.FRONTLINE) -> Employee:
    said = {"code": post} if post else {}
    reader = EmployeeFactory(post=PostFactory(standing=standing, **said))
    enrol_employee(actor=Employee.objects.system(), employee=reader, course=course)
    return reader


def read(client: Client, course: CoursePage, reader: Employee) -> str:
    client.force_login(reader)
    return client.get(lessons_of(course)[0].url).text


def test_each_reads_their_own_lists() -> None:
    adopted_version(shipped_codebook())
    course = make_course(lessons=1, body=[block(lines=["yellow", "fault"])])
    front = read(Client(), course, reader_at(course))
    boss = read(Client(), course, reader_at(course, standing=Standing.MANAGER))
    concierge = read(Client(), course, reader_at(course, "concierge-assistant"))
    assert "见人有危险" in front and "不问员工冷暖" not in front and "没有及时往上报" not in front
    assert "不问员工冷暖" in boss and "见人有危险" not in boss
    assert "见人有危险" in concierge and "没有及时往上报" in concierge
    assert "当班睡觉" not in front  # a red line


def test_it_is_live_though_the_lesson_is_kept_drawn(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(lessons=1, body=[block(lines=["yellow"])])
    reader = reader_at(course)
    assert "<details" not in read(client, course, reader)
    adopted_version()
    assert "规则Y01" in read(client, course, reader)
    reworded = make_codebook(make_rule("Y01", title=Text("换了说法", "Reworded")))
    adopted_version(reworded, effective_on=timezone.localdate() + timedelta(days=1))
    assert "规则Y01" in read(client, course, reader)  # tomorrow's is not in force
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)
    page = read(client, course, reader)
    assert "换了说法" in page and "规则Y01" not in page


def test_who_reads_without_an_enrolment_sees_all_lists_marked(client: Client) -> None:
    adopted_version()
    course = make_course(lessons=1, body=[block(lines=["red"]), block(codes=["y01", "Z9-GONE"])])
    page = read(client, course, holder_of(Role.TRAINER, CompanyFactory()))
    assert "规则R01" in page and "规则R02" in page and "管理者" in page and "一线员工" in page
    assert "Z9-GONE" in page
    learner = read(Client(), course, reader_at(course))
    assert "规则R01" in learner and "规则R02" not in learner and "Z9-GONE" not in learner


def test_rules_and_lessons_link_to_each_other(client: Client) -> None:
    adopted_version()
    names = make_course(slug="names", lessons=1, body=[block(codes=["Y01"])])
    lists = make_course(slug="lists", lessons=1, body=[block(lines=["yellow", "red"])])
    reader = reader_at(names)
    page = read(client, names, reader)
    assert "/codebook/#Y01" in page
    teaching = teaching_for(reader)
    rules = {rule.code: rule for rule in make_codebook().rules}
    assert [lesson.url for lesson in teaching.of(rules["Y01"])] == [lessons_of(names)[0].url]
    assert not teaching.of(rules["R01"])  # taught in a course that they may not read
    enrol_employee(actor=Employee.objects.system(), employee=reader, course=lists)
    teaching = teaching_for(reader)
    assert [lesson.url for lesson in teaching.of(rules["R01"])] == [lessons_of(lists)[0].url]
    assert lessons_of(names)[0].url in read(client, lists, reader)


def test_what_is_taught_follows_what_is_published() -> None:
    course = make_course(lessons=1, body=[block(codes=["Y01"])])
    (taught,) = taught_in_lessons()
    assert taught.codes == {"Y01"}
    lessons_of(course)[0].unpublish()
    assert not taught_in_lessons()


def test_many_rules_and_blocks_cost_no_more(client: Client, django_assert_num_queries: Any) -> None:
    yellow = [make_rule(f"Y{n:02}", lists={"universal": n}) for n in (1, 2, 3)]
    adopted_version(make_codebook(*yellow, make_rule("R01", Line.RED)))
    for line, times in (("red", 1), ("yellow", 3)):
        course = make_course(slug=line, lessons=1, body=[block(lines=[line])] * times)
        reader = reader_at(course)
        read(client, course, reader)
        with django_assert_num_queries(16):
            page = client.get(lessons_of(course)[0].url)
        assert page.text.count("<details") == times * times


def test_the_words_of_the_codebook_are_not_kept_with_the_lesson() -> None:
    adopted_version()
    course = make_course(lessons=1, body=[block(title="管到你的", lines=["yellow"])])
    lesson = lessons_of(course)[0]
    journey = type("Journey", (), {"enrolment": None})()
    assert visible_text(lesson, journey, EmployeeFactory()) == ["管到你的"]


@pytest.mark.parametrize("wrong", [{}, {"codes": ["not a code"]}, {"lines": ["green"]}])
def test_the_editor_refuses_what_shows_nothing(wrong: dict[str, Any]) -> None:
    made = OwnRulesBlock()
    with pytest.raises(StructBlockValidationError):
        made.clean(made.to_python({"title": "", "lines": [], "codes": []} | wrong))
