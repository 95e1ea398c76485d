"""The back office: questions, quizzes, and the read-only list of sittings."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.models import ModelLogEntry

from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import Feedback, Kind
from assessments.models import Question, Quiz
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.factories.assessments import QuestionFactory, QuizFactory, sitting_of
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of
from tests.rivals import overtaken

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def author(site: Unit, sign_in: Callable[[Employee], Client]) -> Client:
    return sign_in(holder_of(Role.TRAINER, site))


def question_form(**more: Any) -> dict[str, Any]:
    form = {
        "code": "T-1",
        "topic": "茶水",
        "kind": Kind.SINGLE_CHOICE,
        "stem": "茶水几分满？",
        "option_0": "五分",
        "option_1": "七分",
        "right_1": "on",
        "explanation": "七分满。",
        "marks": "2",
    }
    return {name: value for name, value in (form | more).items() if value is not None}


class TestQuestions:
    def test_new_edited_and_looked_back_at(self, author: Client) -> None:
        author.post(reverse("questions:add"), question_form())
        question = Question.objects.get()
        edit = reverse("questions:edit", args=[question.pk])
        assert 'value="七分"' in author.get(edit).content.decode()
        response = author.post(edit, question_form(code=None, option_0="六分", option_4="九分"))
        assert response.status_code == 302
        history = ModelLogEntry.objects.for_instance(question).order_by("timestamp")
        assert [entry.action for entry in history] == ["wagtail.create", "wagtail.edit"]
        assert question.versions.count() == 2
        assert question.current_version.content == {"options": ["六分", "七分", "九分"]}
        assert question.current_version.key == {"right": [1]}
        page = author.get(reverse("questions:versions", args=[question.pk])).content.decode()
        for version in question.versions.all():
            url = reverse("questions:preview", args=[version.pk])
            assert url in page
            assert version.content["options"][0] in author.get(url).content.decode()

    @pytest.mark.parametrize(
        ("form", "content", "key"),
        [
            (
                {"kind": Kind.MULTIPLE_CHOICE, "option_3": "八分", "right_3": "on"},
                {"options": ["五分", "七分", "八分"]},
                {"right": [1, 2]},
            ),
            ({"kind": Kind.TRUE_FALSE, "truth": "false"}, {}, {"right": False}),
        ],
    )
    def test_every_kind(self, author: Client, form: Any, content: Any, key: Any) -> None:
        author.post(reverse("questions:add"), question_form(**form))
        version = Question.objects.get().current_version
        assert (version.content, version.key) == (content, key)
        assert author.get(reverse("questions:edit", args=[version.question_id])).status_code == 200
        assert author.get(reverse("questions:preview", args=[version.pk])).status_code == 200

    @pytest.mark.parametrize(
        "wrong",
        [
            {"right_1": None},
            {"right_0": "on"},
            {"option_1": "五分"},
            {"option_1": None},
            {"kind": Kind.TRUE_FALSE},
            {"kind": "essay"},
            {"marks": "0"},
            {"stem": ""},
            {"code": "中文"},
        ],
    )
    def test_what_cannot_be_marked_comes_back(self, author: Client, wrong: Any) -> None:
        response = author.post(reverse("questions:add"), question_form(**wrong))
        assert response.status_code == 200
        assert response.context["form"].errors
        assert not Question.objects.exists()

    def test_a_code_in_use_comes_back(self, author: Client) -> None:
        QuestionFactory.create(code="T-1")
        response = author.post(reverse("questions:add"), question_form())
        assert response.context["form"].errors
        assert Question.objects.count() == 1

    def test_a_code_taken_meanwhile_is_named_beside_its_field(self, author: Client) -> None:
        # The form asks first; somebody else is quicker than the action.
        rival = overtaken(
            "assessments_question", lambda: QuestionFactory.create(code="T-1"), after=2
        )
        with rival:
            response = author.post(reverse("questions:add"), question_form())
        assert response.status_code == 200
        assert list(response.context["form"].errors) == ["code"]

    def test_searched_and_filtered(self, author: Client) -> None:
        tea = QuestionFactory.create(
            topic="茶水", version__stem="茶水几分满？", version__english={"stem": "How full?"}
        )
        QuestionFactory.create(version__true_false=True)
        quiz = QuizFactory.create(of=[tea], draw=1)
        for query in (
            {"q": "几分满"},
            {"q": "幾分滿"},
            {"q": "how full"},
            {"q": tea.code},
            {"kind": Kind.SINGLE_CHOICE},
            {"topic": "茶水"},
            {"quizzes": quiz.pk},
        ):
            page = author.get(reverse("questions:index"), query)
            assert list(page.context["object_list"]) == [tea], query

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_costs_a_fixed_number_of_queries(
        self, author: Client, number: int, django_assert_num_queries: Any
    ) -> None:
        QuizFactory.create(size=number)
        author.get(reverse("questions:index"))
        with django_assert_num_queries(14):
            author.get(reverse("questions:index"))

    def test_nothing_is_deleted(self) -> None:
        for name in ("questions:delete", "quizzes:delete", "sittings:edit", "sittings:delete"):
            with pytest.raises(NoReverseMatch):
                reverse(name, args=[1])


class TestQuizzes:
    def form(self, questions: list[Question], **more: Any) -> dict[str, Any]:
        return {
            "code": "exam",
            "title": "考试",
            "draw": "2",
            "shuffle": "on",
            "pass_percent": "80",
            "time_limit_minutes": "30",
            "attempts_allowed": "3",
            "feedback": Feedback.FULL,
            "questions": [question.pk for question in questions],
        } | more

    def test_new_and_edited(self, author: Client) -> None:
        first, second, third = QuestionFactory.create_batch(3)
        author.post(reverse("quizzes:add"), self.form([first, second]))
        quiz = Quiz.objects.get()
        edit = reverse("quizzes:edit", args=[quiz.pk])
        assert author.get(edit).status_code == 200
        response = author.post(edit, self.form([third, second], title="新考试", draw="3"))
        quiz.refresh_from_db()
        assert (quiz.title, quiz.code) == ("新考试", "exam")
        assert [row.question for row in quiz.quiz_questions.all()] == [second, third]
        messages = [str(message) for message in response.wsgi_request._messages]
        assert any("3" in message and "2" in message for message in messages)

    def test_the_list_says_whether_the_pool_suffices(self, author: Client) -> None:
        QuizFactory.create(of=QuestionFactory.create_batch(2), draw=5)
        page = author.get(reverse("quizzes:index")).content.decode()
        assert "3" in page

    def test_bad_settings_come_back(self, author: Client) -> None:
        for wrong in ({"pass_percent": "101"}, {"draw": "0"}, {"questions": ["999"]}):
            response = author.post(reverse("quizzes:add"), self.form([]) | wrong)
            assert response.context["form"].errors
        assert not Quiz.objects.exists()


class TestSittings:
    def test_only_people_of_the_own_units(self, author: Client, site: Unit) -> None:
        mine = submit_sitting_of(EmployeeFactory.create(unit=site))
        submit_sitting_of(EmployeeFactory.create())
        page = author.get(reverse("sittings:index"))
        assert [sitting.pk for sitting in page.context["object_list"]] == [mine]
        exported = author.get(reverse("sittings:index"), {"export": "csv"})
        lines = exported.getvalue().decode().strip().splitlines()
        assert len(lines) == 2

    def test_searched_by_name(self, author: Client, site: Unit) -> None:
        mine = submit_sitting_of(EmployeeFactory.create(unit=site, name="王秀兰"))
        submit_sitting_of(EmployeeFactory.create(unit=site))
        page = author.get(reverse("sittings:index"), {"q": "秀兰"})
        assert [sitting.pk for sitting in page.context["object_list"]] == [mine]

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_costs_a_fixed_number_of_queries(
        self, author: Client, site: Unit, number: int, django_assert_num_queries: Any
    ) -> None:
        for __ in range(number):
            submit_sitting_of(EmployeeFactory.create(unit=site))
        author.get(reverse("sittings:index"))
        with django_assert_num_queries(12):
            author.get(reverse("sittings:index"))


def submit_sitting_of(employee: Employee) -> Any:
    return submit_sitting(actor=employee, sitting=sitting_of(employee)).pk


@pytest.mark.parametrize(
    "name", ["questions:index", "questions:add", "quizzes:index", "quizzes:add", "sittings:index"]
)
def test_learners_and_strangers_are_kept_out(
    client: Client, learner: Employee, sign_in: Callable[[Employee], Client], name: str
) -> None:
    assert client.get(reverse(name)).status_code == 302
    assert sign_in(learner).get(reverse(name)).status_code in (302, 403)


def test_hr_sees_sittings_but_writes_no_questions(
    site: Unit, sign_in: Callable[[Employee], Client]
) -> None:
    question = QuestionFactory.create()
    client = sign_in(holder_of(Role.HR_OFFICER, site))
    assert client.get(reverse("sittings:index")).status_code == 200
    for url in (
        reverse("questions:add"),
        reverse("questions:versions", args=[question.pk]),
        reverse("questions:preview", args=[question.current_version.pk]),
    ):
        assert client.get(url).status_code in (302, 403)


def test_nothing_without_drafts_is_called_live(author: Client) -> None:
    for url in (
        reverse("questions:edit", args=[QuestionFactory.create().pk]),
        reverse("quizzes:edit", args=[QuizFactory.create().pk]),
    ):
        assert "data-side-panel-toggle" not in author.get(url).text
