"""Statements that readers confirm word for word, and what depends on it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from courses.actions.acknowledge_statement import acknowledge_statement
from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.blocks import statements_in
from courses.errors import (
    AcknowledgementIsFixed,
    LessonIsLocked,
    NoSuchStatement,
    NotEnrolled,
    StatementChanged,
    StatementsUnconfirmed,
)
from courses.models import Acknowledgement, CoursePage, Enrolment, LessonPage
from courses.queries import acknowledgements_of
from courses.rules.statements import Statement, plain
from lms.people.enums import Attested, Role
from lms.people.errors import NotAllowed, SignatureMissing
from lms.people.models import AttendedSession, Employee
from lms.people.rules.attestation import Proof, text_hash
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import EmployeeFactory, PostGroupFactory, holder_of

PLEDGE = {"heading": "我已阅读并知悉", "text": "我知道三声之内接起电话。\r\n我会照做。"}
WORDS = "我已阅读并知悉\n\n我知道三声之内接起电话。\n我会照做。"


@pytest.fixture
def course(db: None) -> CoursePage:
    PostGroupFactory.create(code="security")
    for_guards = {"groups": ["security"], "standing": ""}
    return make_course(
        slug="pledge",
        lessons=2,
        body=[
            ("acknowledge", PLEDGE),
            ("acknowledge", {"heading": "", "text": "秩序岗位须知", "audience": for_guards}),
        ],
    )


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    return lessons_of(course)[0]


def statement_of(lesson: LessonPage, position: int = 0) -> Statement:
    return statements_in(lesson.body)[position]


def confirm(
    reader: Employee,
    enrolment: Enrolment,
    lesson: LessonPage,
    *,
    actor: Employee | None = None,
    position: int = 0,
    proof: Proof | None = None,
    seen: str = "",
) -> Acknowledgement:
    statement = statement_of(lesson, position)
    return acknowledge_statement(
        actor=actor or reader,
        enrolment=enrolment,
        lesson=lesson,
        block_id=statement.block_id,
        seen_hash=seen or text_hash(statement.wording),
        proof=proof or Proof(),
    )


def rewrite(lesson: LessonPage, text: str) -> LessonPage:
    raw = [dict(block) for block in lesson.body.raw_data]
    raw[0]["value"] = {**raw[0]["value"], "text": text}
    lesson.body = lesson.body.stream_block.to_python(raw)
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def test_it_is_kept_word_for_word_with_its_hash(
    reader: Employee, enrolment: Enrolment, lesson: LessonPage
) -> None:
    kept = confirm(reader, enrolment, lesson)
    assert kept.text == WORDS and kept.text_hash == text_hash(WORDS)
    assert kept.way == Attested.OWN and kept.language == "zh-hans"
    assert kept.lesson_key == lesson.translation_key
    assert list(acknowledgements_of(reader)) == [kept]
    assert acknowledgements_of(reader)[0].lesson_title == lesson.title


def test_confirming_twice_keeps_the_first(
    reader: Employee, enrolment: Enrolment, lesson: LessonPage
) -> None:
    assert confirm(reader, enrolment, lesson) == confirm(reader, enrolment, lesson)
    assert Acknowledgement.objects.count() == 1


def test_words_that_changed_meanwhile_are_read_again(
    reader: Employee, enrolment: Enrolment, lesson: LessonPage
) -> None:
    seen = text_hash(statement_of(lesson).wording)
    lesson = rewrite(lesson, "五声之内接起电话。")
    with pytest.raises(StatementChanged):
        confirm(reader, enrolment, lesson, seen=seen)
    assert not Acknowledgement.objects.exists()
    confirm(reader, enrolment, lesson)


def test_what_concerns_others_cannot_be_confirmed(
    reader: Employee, enrolment: Enrolment, lesson: LessonPage
) -> None:
    with pytest.raises(NoSuchStatement):
        confirm(reader, enrolment, lesson, position=1)
    with pytest.raises(NoSuchStatement):
        acknowledge_statement(
            actor=reader, enrolment=enrolment, lesson=lesson, block_id=uuid4(), seen_hash=""
        )


def test_nobody_confirms_for_somebody_else(
    reader: Employee, enrolment: Enrolment, lesson: LessonPage
) -> None:
    with pytest.raises(NotAllowed):
        confirm(reader, enrolment, lesson, actor=EmployeeFactory.create())


def test_a_locked_lesson_asks_nothing_yet(
    reader: Employee, enrolment: Enrolment, course: CoursePage
) -> None:
    with pytest.raises(LessonIsLocked):
        confirm(reader, enrolment, lessons_of(course)[1])


def test_a_lesson_of_another_course_is_not_confirmed_here(
    reader: Employee, enrolment: Enrolment, lesson: LessonPage
) -> None:
    other = make_course(slug="other", lessons=1, body=[("acknowledge", PLEDGE)])
    with pytest.raises(NotEnrolled):
        confirm(reader, enrolment, lessons_of(other)[0])


def test_a_lesson_is_finished_only_when_all_is_confirmed(
    reader: Employee, enrolment: Enrolment, lesson: LessonPage
) -> None:
    with pytest.raises(StatementsUnconfirmed, match="我已阅读并知悉"):
        finish_lesson(actor=reader, lesson=lesson)
    assert not enrolment.progress.exists()
    confirm(reader, enrolment, lesson)
    assert finish_lesson(actor=reader, lesson=lesson).read_at
    # What was finished stays finished under new words.
    assert finish_lesson(actor=reader, lesson=rewrite(lesson, "新的话。")).read_at


def test_new_words_are_asked_of_those_who_have_not_finished(
    reader: Employee, enrolment: Enrolment, lesson: LessonPage
) -> None:
    confirm(reader, enrolment, lesson)
    lesson = rewrite(lesson, "新的话。")
    with pytest.raises(StatementsUnconfirmed):
        finish_lesson(actor=reader, lesson=lesson)
    confirm(reader, enrolment, lesson)
    assert Acknowledgement.objects.count() == 2


def test_what_was_confirmed_in_traditional_characters_counts_in_simplified_ones(
    reader: Employee, enrolment: Enrolment, lesson: LessonPage, client: Client
) -> None:
    reader.language = "zh-hant"
    reader.save(update_fields=["language"])
    client.force_login(reader)
    page = client.get(lesson.url).text
    assert "我會照做" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    block_id = statement_of(lesson).block_id
    client.post(address(lesson, block_id), {"seen": seen})
    kept = Acknowledgement.objects.get()
    assert kept.language == "zh-hant" and "我會照做" in kept.text
    with translation.override("zh-hans"):
        assert finish_lesson(actor=reader, lesson=lesson).read_at


def test_it_never_changes(reader: Employee, enrolment: Enrolment, lesson: LessonPage) -> None:
    kept = confirm(reader, enrolment, lesson)
    for change in (
        kept.save,
        kept.delete,
        Acknowledgement.objects.all().delete,
        lambda: Acknowledgement.objects.update(text="x"),
        lambda: Acknowledgement.objects.bulk_update([kept], ["text"]),
    ):
        with pytest.raises(AcknowledgementIsFixed):
            change()


def test_on_a_supervisors_device_the_session_and_a_signature_are_the_proof(
    reader: Employee, enrolment: Enrolment, lesson: LessonPage
) -> None:
    witness = EmployeeFactory.create()
    session = AttendedSession.objects.create(
        employee=reader, witness=witness, started_at=timezone.now()
    )
    signed = Proof(way=Attested.ATTENDED, attended=session, signature=reader.name)
    with pytest.raises(NotAllowed):
        confirm(reader, enrolment, lesson, actor=witness, proof=signed)
    with pytest.raises(NotAllowed):  # not in that session
        confirm(reader, enrolment, lesson, proof=signed)
    reader.attended = session
    with pytest.raises(SignatureMissing):
        confirm(reader, enrolment, lesson)
    with pytest.raises(SignatureMissing):
        confirm(reader, enrolment, lesson, proof=replace(signed, signature="x"))
    assert confirm(reader, enrolment, lesson, proof=signed).attended == session


def test_what_was_signed_on_paper_is_entered_by_who_may(
    reader: Employee, enrolment: Enrolment, lesson: LessonPage
) -> None:
    assert reader.unit
    officer = holder_of(Role.HR_OFFICER, reader.unit)
    stranger = holder_of(Role.HR_OFFICER, EmployeeFactory.create().unit)
    signed = timezone.now() - timedelta(days=2)
    scan = ContentFile(b"%PDF", name="x.pdf")
    paper = {"way": Attested.PAPER, "scan": scan, "attested_at": signed}
    with pytest.raises(NotAllowed):
        confirm(
            reader, enrolment, lesson, actor=stranger, proof=Proof(entered_by=stranger, **paper)
        )
    kept = confirm(
        reader, enrolment, lesson, actor=officer, proof=Proof(entered_by=officer, **paper)
    )
    assert kept.attested_at == signed and kept.entered_by == officer


def address(lesson: LessonPage, block_id: UUID) -> str:
    return reverse("courses:acknowledge", args=[lesson.translation_key, block_id])


def test_the_page_asks_and_then_shows_that_it_was_confirmed(
    as_reader: Client, enrolment: Enrolment, lesson: LessonPage
) -> None:
    statement = statement_of(lesson)
    finish = reverse("courses:finish-lesson", args=[lesson.translation_key])
    page = as_reader.get(lesson.url).text
    assert "我会照做" in page and "秩序岗位须知" not in page
    assert finish not in page and f'href="#ack-{statement.block_id}"' in page
    answer = as_reader.post(
        address(lesson, statement.block_id), {"seen": text_hash(statement.wording)}
    )
    assert answer.url == f"{lesson.url}#ack-{statement.block_id}"
    page = as_reader.get(lesson.url).text
    assert finish in page and 'name="seen"' not in page
    assert text_hash(WORDS)[:8] in page
    assert text_hash(WORDS)[:8] in as_reader.get(reverse("home:record")).text


def test_a_refusal_is_said_on_the_page(
    as_reader: Client, enrolment: Enrolment, lesson: LessonPage
) -> None:
    target = address(lesson, statement_of(lesson).block_id)
    page = as_reader.post(target, {"seen": "0" * 64}, follow=True)
    assert str(StatementChanged.message) in page.text
    # A step without a reload starts afresh, with the same words.
    answer = as_reader.post(target, {"seen": ""}, headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    finish = reverse("courses:finish-lesson", args=[lesson.translation_key])
    refused = as_reader.post(finish, follow=True)
    assert refused.redirect_chain[-1][0] == lesson.url
    assert "我已阅读并知悉" in refused.text


def test_those_without_enrolment_see_the_words_and_no_button(
    client: Client, course: CoursePage, lesson: LessonPage
) -> None:
    trainer = holder_of(Role.TRAINER, EmployeeFactory.create().unit)
    client.force_login(trainer)
    page = client.get(lesson.url).text
    assert "秩序岗位须知" in page and 'name="seen"' not in page
    statement = statement_of(lesson)
    assert client.post(address(lesson, statement.block_id)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_one_query_however_long(
    reader: Employee,
    system: Employee,
    as_reader: Client,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    course = make_course(slug="many", lessons=1, body=[("acknowledge", PLEDGE)] * number)
    enrolment = enrol_employee(actor=system, employee=reader, course=course)
    for position in range(number):
        confirm(reader, enrolment, lessons_of(course)[0], position=position)
    with django_assert_num_queries(1):
        assert len(acknowledgements_of(reader)) == number
    assert as_reader.get(reverse("home:record")).text.count('class="confirmed"') == number


@given(st.text())
def test_plain_text_does_not_depend_on_line_ends(text: str) -> None:
    assert plain(text.replace("\r\n", "\n").replace("\n", "\r\n")) == plain(
        text.replace("\r\n", "\n")
    )
    assert plain(plain(text)) == plain(text)


@given(st.text(min_size=1).filter(str.strip), st.text())
def test_the_name_of_a_statement_is_short(text: str, heading: str) -> None:
    statement = Statement(uuid4(), plain(heading), plain(text))
    assert statement.name
    assert statement.text in statement.wording
