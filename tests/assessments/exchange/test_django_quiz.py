"""The dumpdata JSON of django-quiz-app: read as it comes, questions, quizzes, sittings."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.actions.import_questions import import_questions
from assessments.enums import ExchangeFormat, Kind, MarkCause, SittingState
from assessments.errors import import_words
from assessments.errors.exchange import EncodingUnknown, NotThisFormat, NotWellFormed
from assessments.models import Category, ItemMark, Question, Quiz, Response, Sitting
from assessments.queries import standing
from assessments.rules.exchange import django_quiz
from assessments.rules.exchange.django_quiz_text import numbers, parsed, without_commas
from assessments.rules.exchange.questions import Read, Refused, Source
from assessments.rules.exchange.report import Came, Report
from lms.ledger.actions.verify_ledger import verify
from lms.people.enums import Role
from lms.people.models import Employee
from tests.assessments.exchange.dumps import ROWS, choice, dump, question, record, sitting
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(',[]{}"\\ a中', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


def read(*rows: Any) -> list[Read | Refused]:
    return list(django_quiz.read(Source(dump(*rows))))


class TestTheText:
    @pytest.mark.parametrize(
        "text",
        ["[1, 2,]", "[1,, 2]", "[1, ,\n, 2, ]", "[,1, 2]", "[1,2,,,]"],
    )
    def test_commas_too_many_count_for_nothing(self, text: str) -> None:
        assert parsed(text.encode()) == [1, 2]

    def test_commas_in_texts_stay(self) -> None:
        assert parsed(b'{"a": "x,,y,]", "b,,": "\\",,",}') == {"a": "x,,y,]", "b,,": '",,'}

    @given(JSON)
    def test_what_is_right_already_stays(self, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False)
        assert json.loads(without_commas(text)) == value

    def test_the_line_of_a_fault(self) -> None:
        with pytest.raises(NotWellFormed) as refusal:
            parsed(b'[\n1,,\n{"a" 1}]')
        assert refusal.value.where["line"] == 3

    def test_another_encoding(self) -> None:
        with pytest.raises(EncodingUnknown):
            parsed('[\n"题"]'.encode("gb18030"))

    def test_quotation_marks_without_end(self) -> None:
        for text in ('"' + '\\"' * 50_000 + "\\", '[1,,"' + '\\"' * 50_000):
            assert without_commas(text).endswith(text[-9:])

    def test_a_bottomless_list(self) -> None:
        with pytest.raises(NotWellFormed):
            parsed(b"[" * 200_000)

    def test_lists_of_numbers(self) -> None:
        assert numbers("3,1,,2,") == (3, 1, 2)
        assert numbers("") == numbers(None) == ()


class TestQuestions:
    def test_every_kind(self) -> None:
        found = read()
        assert all(isinstance(each, Read) for each in found)
        asked = [each.question for each in found if isinstance(each, Read)]
        assert [each.wording.kind for each in asked] == [
            Kind.SINGLE_CHOICE,
            Kind.TRUE_FALSE,
            Kind.ESSAY,
        ]
        assert asked[0].wording.content == {"options": ["五声", "三声"]}
        assert asked[0].wording.key == {"right": [1]}
        assert asked[0].category == ("客户服务", "前台")
        assert asked[1].category == ("客户服务",)
        for each in asked:
            each.wording.check()

    def test_answers_by_their_words(self) -> None:
        rows = choice(1, "?", (1, "b", True), (2, "a", False), answer_order="content")
        (found,) = read(*rows)
        assert isinstance(found, Read)
        assert found.question.wording.content == {"options": ["a", "b"]}
        assert found.question.wording.key == {"right": [1]}

    def test_several_right_ones_are_a_loss(self) -> None:
        (found,) = read(*choice(1, "?", (1, "a", True), (2, "b", True), (3, "c", False)))
        assert isinstance(found, Read) and found.losses
        assert found.question.wording.kind == Kind.MULTIPLE_CHOICE

    def test_a_picture_comes_from_beside_the_dump(self) -> None:
        more: dict[str, Any] = {"figure": "uploads/1.png", "category": None, "quiz": []}
        rows = choice(1, "?", (1, "a", True), (2, "b", False), **more)
        (without,) = read(*rows)
        assert isinstance(without, Refused) and "uploads/1.png" in without.reason
        source = Source(dump(*rows), files={"uploads/1.png": b"PNG"})
        (found,) = django_quiz.read(source)
        assert isinstance(found, Read) and not found.losses
        assert found.question.picture is not None and found.question.picture.content == b"PNG"

    @pytest.mark.parametrize(
        "rows",
        [
            [question(1, "?")],
            choice(1, "?"),
            choice(1, "?", (1, "a", False), (2, "b", False)),
            choice(1, "?", (1, "a", True), (2, "b", True)),
            [record("multichoice.mcquestion", 1)],
            [record("quiz.question", 1), "no record"],
            [question(1, "?"), record("true_false.tf_question", 1)],
            [question(1, "?"), record("true_false.tf_question", 1, correct="maybe")],
            choice(1, "?", (1, "a", True), (2, "b", "so-so")),  # type: ignore[arg-type]
            [question(1, "?\0"), record("true_false.tf_question", 1, correct=True)],
            [record("quiz.category", "9" * 5000, category="?")],  # type: ignore[arg-type]
            [question(1, "?", category="9" * 5000, quiz=["9" * 5000])],
        ],
    )
    def test_a_broken_one_does_not_stop_the_rest(self, rows: list[Any]) -> None:
        good = choice(9, "!", (91, "a", True), (92, "b", False))
        found = read(*rows, *good)
        assert any(isinstance(each, Refused) and each.reason for each in found)
        assert [each.name for each in found if isinstance(each, Read)][-1] == "!"

    @pytest.mark.parametrize("text", ["{}", '"x"', '[{"model": "a.b", "pk": 1, "fields": {}}]'])
    def test_another_file(self, text: str) -> None:
        with pytest.raises(NotThisFormat):
            list(django_quiz.read(Source(text.encode())))


@pytest.fixture
def system(db: None) -> Employee:
    return Employee.objects.system()


@pytest.fixture
def sitter(db: None) -> Employee:
    return EmployeeFactory.create(staff_number="Z20137")


def imported(system: Employee, *rows: Any, is_dry_run: bool = False) -> Report:
    source = Source(dump(*rows))
    format = ExchangeFormat.DJANGO_QUIZ
    return import_questions(actor=system, source=source, format=format, is_dry_run=is_dry_run)


def reasons(report: Report) -> dict[str, str]:
    return {each.place: each.reason for each in report.refused}


@pytest.mark.django_db
class TestTheWholeDump:
    def test_questions_quiz_and_sitting(self, system: Employee, sitter: Employee) -> None:
        report = imported(system)
        assert not report.refused
        assert "auth.user" in {each.place for each in report.lossy}
        quiz = Quiz.objects.get()
        assert (quiz.code, quiz.title, quiz.is_draft) == ("front-desk", "前台礼仪", True)
        assert (quiz.attempts_allowed, quiz.pass_percent) == (1, 66)
        assert quiz.shuffle_questions and quiz.sections.get().questions.count() == 3
        assert str(quiz.category) == "客户服务"
        assert Category.objects.get(name="前台").parent == quiz.category
        kept = Sitting.objects.get()
        assert (kept.employee, kept.state, kept.passed) == (sitter, SittingState.MARKED, True)
        assert (kept.score, kept.max_score, kept.pass_percent) == (2, 3, 66)
        answers = list(Response.objects.order_by("item__position").values_list("answer", flat=True))
        assert answers == [{"chosen": [1]}, {"value": True}, {"text": "先安抚业主"}]
        assert set(ItemMark.objects.values_list("cause", flat=True)) == {MarkCause.IMPORTED}
        assert standing(sitter, quiz).attempts_used == 1
        assert verify().is_sound

    def test_progress_is_named_as_a_loss(self, system: Employee, sitter: Employee) -> None:
        report = imported(system, is_dry_run=True)
        (progress,) = [each for each in report.lossy if each.place == "quiz.progress 1"]
        assert "客户服务,2,3," in progress.losses[0]

    def test_twice_is_once(self, system: Employee, sitter: Employee) -> None:
        imported(system)
        again = imported(system)
        assert {each.came for each in again.taken} == {Came.UNCHANGED}
        assert (Question.objects.count(), Quiz.objects.count(), Sitting.objects.count()) == (
            3,
            1,
            1,
        )

    def test_a_dry_run_says_the_same_and_writes_nothing(
        self, system: Employee, sitter: Employee
    ) -> None:
        dry = imported(system, is_dry_run=True)
        assert not Question.objects.exists() and not Quiz.objects.exists()
        assert not Category.objects.exists() and not Sitting.objects.exists()
        wet = imported(system)
        assert [(each.place, each.code, each.losses) for each in dry.taken] == [
            (each.place, each.code, each.losses) for each in wet.taken
        ]

    def test_sittings_that_stay_out_say_why(self, system: Employee, sitter: Employee) -> None:
        rows = [
            *ROWS,
            record("auth.user", 8, username="nobody"),
            sitting(2, complete=False),
            sitting(3, user=8),
            sitting(4, user=99),
            sitting(5, quiz=5),
            sitting(6, question_order="1,77,"),
            sitting(7, question_order=""),
            sitting(8, start=None),
        ]
        refused = reasons(imported(system, *rows))
        assert {f"quiz.sitting {pk}" for pk in range(2, 9)} <= set(refused)
        assert "nobody" in refused["quiz.sitting 3"] and "77" in refused["quiz.sitting 6"]
        assert Sitting.objects.count() == 1

    def test_losses_of_a_sitting(self, system: Employee, sitter: Employee) -> None:
        rows = [
            *ROWS[:-2],
            sitting(1, user_answers='{"1": "99", "2": "True"}', current_score=3, end=None),
            sitting(
                2,
                user=["z20137"],
                start="2024-04-01T09:00:00Z",
                end="2024-04-01T09:01:00Z",
                incorrect_questions="1,,3,",
                current_score=1,
            ),
        ]
        report = imported(system, *rows)
        losses = {each.place: each.losses for each in report.taken}
        assert len(losses["quiz.sitting 1"]) == 3
        assert losses["quiz.sitting 2"] == ()
        assert [kept.passed for kept in Sitting.objects.order_by("number")] == [True, False]
        assert verify().is_sound

    def test_a_quiz_that_is_open_here_takes_no_old_sittings(
        self, system: Employee, sitter: Employee
    ) -> None:
        imported(system, *ROWS[:-2])
        Quiz.objects.update(is_draft=False)
        assert "quiz.sitting 1" in reasons(imported(system))
        assert not Sitting.objects.exists()

    def test_nobody_takes_over_a_sitting_of_their_own(self, db: None) -> None:
        trainer = holder_of(Role.TRAINER, UnitFactory.create(), staff_number="Z20137")
        refused = reasons(imported(trainer))
        assert refused["quiz.sitting 1"] == str(import_words.SITTING_OF_ONESELF)
        assert Question.objects.exists() and not Sitting.objects.exists()

    def test_nor_of_people_out_of_reach(self, sitter: Employee) -> None:
        trainer = holder_of(Role.TRAINER, UnitFactory.create())
        assert "quiz.sitting 1" in reasons(imported(trainer))
        imported(holder_of(Role.TRAINER, sitter.unit))
        assert Sitting.objects.count() == 1
