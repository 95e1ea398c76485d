"""Dumps of django-quiz-app that are at odds with themselves: nobody gets what is another's, nothing
is passed over in silence, and a dry run says what the real run says."""

import copy
import re
from typing import Any

import pytest

from assessments.errors import import_words
from assessments.models import Category, Question, Quiz, Sitting
from assessments.rules.exchange.questions import Read
from assessments.rules.exchange.report import Came, Report
from lms.people.models import Employee
from tests.assessments.exchange.dumps import ROWS, Row, choice, question, record, sitting
from tests.assessments.exchange.test_django_quiz import imported, read, reasons
from tests.factories.people import EmployeeFactory


@pytest.fixture
def system(db: None) -> Employee:
    EmployeeFactory.create(staff_number="Z20137")
    return Employee.objects.system()


def with_fields(pk: int, model: str, **fields: Any) -> list[Row]:
    """The dump, a record of which has other fields."""
    rows = copy.deepcopy(ROWS)
    for row in rows:
        if (row["model"], row["pk"]) == (model, pk):
            row["fields"] |= fields
    return rows


def losses(report: Report) -> dict[str, tuple[str, ...]]:
    return {each.place: each.losses for each in report.taken}


def both_ways(system: Employee, *rows: Row) -> Report:
    """The report of a real run, which is that of the dry run before it."""
    dry = imported(system, *rows, is_dry_run=True)
    wet = imported(system, *rows)
    assert wet.as_json() == dry.as_json()
    return wet


class TestWhoseASittingIs:
    def test_other_tables_with_names_are_not_people(self, system: Employee) -> None:
        EmployeeFactory.create(staff_number="OTHER")
        imported(system, *ROWS, record("shop.customer", 7, username="other"))
        assert Sitting.objects.get().employee.staff_number == "Z20137"

    def test_a_table_of_people_of_ones_own(self, system: Employee) -> None:
        rows = [
            record("accounts.user", 7, username="z20137", password="!"),
            record("shop.customer", 7, username="other"),
            *ROWS[1:],
        ]
        assert not any("sitting" in place for place in reasons(imported(system, *rows)))

    @pytest.mark.parametrize("model", ["auth.user", "other.user"])
    def test_a_number_of_several(self, system: Employee, model: str) -> None:
        known = record(model.replace("other", "accounts"), 7, username="z20137", password="!")
        rows = [known, record(model, 7, username="other", password="!"), *ROWS[1:]]
        refused = reasons(imported(system, *rows))
        assert refused["quiz.sitting 1"] == str(import_words.SITTING_OF_SEVERAL) % {"user": 7}
        assert not Sitting.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row",
    [
        sitting(2, question_order=[None]),
        sitting(2, question_order={"a": 1}),
        sitting(2, incorrect_questions=[1e999]),
        sitting(2, user=["z\0"]),
        sitting(2, user="9" * 5000),
        sitting(2, start="0001-01-01T00:00:00+08:00"),
        record("quiz.quiz", 2, title="坏", pass_mark="x"),
        record("quiz.quiz", 2, title="坏\0", pass_mark=1),
    ],
)
def test_one_bad_record_does_not_stop_the_rest(system: Employee, row: Row) -> None:
    report = imported(system, *ROWS, row, sitting(3, quiz=2))
    assert {f"{row['model']} 2", "quiz.sitting 3"} <= set(reasons(report))
    assert Sitting.objects.count() == 1


@pytest.mark.parametrize("said", [True, "True", "T", "yes", 1])
def test_words_for_true(said: object) -> None:
    (found,) = read(question(1, "?"), record("true_false.tf_question", 1, correct=said))
    assert isinstance(found, Read) and found.question.wording.key == {"right": True}


@pytest.mark.django_db
class TestNothingInSilence:
    def test_what_a_question_belongs_to_is_missing(self, system: Employee) -> None:
        rows = with_fields(2, "quiz.question", category=8, sub_category=9, quiz=[1, 7])
        found = losses(imported(system, *rows))
        assert [re.findall("[a-z_]+ [0-9]+", loss) for loss in found["quiz.question 2"]] == [
            ["category 8"],
            ["sub_category 9"],
            ["quiz 7"],
        ]
        assert not found["quiz.category 1"] and not found["quiz.subcategory 1"]
        assert not found["quiz.question 1"]

    def test_a_question_of_several_kinds(self) -> None:
        rows = choice(1, "?", (1, "a", True), (2, "b", False), category=None, quiz=[])
        found = read(*rows, record("essay.essay_question", 1), record("multichoice.mcquestion", 1))
        assert isinstance(found[-1], Read)
        (loss,) = found[-1].losses
        assert "essay.essay_question" in loss

    def test_answers_of_no_choice(self) -> None:
        rows = choice(1, "?", (1, "a", True), (2, "b", False), category=None, quiz=[])
        del rows[1]
        (found,) = read(*rows, record("true_false.tf_question", 1, correct=True))
        assert isinstance(found, Read) and len(found.losses) == 1 and "2" in found.losses[0]

    def test_a_quiz_begins_as_a_draft_that_keeps_results(self, system: Employee) -> None:
        rows = with_fields(1, "quiz.quiz", exam_paper=False)
        assert losses(imported(system, *rows))["quiz.quiz 1"] == (
            str(import_words.QUIZ_IS_DRAFT),
            str(import_words.RESULTS_ARE_KEPT),
        )

    @pytest.mark.parametrize("fields", [{"pass_mark": 70}, {"max_questions": 2}, {"category": 2}])
    def test_a_quiz_that_is_here_otherwise(self, system: Employee, fields: dict[str, int]) -> None:
        other = record("quiz.category", 2, category="安全")
        imported(system, *ROWS, other)
        words = str(import_words.QUIZ_CHANGED_SINCE)
        Quiz.objects.update(is_draft=False)
        assert words not in losses(imported(system, *ROWS, other))["quiz.quiz 1"]
        rows = [*with_fields(1, "quiz.quiz", **fields), other]
        assert words in losses(imported(system, *rows))["quiz.quiz 1"]

    def test_a_quiz_that_asks_other_questions(self, system: Employee) -> None:
        imported(system)
        more = [question(4, "再问一题。"), record("true_false.tf_question", 4, correct=True)]
        again = losses(imported(system, *ROWS, *more))
        assert str(import_words.QUIZ_CHANGED_SINCE) in again["quiz.quiz 1"]

    def test_questions_that_did_not_stand_on_a_sitting(self, system: Employee) -> None:
        rows = [
            *ROWS[:-2],
            sitting(1, incorrect_questions="3,8,", user_answers='{"2": "True", "9": "1"}'),
        ]
        found = losses(imported(system, *rows))["quiz.sitting 1"]
        assert ["8" in found[0], "9" in found[1], len(found)] == [True, True, 2]


@pytest.mark.django_db
class TestADryRunSaysTheSame:
    def test_of_the_whole_dump(self, system: Employee) -> None:
        both_ways(system)

    def test_of_quizzes_with_like_addresses(self, system: Employee) -> None:
        quiz = next(row["fields"] for row in ROWS if row["model"] == "quiz.quiz")
        url = "x" * 30
        more = [
            record("quiz.quiz", number, **(quiz | {"url": url + end, "title": title}))
            for number, (end, title) in enumerate(
                [("", "甲"), ("a", "甲"), ("", "乙"), ("", "甲")], start=2
            )
        ]
        rows = [*with_fields(2, "quiz.question", quiz=[1, 2, 3, 4, 5]), *more]
        report = both_ways(system, *rows)
        came = [each.came for each in report.taken if each.place.startswith("quiz.quiz")]
        assert came == [*[Came.NEW] * 4, Came.UNCHANGED]
        assert str(import_words.QUIZ_TWICE) in losses(report)["quiz.quiz 5"]
        assert Quiz.objects.count() == 4
        again = imported(system, *rows)
        assert not [each for each in again.taken if each.came == Came.NEW]

    def test_of_a_sitting_that_stands_twice(self, system: Employee) -> None:
        report = both_ways(system, *ROWS, sitting(2))
        assert str(import_words.SITTING_TWICE) in losses(report)["quiz.sitting 2"]
        assert (Sitting.objects.count(), Question.objects.count()) == (1, 3)

    def test_of_categories(self, system: Employee) -> None:
        report = both_ways(system)
        came = {each.place: each.came for each in report.taken}
        assert came["quiz.category 1"] == came["quiz.subcategory 1"] == Came.NEW
        assert Category.objects.count() == 2
        again = {each.place: each.came for each in both_ways(system).taken}
        assert set(again.values()) == {Came.UNCHANGED}
