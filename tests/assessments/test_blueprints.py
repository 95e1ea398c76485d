"""What the bank makes of a quiz: the page of its blueprint and the reads behind it."""

from collections.abc import Callable
from itertools import combinations, product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.admin.blueprints import papers_in_words
from assessments.enums import Difficulty, Kind, QuestionState
from assessments.models import Question, Quiz
from assessments.queries.coverage import bank_table
from assessments.rules.blueprint import Candidate, Section
from assessments.rules.paper_marks import marks_range
from lms.people.enums import Role
from lms.people.models import Employee
from tests.assessments.test_quiz_office import listed, quiz_form, rule
from tests.factories.assessments import (
    CategoryFactory,
    QuestionFactory,
    QuizFactory,
    SectionFactory,
    SkillFactory,
    list_questions,
    put_in_use,
    quiz_of_kinds,
)
from tests.factories.people import UnitFactory, holder_of


@pytest.fixture
def author(sign_in: Callable[[Employee], Client]) -> Client:
    return sign_in(holder_of(Role.TRAINER, UnitFactory.create()))


def page_of(client: Client, quiz: Quiz, **query: Any) -> Any:
    response = client.get(reverse("quizzes:blueprint", args=[quiz.pk]), query)
    assert response.status_code == 200
    return response


def example(response: Any) -> list[str]:
    return [item.version.stem for __, items in response.context["example"] for item in items]


@pytest.mark.django_db
class TestBlueprintPage:
    def test_a_quiz_that_the_bank_fills(self, author: Client) -> None:
        quiz = QuizFactory.create(of=QuestionFactory.create_batch(5), draw=2, time_limit_minutes=3)
        context = page_of(author, quiz).context
        assert context["shortage"] == ""
        assert "10" in context["papers"]
        assert (context["marks"], context["size"]) == ("4", 2)
        assert "1" in context["time_each"] and "30" in context["time_each"]

    def test_marks_range_where_questions_differ(self, author: Client) -> None:
        questions = [QuestionFactory.create(version__marks=marks) for marks in (1, 2, 5)]
        quiz = QuizFactory.create(of=questions, draw=2)
        assert page_of(author, quiz).context["marks"] == "3–7"

    def test_says_which_section_lacks_how_many(self, author: Client) -> None:
        quiz = QuizFactory.create(size=2)
        category = CategoryFactory.create()
        QuestionFactory.create_batch(3, category=CategoryFactory.create(parent=category))
        SectionFactory.create(quiz=quiz, position=9, count=5, category=category)
        response = page_of(author, quiz)
        assert not response.context["example"]
        shortage = response.context["shortage"]
        assert all(number in shortage for number in "253")
        assert shortage in response.text

    def test_questions_that_fit_but_are_taken_by_another_section(self, author: Client) -> None:
        questions = QuestionFactory.create_batch(2)
        quiz = QuizFactory.create(of=questions, draw=2)
        list_questions(SectionFactory.create(quiz=quiz, position=9, count=1), questions)
        response = page_of(author, quiz)
        second = response.context["parts"][1]
        assert second.is_enough
        assert response.context["short_section"] == second.number

    def test_how_many_fit_by_difficulty_and_what_is_missing(self, author: Client) -> None:
        skill = SkillFactory.create()
        QuestionFactory.create_batch(2, skill=skill, difficulty=Difficulty.HARD)
        QuestionFactory.create(code="DRAFT", skill=skill, in_use=False)
        put_in_use(QuestionFactory.create(code="OLD", skill=skill), QuestionState.RETIRED)
        put_in_use(QuestionFactory.create(code="DOUBT", skill=skill), QuestionState.QUARANTINED)
        quiz = QuizFactory.create(of=[put_in_use(QuestionFactory.create(), "retired")], draw=1)
        SectionFactory.create(quiz=quiz, position=9, skill=skill)
        first, second = page_of(author, quiz).context["parts"]
        assert [bar.count for bar in second.bars] == [0, 0, 2]
        assert [question.code for question in second.missing] == ["DOUBT", "DRAFT"]
        assert [question.state for question in first.missing] == [QuestionState.RETIRED]

    def test_the_same_number_is_the_same_example(self, author: Client) -> None:
        quiz = QuizFactory.create(of=QuestionFactory.create_batch(8), draw=4)
        papers = [example(page_of(author, quiz, seed=seed)) for seed in (1, 1, 2, 3, 4)]
        assert papers[0] == papers[1]
        assert len(set(map(tuple, papers))) > 1
        assert all(len(set(paper)) == 4 for paper in papers)

    @pytest.mark.parametrize("seed", ["", "x", "-1", "9" * 50, "²", "\0"])
    def test_any_number_in_the_address_is_borne(self, author: Client, seed: str) -> None:
        quiz = QuizFactory.create()
        assert len(example(page_of(author, quiz, seed=seed))) == 3

    def test_every_kind_is_shown_also_as_the_learner_sees_it(self, author: Client) -> None:
        quiz = quiz_of_kinds(*Kind.values)
        paper = author.get(reverse("quizzes:paper", args=[quiz.pk]))
        assert "<form" not in paper.text
        for page in (page_of(author, quiz), paper):
            for question in Question.objects.all():
                assert question.current_version.stem in page.text

    def test_without_a_paper_nothing_is_seen_of_one(self, author: Client) -> None:
        quiz = SectionFactory.create(count=9).quiz
        page = author.get(reverse("quizzes:paper", args=[quiz.pk]))
        assert page.url == reverse("quizzes:blueprint", args=[quiz.pk])

    def test_a_quiz_without_sections(self, author: Client) -> None:
        response = page_of(author, QuizFactory.create(size=0))
        assert response.context["size"] == 0

    def test_reviewers_look_without_ways_to_edit(
        self, sign_in: Callable[[Employee], Client]
    ) -> None:
        quiz = QuizFactory.create()
        client = sign_in(holder_of(Role.REVIEWER, UnitFactory.create()))
        assert reverse("quizzes:edit", args=[quiz.pk]) not in page_of(client, quiz).text

    def test_learners_see_none(self, client: Client, learner: Employee) -> None:
        quiz = QuizFactory.create()
        client.force_login(learner, backend="lms.people.backends.RoleGrantBackend")
        url = reverse("quizzes:blueprint", args=[quiz.pk])
        assert client.get(url).status_code in (302, 403)

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_a_fixed_number_of_queries(
        self, author: Client, number: int, django_assert_num_queries: Any
    ) -> None:
        quiz, category = QuizFactory.create(size=number), CategoryFactory.create()
        for position in range(number):
            QuestionFactory.create(category=category, skill=SkillFactory.create())
            SectionFactory.create(quiz=quiz, position=position + 1, category=category)
        page_of(author, quiz)
        with django_assert_num_queries(18):
            page_of(author, quiz)


@pytest.mark.django_db
class TestPreviewOfWhatIsTyped:
    def test_nothing_is_saved(self, author: Client) -> None:
        questions = QuestionFactory.create_batch(3)
        form = quiz_form(listed(questions[:2]), rule(1), title="")
        response = author.post(reverse("quizzes:preview"), form)
        assert response.status_code == 200
        assert len(example(response)) == 3
        assert not Quiz.objects.exists()

    def test_of_a_quiz_that_exists_under_its_own_code(self, author: Client) -> None:
        quiz = QuizFactory.create(code="exam")
        QuestionFactory.create()
        response = author.post(reverse("quizzes:preview"), quiz_form(rule(9)))
        assert "9" in response.context["shortage"]
        assert quiz.sections.get().count == 3

    def test_sections_that_make_no_sense_are_named(self, author: Client) -> None:
        response = author.post(reverse("quizzes:preview"), quiz_form(rule(0)))
        assert response.status_code == 400
        assert response.context["sections"][0].errors["count"][0] in response.text

    def test_is_sent_by_a_form_only(self, author: Client) -> None:
        assert author.get(reverse("quizzes:preview")).status_code == 405


@pytest.mark.django_db
def test_the_table_of_the_bank_counts_what_a_rule_would_find() -> None:
    skill = SkillFactory.create(name="应答")
    above = CategoryFactory.create(name="客服")
    below = CategoryFactory.create(name="电话", parent=above)
    CategoryFactory.create(name="空")
    QuestionFactory.create(category=below, skill=skill, difficulty=Difficulty.HARD)
    QuestionFactory.create(category=above, difficulty=Difficulty.EASY)
    QuestionFactory.create(difficulty=Difficulty.MEDIUM)
    QuestionFactory.create(category=below, in_use=False)
    (everything, *rest) = [(row.label, row.depth, row.counts) for row in bank_table()]
    assert everything[2] == (1, 1, 1)
    assert rest == [
        ("应答", 1, (0, 0, 1)),
        ("客服", 1, (1, 0, 1)),
        ("应答", 2, (0, 0, 1)),
        ("电话", 2, (0, 0, 1)),
        ("应答", 3, (0, 0, 1)),
    ]


@pytest.mark.parametrize("number", [0, 1, 1_184_040, None, 10**40])
def test_numbers_of_papers_are_written_for_people(number: int | None) -> None:
    words = papers_in_words(number)
    assert words
    assert len(words) < 60


POOLS = st.lists(
    st.tuples(st.lists(st.integers(0, 6), min_size=1, max_size=5, unique=True), st.integers(1, 3)),
    max_size=3,
)


@given(POOLS, st.lists(st.integers(1, 9), min_size=7, max_size=7))
def test_the_range_of_marks_is_that_of_all_papers(
    pools: list[tuple[list[int], int]], worth: list[int]
) -> None:
    marks = dict(enumerate(worth))
    sections = [
        Section("", tuple(Candidate(pk, pk) for pk in pool), count) for pool, count in pools
    ]
    every = product(*(combinations(pool, count) for pool, count in pools))
    papers = [[pk for part in parts for pk in part] for parts in every]
    totals = [sum(marks[pk] for pk in paper) for paper in papers if len({*paper}) == len(paper)]
    expected = (min(totals), max(totals)) if totals else None
    assert marks_range(sections, marks) == expected
