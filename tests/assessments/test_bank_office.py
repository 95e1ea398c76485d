"""The back office of the question bank: the list, review and use, categories, downloads."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from assessments.enums import Difficulty, Kind, QuestionState
from assessments.models import Category, Question, QuestionStep
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.assessments.typed_questions import TALK, added
from tests.factories.assessments import (
    OF_KIND,
    CategoryFactory,
    QuestionFactory,
    QuestionVersionFactory,
    QuizFactory,
    SectionFactory,
    SkillFactory,
)
from tests.factories.people import UnitFactory, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def author(site: Unit, sign_in: Callable[[Employee], Client]) -> Client:
    return sign_in(holder_of(Role.TRAINER, site))


@pytest.fixture
def reviewer(site: Unit) -> Client:
    client = Client()
    client.force_login(
        holder_of(Role.REVIEWER, site), backend="lms.people.backends.RoleGrantBackend"
    )
    return client


class TestList:
    def test_searched_and_filtered(self, author: Client) -> None:
        above = CategoryFactory.create()
        skill = SkillFactory.create()
        tea = QuestionFactory.create(
            category=CategoryFactory.create(parent=above),
            skill=skill,
            difficulty=Difficulty.HARD,
            language="en",
            version__stem="茶水几分满？",
            version__english={"stem": "How full?"},
        )
        tea.tags.set(["接待"])
        QuestionFactory.create(version__true_false=True, in_use=False)
        listing = QuizFactory.create(of=[tea], size=1)
        ruling = SectionFactory.create(category=above).quiz
        for query in (
            {"q": "几分满"},
            {"q": "幾分滿"},
            {"q": "how full"},
            {"q": tea.code},
            {"kind": Kind.SINGLE_CHOICE},
            {"category": above.pk},
            {"tag": tea.tags.get().pk},
            {"skill": skill.pk},
            {"difficulty": Difficulty.HARD},
            {"language": "en"},
            {"state": QuestionState.IN_USE},
            {"quiz": listing.pk},
            {"quiz": ruling.pk},
        ):
            page = author.get(reverse("questions:index"), query)
            assert list(page.context["object_list"]) == [tea], query

    def test_says_state_version_and_use(self, author: Client) -> None:
        question = QuestionFactory.create()
        QuestionVersionFactory.create(question=question, number=2)
        quiz = QuizFactory.create(of=[question], size=1)
        page = author.get(reverse("questions:index")).text
        assert "q-in_use" in page
        assert quiz.title in page
        assert "第 2 版，抽用第 1 版" in page

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_a_fixed_number_of_queries(
        self, author: Client, number: int, django_assert_num_queries: Any
    ) -> None:
        QuizFactory.create(size=number)
        for question in Question.objects.all():
            question.tags.set([f"标签{question.pk}"])
        SectionFactory.create(category=CategoryFactory.create())
        author.get(reverse("questions:index"))
        with django_assert_num_queries(21):
            author.get(reverse("questions:index"))

    def test_nothing_is_deleted(self) -> None:
        for name in ("questions", "question_categories", "question_skills"):
            with pytest.raises(NoReverseMatch):
                reverse(f"{name}:delete", args=[1])

    def test_downloaded_as_json(self, author: Client, reviewer: Client) -> None:
        for kind in Kind:
            QuestionFactory.create(version__kind=kind)
        every = json.loads(author.get(reverse("questions:export_all")).content)
        assert len(every["questions"]) == len(every["schema"]) == len(Kind)
        cloze = {"kind": Kind.CLOZE}
        some = json.loads(author.get(reverse("questions:export_all"), cloze).content)
        assert [each["kind"] for each in some["questions"]] == ["cloze"]
        question = Question.objects.get(code=some["questions"][0]["code"])
        one = json.loads(author.get(reverse("questions:export", args=[question.pk])).content)
        assert one == some
        assert (one["questions"][0]["content"], one["questions"][0]["key"]) == OF_KIND["cloze"]
        for url in (
            reverse("questions:export_all"),
            reverse("questions:export", args=[question.pk]),
        ):
            assert reviewer.get(url).status_code in (302, 403)


class TestStanding:
    def stand(self, client: Client, question: Question, **form: Any) -> Any:
        url = reverse("questions:standing", args=[question.pk])
        return client.post(url, form) if form else client.get(url)

    def test_from_draft_to_use(self, author: Client, reviewer: Client) -> None:
        question = added(author, Kind.ORDERING)
        assert not self.stand(author, question).context["standing"].can_review
        assert self.stand(reviewer, question).context["standing"].can_review
        assert self.stand(reviewer, question, target="review", seen="1").status_code == 302
        assert self.stand(author, question, target="in_use").status_code == 302
        question.refresh_from_db()
        assert (question.state, question.drawn) == ("in_use", question.current_version)
        history = self.stand(reviewer, question).text
        assert history.count("→") == 2

    def test_a_newer_version_waits_beside_the_one_that_is_drawn(
        self, author: Client, reviewer: Client
    ) -> None:
        question = QuestionFactory.create(version__stem="三声之内？")
        QuestionVersionFactory.create(question=question, number=2, stem="四声之内？")
        page = self.stand(reviewer, question).text
        assert "<del>三</del>" in page
        assert "<ins>四</ins>" in page
        edit = author.get(reverse("questions:edit", args=[question.pk])).text
        assert reverse("questions:standing", args=[question.pk]) in edit
        self.stand(reviewer, question, target="review", seen="2")
        question.refresh_from_db()
        assert question.drawn.number == 2
        assert question.state == QuestionState.IN_USE

    def test_a_version_that_came_meanwhile_is_not_reviewed(self, reviewer: Client) -> None:
        question = QuestionFactory.create()
        for number in (2, 3):
            QuestionVersionFactory.create(question=question, number=number, stem=f"{number}？")
        page = self.stand(reviewer, question, target="review", seen="2")
        assert 'role="alert"' in page.text
        question.refresh_from_db()
        assert question.drawn.number == 1

    def test_nobody_reviews_their_own(self, site: Unit, client: Client) -> None:
        both = holder_of(Role.ADMINISTRATOR, site)
        client.force_login(both, backend="lms.people.backends.RoleGrantBackend")
        question = QuestionFactory.create(in_use=False, version__created_by=both)
        page = self.stand(client, question)
        assert not page.context["standing"].can_review
        assert page.context["standing"].obstacle in page.text
        self.stand(client, question, target="review", seen="1")
        question.refresh_from_db()
        assert question.state == QuestionState.DRAFT

    def test_quarantine_needs_a_reason_and_keeps_what_was_typed(self, author: Client) -> None:
        question = QuestionFactory.create()
        refused = self.stand(author, question, target="quarantined", reason=" ")
        assert 'role="alert"' in refused.text
        assert not QuestionStep.objects.exists()
        self.stand(author, question, target="quarantined", reason="选项二有歧义")
        question.refresh_from_db()
        assert question.state == QuestionState.QUARANTINED
        assert "选项二有歧义" in self.stand(author, question).text

    @pytest.mark.parametrize("target", ["in_use", "draft", "nonsense", ""])
    def test_a_move_that_is_not_open_is_refused_in_words(self, author: Client, target: str) -> None:
        question = QuestionFactory.create(in_use=False)
        page = self.stand(author, question, target=target, reason="x")
        assert page.status_code == 200
        assert 'role="alert"' in page.text

    def test_says_where_it_is_used(self, author: Client) -> None:
        category = CategoryFactory.create()
        question = QuestionFactory.create(category=category)
        listing = QuizFactory.create(of=[question], size=1)
        ruling = SectionFactory.create(category=category).quiz
        usage = self.stand(author, question).context["usage"]
        assert (usage.listed, usage.fitting) == ((listing,), (ruling,))


class TestCategories:
    def form(self, **more: Any) -> dict[str, Any]:
        return {
            "code": "phone",
            "name": "电话",
            "name_en": "",
            "parent": "",
            "position": "0",
        } | more

    def test_kept_as_a_tree_with_counts(self, author: Client) -> None:
        author.post(reverse("question_categories:add"), self.form())
        phone = Category.objects.get()
        author.post(
            reverse("question_categories:add"),
            self.form(code="answer", name="接听", parent=phone.pk),
        )
        answer = Category.objects.get(code="answer")
        QuestionFactory.create(category=answer)
        page = author.get(reverse("question_categories:index"))
        assert list(page.context["object_list"]) == [phone, answer]
        assert "\u2003接听" in page.text
        assert f"category={phone.pk}" in page.text

    def test_a_loop_is_refused_at_its_field(self, author: Client) -> None:
        above = CategoryFactory.create()
        under = CategoryFactory.create(parent=above)
        edit = reverse("question_categories:edit", args=[above.pk])
        for parent in (under, above):
            response = author.post(
                edit, self.form(code=None, parent=parent.pk) | {"code": above.code}
            )
            assert response.status_code == 200
            assert response.context["form"].errors
        above.refresh_from_db()
        assert above.parent is None

    @pytest.mark.parametrize("name", ["question_categories", "question_skills"])
    @pytest.mark.parametrize("number", [1, 3])
    def test_lists_cost_a_fixed_number_of_queries(
        self, author: Client, name: str, number: int, django_assert_num_queries: Any
    ) -> None:
        for __ in range(number):
            QuestionFactory.create(
                category=CategoryFactory.create(parent=CategoryFactory.create()),
                skill=SkillFactory.create(),
            )
        author.get(reverse(f"{name}:index"))
        with django_assert_num_queries(10):
            author.get(reverse(f"{name}:index"))

    def test_skills(self, author: Client, reviewer: Client) -> None:
        add = reverse("question_skills:add")
        assert author.post(add, {"code": "words", "name": "说得出"}).status_code == 302
        taken = author.post(add, {"code": "words", "name": "另一个"})
        assert list(taken.context["form"].errors) == ["code"]
        assert reviewer.get(reverse("question_skills:index")).status_code == 200
        assert reviewer.get(add).status_code in (302, 403)


@pytest.mark.parametrize("name", ["questions:index", "questions:add", "question_categories:index"])
def test_learners_and_strangers_are_kept_out(
    client: Client, learner: Employee, sign_in: Callable[[Employee], Client], name: str
) -> None:
    assert client.get(reverse(name)).status_code == 302
    assert sign_in(learner).get(reverse(name)).status_code in (302, 403)


def test_hr_writes_and_sees_no_questions(site: Unit, sign_in: Callable[[Employee], Client]) -> None:
    question = QuestionFactory.create()
    client = sign_in(holder_of(Role.HR_OFFICER, site))
    for url in (
        reverse("questions:add"),
        reverse("questions:versions", args=[question.pk]),
        reverse("questions:standing", args=[question.pk]),
        reverse("questions:preview", args=[question.current_version.pk]),
    ):
        assert client.get(url).status_code in (302, 403)
    assert client.post(reverse("questions:picture"), {"talk": TALK}).status_code in (302, 403)


def test_a_question_is_not_called_live(author: Client) -> None:
    url = reverse("questions:edit", args=[QuestionFactory.create().pk])
    assert "data-side-panel-toggle" not in author.get(url).text
