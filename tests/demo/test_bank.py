"""The demo's question bank: every kind, every setting, and people whose sittings wait."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from assessments.actions.save_question import save_question
from assessments.actions.save_quiz import save_quiz
from assessments.enums import Kind, LatePolicy, Layout, MarkCause, QuestionState, SittingState, When
from assessments.models import (
    Allowance,
    Category,
    Question,
    QuestionVersion,
    Quiz,
    Sitting,
    SittingItem,
)
from assessments.policies.sitting import unmet_conditions
from assessments.queries import PaperItem, blueprint, late_responses, questions, standing
from assessments.rules.quiz_settings import QuizSettings, SectionSettings
from assessments.rules.translation import overlaid
from assessments.rules.wording import Wording, content_in
from courses.models import CoursePage
from courses.queries import courses_examined_by
from lms.demo.answers import answer_to
from lms.demo.bank import load_bank, question_rows
from lms.demo.courseware import load_pictures
from lms.demo.questions import wording_of
from lms.people.models import Employee
from tests.databases import TestDatabase

ROWS = list(question_rows())
JUDGED = {Kind.ESSAY, Kind.ROLE_PLAY}
# A number of the file's own stands for the picture where no library is at hand.
NO_LIBRARY = {row["picture"]["file"]: 1 for row in ROWS if "picture" in row}


def item_of(wording: Wording, random: Random) -> PaperItem:
    """The question on somebody's paper, its parts moved."""
    version = QuestionVersion(kind=wording.kind, content=wording.content, key=wording.key)
    order = list(range(wording.interaction.movable))
    random.shuffle(order)
    return PaperItem(SittingItem(position=1, version=version, option_order=order), None)


# As written ----------------------------------------------------------------------------------


def test_every_kind_is_there_at_least_twice() -> None:
    kinds = Counter(row["kind"] for row in ROWS)
    assert set(kinds) == set(Kind)
    assert min(kinds.values()) >= 2


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_every_question_is_right_in_both_languages(row: dict[str, Any]) -> None:
    wording = wording_of(row, NO_LIBRARY)
    wording.check()
    assert wording.english["stem"] and wording.english["explanation"]
    assert bool(wording.picture_alt) == bool(wording.english.get("picture_alt"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_the_demos_people_know_how_to_answer(row: dict[str, Any]) -> None:
    wording = wording_of(row, NO_LIBRARY)
    item = item_of(wording, Random(row["code"]))
    bound, order = item.interaction, item.row.option_order
    right = bound.read(order, answer_to(item, is_right=True))
    wrong = bound.read(order, answer_to(item, is_right=False))
    assert bound.grade(right) == (None if bound.criteria else 1)
    # A marker is glad of whatever was written.
    assert bound.grade(wrong) == (None if wording.kind in JUDGED else 0)


@pytest.mark.parametrize("tag", ["流浪狗", "老委员"])
def test_both_difficult_talks_are_led_and_written(tag: str) -> None:
    led, written = [row for row in ROWS if tag in row["place"].get("tags", ())]
    assert (led["kind"], written["kind"]) == (Kind.SCENARIO, Kind.ROLE_PLAY)
    turns = wording_of(led, NO_LIBRARY).content["turns"]
    assert sum(bool(turn.get("choices")) for turn in turns) >= 6
    assert sum(turn.get("is_end", False) for turn in turns) >= 2
    assert len(written["points"]) >= 5


def test_both_languages_have_their_answers_in_the_one_key() -> None:
    row = {
        "kind": "cloze",
        "stem": "填空",
        "marks": 1,
        "text": "{三|3}声，先说{=您好~喂}。",
        "en": {"text": "{three|3} rings, then {=hello~hey}."},
    }
    wording = wording_of(row, {})
    wording.check()
    assert wording.key == {"accepted": [["三", "3", "three"], ["0"]]}
    english = overlaid(wording.content, content_in(wording.english))
    assert english["choices"] == [[], ["hello", "hey"]]


def test_lines_may_share_a_partner() -> None:
    row = {
        "kind": "matching",
        "stem": "配对",
        "marks": 1,
        "pairs": {"停电": "十分钟", "停水": "十分钟", "小修": "半天"},
        "extra": ["一周"],
        "en": {
            "pairs": {"Power": "ten minutes", "Water": "ten minutes", "Small": "half a day"},
            "extra": ["a week"],
        },
    }
    wording = wording_of(row, {})
    wording.check()
    assert wording.content["right"] == ["十分钟", "半天", "一周"]
    assert wording.english["right"] == ["ten minutes", "half a day", "a week"]
    assert wording.key == {"pairs": [0, 0, 1]}


# As loaded -----------------------------------------------------------------------------------


def test_every_question_is_in_use_and_put_away(demo_world: TestDatabase) -> None:
    loaded = list(questions())
    assert {question.code for question in loaded} == {row["code"] for row in ROWS}
    for question in loaded:
        assert question.state == QuestionState.IN_USE
        assert question.category is not None and question.skill is not None
        question.current_version.wording.check()
    assert QuestionVersion.objects.filter(picture__isnull=False).count() >= 2
    assert Category.objects.filter(parent__isnull=False).exists()


def test_every_quiz_can_be_sat(demo_world: TestDatabase) -> None:
    quizzes = list(Quiz.objects.all())
    for quiz in quizzes:
        assert blueprint(quiz).shortage is None, quiz.code
        assert courses_examined_by(quiz).exists(), quiz.code
    assert {quiz.layout for quiz in quizzes} == set(Layout)
    assert {quiz.late_policy for quiz in quizzes} == set(LatePolicy)
    assert any(quiz.is_sequential and quiz.show_key == When.EACH for quiz in quizzes)


def test_the_practice_has_every_kind_and_the_examinations_need_no_marker(
    demo_world: TestDatabase,
) -> None:
    for quiz in Quiz.objects.all():
        versions = blueprint(quiz).versions.values()
        if quiz.code == "B-TALK":
            assert {version.kind for version in versions} == set(Kind)
        else:
            assert not any(version.wording.interaction.criteria for version in versions), quiz.code


def test_sittings_that_wait(demo_world: TestDatabase) -> None:
    waiting = Sitting.objects.filter(state=SittingState.SUBMITTED)
    assert any(item.mark is None for sitting in waiting for item in sitting.items.all())
    late = [one for sitting in Sitting.objects.all() for one in late_responses(sitting)]
    undecided = [one for one in late if not hasattr(one, "decision")]
    assert undecided and len(undecided) < len(late)
    assert not any(one.counts for one in late)
    for one in late:
        assert one.given_at is not None and one.given_at < one.item.sitting.deadline < one.saved_at
    apart = waiting.get(employee__staff_number="20411")
    pairs = [item.responses.get().blind_marks.count() for item in apart.items.filter(mark=None)]
    assert pairs == [2]
    by_hand = Sitting.objects.filter(results__cause=MarkCause.MARKER)
    assert by_hand.exists() and by_hand.filter(items__marks__remark__gt="").exists()


def test_one_has_an_allowance_and_one_may_resit(demo_world: TestDatabase) -> None:
    allowance = Allowance.objects.get()
    assert allowance.reason and allowance.given_by != allowance.employee
    failed = Sitting.objects.get(quiz__code="T-EXAM", passed=False)
    where = standing(failed.employee, failed.quiz)
    assert not where.passed and where.attempts_left
    assert where.next_attempt_at is not None and where.next_attempt_at < timezone.now()
    assert where.next_attempt_at - failed.submitted_at == timedelta(hours=24)  # type: ignore[operator]


def test_one_has_a_lesson_to_read_again_before_a_resit(demo_world: TestDatabase) -> None:
    failed = Sitting.objects.filter(quiz__code="P-DESK", passed=False).first()
    assert failed is not None
    lesson = CoursePage.objects.get(
        slug="front-desk-day", locale__language_code="zh-hans"
    ).remedial_lesson
    assert lesson is not None
    assert lesson.url in [unmet.url for unmet in unmet_conditions(failed.employee, failed.quiz)]


def test_what_a_trainer_edits_stays(demo_world: TestDatabase) -> None:
    system, trainer = Employee.objects.system(), Employee.objects.get(staff_number="20137")
    question = Question.objects.get(code="TL-001")
    edited = {"stem": "水漫出来了，几分钟到场？"}
    wording = Wording(**{**vars(question.current_version.wording), **edited})
    save_question(actor=trainer, question=question, code="TL-001", wording=wording)
    quiz = Quiz.objects.get(code="P-DESK")
    save_quiz(
        actor=trainer,
        quiz=quiz,
        code="P-DESK",
        settings=QuizSettings(title="早班小测"),
        sections=[SectionSettings(count=1, question_ids=(question.pk,))],
    )
    load_bank(system, load_pictures())
    assert question.current_version.stem == edited["stem"]
    assert question.versions.count() == 2
    quiz.refresh_from_db()
    assert (quiz.title, quiz.size) == ("早班小测", 1)
