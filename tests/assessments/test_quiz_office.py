"""The back office: quizzes with their sections, allowances, and the read-only list of sittings."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from assessments.enums import (
    Difficulty,
    LatePolicy,
    Layout,
    Outcome,
    QuestionState,
    SittingState,
    When,
)
from assessments.models import Allowance, Question, Quiz, Sitting
from assessments.queries.blueprints import settings_of
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.factories.assessments import (
    CategoryFactory,
    QuestionFactory,
    QuizFactory,
    SectionFactory,
    SkillFactory,
    handed_in,
    list_questions,
    put_in_use,
    sitting_of,
)
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db

SETTINGS = {
    "code": "exam",
    "title": "考试",
    "time_limit_minutes": "30",
    "attempts_allowed": "3",
    "resit_delay_hours": "0",
    "pass_percent": "80",
    "outcome": Outcome.BEST,
    "late_policy": LatePolicy.NEVER,
    "grace_seconds": "0",
    "marking_days": "3",
    "layout": Layout.ONE,
    "show_answers": When.END,
    "show_marks": When.END,
    "show_key": When.NEVER,
    "show_explanation": When.END,
}


@pytest.fixture
def site() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def trainer(site: Unit) -> Employee:
    return holder_of(Role.TRAINER, site)


@pytest.fixture
def author(trainer: Employee, sign_in: Callable[[Employee], Client]) -> Client:
    return sign_in(trainer)


def listed(questions: Iterable[Question], **more: Any) -> dict[str, Any]:
    return {"way": "listed", "question_ids": [each.pk for each in questions]} | more


def rule(count: int, **more: Any) -> dict[str, Any]:
    return {"way": "rule", "count": count} | more


def quiz_form(*sections: dict[str, Any], before: int = 0, **more: Any) -> dict[str, Any]:
    """What the form sends; an empty section stands behind those given. None leaves a field out."""
    sent = SETTINGS | more
    rows = [*sections, {"way": "rule"}]
    for index, section in enumerate(rows):
        each = {"position": index + 1} | section
        sent |= {f"sections-{index}-{name}": value for name, value in each.items()}
    sent |= {"sections-TOTAL_FORMS": len(rows), "sections-INITIAL_FORMS": before}
    return {name: value for name, value in sent.items() if value is not None}


def filled_in(form: Any) -> dict[str, Any]:
    """What a browser sends of a form as the page shows it."""
    fields = [field for each in (form, *form.sections) for field in each]
    fields += list(form.sections.management_form)
    sent = {}
    for field in fields:
        value = field.value()
        if hasattr(value, "strftime"):
            value = value.strftime("%Y-%m-%d %H:%M")
        if value is not None and value is not False:
            sent[field.html_name] = value
    return sent


def errors(response: Any) -> dict[str, Any]:
    assert response.status_code == 200
    return dict(response.context["form"].errors)


class TestQuizForm:
    def test_a_new_quiz_with_listed_questions_and_a_rule(self, author: Client) -> None:
        first, second = QuestionFactory.create_batch(2)
        category, skill = CategoryFactory.create(), SkillFactory.create()
        by_rule = rule(
            4,
            category_id=category.pk,
            skill_id=skill.pk,
            difficulty=Difficulty.HARD,
            min_percent=60,
        )
        form = quiz_form(listed([second, first], title="必考", title_en="Core"), by_rule)
        response = author.post(reverse("quizzes:add"), form)
        quiz = Quiz.objects.get()
        assert response.url == reverse("quizzes:blueprint", args=[quiz.pk])
        core, drawn = quiz.sections.all()
        assert (core.localised_title, core.count) == ("必考", 2)
        assert list(core.questions.order_by("listings__position")) == [second, first]
        assert (drawn.count, drawn.min_percent, drawn.difficulty) == (4, 60, Difficulty.HARD)
        assert (drawn.category, drawn.skill) == (category, skill)

    def test_every_setting_is_kept(self, author: Client) -> None:
        category = CategoryFactory.create()
        form = quiz_form(
            listed(QuestionFactory.create_batch(2)),
            title_en="Exam",
            category=category.pk,
            is_draft="on",
            intro="请准备",
            opens_at="2026-03-01 08:00",
            closes_at="2026-03-02 18:00",
            time_limit_minutes="",
            attempts_allowed="",
            resit_delay_hours="24",
            outcome=Outcome.AVERAGE,
            late_policy=LatePolicy.GRACE,
            grace_seconds="20",
            is_sequential="on",
            show_key=When.CLOSED,
            success_text="恭喜",
            fail_text="再来",
        )
        author.post(reverse("quizzes:add"), form)
        quiz = Quiz.objects.get()
        assert (quiz.category, quiz.title_en, quiz.intro) == (category, "Exam", "请准备")
        assert quiz.closes_at - quiz.opens_at == timedelta(hours=34)
        assert (quiz.time_limit_minutes, quiz.attempts_allowed) == (None, None)
        assert (quiz.late_policy, quiz.grace_seconds, quiz.resit_delay_hours) == ("grace", 20, 24)
        assert (quiz.is_draft, quiz.is_sequential, quiz.shuffle_questions) == (True, True, False)
        assert (quiz.show_key, quiz.outcome) == (When.CLOSED, Outcome.AVERAGE)
        assert (quiz.success_text, quiz.fail_text) == ("恭喜", "再来")

    def test_read_and_saved_back_nothing_changes(self, author: Client) -> None:
        opens_at = timezone.now().replace(second=0, microsecond=0)
        quiz = QuizFactory.create(
            size=0,
            opens_at=opens_at,
            closes_at=opens_at + timedelta(days=1),
            time_limit_minutes=None,
            show_key=When.CLOSED,
            shuffle_options=False,
        )
        retired, *others = QuestionFactory.create_batch(3)
        put_in_use(retired, QuestionState.RETIRED)
        list_questions(
            SectionFactory.create(quiz=quiz, count=2, title="必考", position=0),
            [*reversed(others), retired],
        )
        SectionFactory.create(
            quiz=quiz, count=3, min_percent=50, skill=SkillFactory.create(), position=1
        )

        def as_kept() -> Any:
            kept = Quiz.objects.get()
            return model_to_dict(kept), [settings_of(row) for row in kept.sections.all()]

        before = as_kept()
        edit = reverse("quizzes:edit", args=[quiz.pk])
        response = author.post(edit, filled_in(author.get(edit).context["form"]))
        assert response.status_code == 302
        assert as_kept() == before

    def test_sections_are_moved_added_and_left_out(self, author: Client) -> None:
        quiz = QuizFactory.create(size=0)
        for position, title in enumerate(["一", "二", "三"]):
            SectionFactory.create(quiz=quiz, title=title, position=position)
        form = quiz_form(
            rule(1, title="一", position=3),
            rule(1, title="二", DELETE="on"),
            rule(1, title="三", position=2),
            rule(1, title="四", position=1),
            before=3,
            code=None,
        )
        author.post(reverse("quizzes:edit", args=[quiz.pk]), form)
        assert [section.title for section in quiz.sections.all()] == ["四", "三", "一"]

    @pytest.mark.parametrize(
        "wrong",
        [
            {
                "code": "中文",
                "title": "",
                "category": "999",
                "closes_at": "2026-03-01 08:00",
                "grace_seconds": "0",
                "is_sequential": "on",
                "pass_percent": "101",
                "time_limit_minutes": "0",
                "attempts_allowed": "99999999999",
                "resit_delay_hours": "-1",
                "show_key": "yesterday",
            },
            {"closes_at": "2026-03-01 07:59"},
            {"closes_at": "tomorrow"},
            {"closes_at": "9999-12-31 23:59", "opens_at": "0001-01-01 00:00"},
            {"show_key": When.CLOSED, "show_answers": When.CLOSED},
        ],
    )
    def test_bad_settings_come_back_each_at_its_field(
        self, author: Client, wrong: dict[str, str]
    ) -> None:
        form = quiz_form(rule(1, title="必考"), **wrong)
        if "closes_at" in wrong:
            form = {"opens_at": "2026-03-01 08:00"} | form
        if "grace_seconds" in wrong:
            form |= {"late_policy": LatePolicy.GRACE, "layout": Layout.ALL}
        response = author.post(reverse("quizzes:add"), form)
        assert set(errors(response)) == set(wrong)
        assert "必考" in response.text
        assert not Quiz.objects.exists()

    def test_bad_sections_come_back_each_at_its_field(self, author: Client) -> None:
        wrong: list[tuple[str, dict[str, Any]]] = [
            ("question_ids", {"way": "listed", "title": "空"}),
            ("question_ids", {"way": "listed", "question_ids": ["999999"]}),
            ("question_ids", {"way": "listed", "question_ids": ["x\0"]}),
            ("count", {"way": "rule", "title": "空"}),
            ("count", rule(0)),
            ("count", {"way": "rule", "count": "many"}),
            ("category_id", rule(2, category_id="999999")),
            ("difficulty", rule(2, difficulty="9")),
            ("min_percent", rule(2, min_percent="101")),
            ("way", {"way": "", "count": "2"}),
            ("position", rule(2, position="-1")),
        ]
        form = quiz_form(*(section for __, section in wrong), title="我的考试")
        response = author.post(reverse("quizzes:add"), form)
        assert response.status_code == 200
        found = [list(section.errors) for section in response.context["form"].sections]
        assert found == [*([field] for field, __ in wrong), []]
        assert "我的考试" in response.text
        assert not Quiz.objects.exists()

    def test_more_than_are_listed_come_back_with_what_was_ticked(self, author: Client) -> None:
        question = QuestionFactory.create()
        form = quiz_form(listed([question], count=3))
        response = author.post(reverse("quizzes:add"), form)
        section = response.context["form"].sections[0]
        assert list(section.errors) == ["count"]
        assert [pick.code for pick, is_ticked in section.picks if is_ticked] == [question.code]

    @pytest.mark.parametrize(
        "management", [{}, {"sections-TOTAL_FORMS": "x"}, {"sections-TOTAL_FORMS": "99999"}]
    )
    def test_without_sections_nothing_is_saved(self, author: Client, management: Any) -> None:
        form = {name: value for name, value in quiz_form().items() if "FORMS" not in name}
        response = author.post(reverse("quizzes:add"), form | management)
        assert response.status_code == 200
        assert response.context["form"].sections.non_form_errors()
        assert not Quiz.objects.exists()

    def test_a_code_in_use_comes_back(self, author: Client) -> None:
        QuizFactory.create(code="exam")
        assert list(errors(author.post(reverse("quizzes:add"), quiz_form(rule(1))))) == ["code"]

    def test_who_asks_for_more_than_there_is_is_told(self, author: Client) -> None:
        QuestionFactory.create_batch(2)
        response = author.post(reverse("quizzes:add"), quiz_form(rule(5)), follow=True)
        warning = [
            str(each) for each in response.context["messages"] if each.level_tag == "warning"
        ]
        assert len(warning) == 1
        assert "5" in warning[0] and "2" in warning[0]

    def test_retired_questions_are_not_offered(self, author: Client) -> None:
        put_in_use(QuestionFactory.create(code="OLD-1"), QuestionState.RETIRED)
        QuestionFactory.create(code="DRAFT-1", in_use=False)
        page = author.get(reverse("quizzes:add")).text
        assert "OLD-1" not in page
        assert "DRAFT-1" in page

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_form_costs_a_fixed_number_of_queries(
        self, author: Client, number: int, django_assert_max_num_queries: Any
    ) -> None:
        quiz = QuizFactory.create(size=0)
        for position in range(number):
            section = SectionFactory.create(quiz=quiz, position=position)
            list_questions(section, QuestionFactory.create_batch(number))
            CategoryFactory.create()
        edit = reverse("quizzes:edit", args=[quiz.pk])
        author.get(edit)
        with django_assert_max_num_queries(26):
            author.get(edit)


class TestQuizList:
    def test_says_whether_the_bank_suffices(self, author: Client) -> None:
        QuizFactory.create(of=QuestionFactory.create_batch(2), draw=2)
        SectionFactory.create(count=77)
        page = author.get(reverse("quizzes:index"))
        assert "77" in page.text

    def test_filtered_by_a_category_with_what_is_below(self, author: Client) -> None:
        above = CategoryFactory.create()
        quiz = QuizFactory.create(category=CategoryFactory.create(parent=above))
        QuizFactory.create(is_draft=True)
        for query in ({"category": above.pk}, {"is_draft": "false"}, {"q": quiz.title}):
            page = author.get(reverse("quizzes:index"), query)
            assert list(page.context["object_list"]) == [quiz], query

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_a_fixed_number_of_queries(
        self, author: Client, number: int, django_assert_num_queries: Any
    ) -> None:
        for __ in range(number):
            QuizFactory.create(size=number)
        author.get(reverse("quizzes:index"))
        with django_assert_num_queries(16):
            author.get(reverse("quizzes:index"))


class TestAllowances:
    def url(self, quiz: Quiz) -> str:
        return reverse("quizzes:allowances", args=[quiz.pk])

    def form(self, person: Employee | str, **more: Any) -> dict[str, Any]:
        who = person if isinstance(person, str) else person.staff_number
        return {"who": who, "extra_minutes": "15", "reason": "手伤未愈"} | more

    def test_what_it_changes_is_shown_before_it_is_given(
        self, author: Client, trainer: Employee, site: Unit
    ) -> None:
        learner, quiz = EmployeeFactory.create(unit=site, name="王秀兰"), QuizFactory.create()
        sitting = sitting_of(learner, quiz)
        asked = author.post(self.url(quiz), self.form("秀兰", extra_attempts="1"))
        change = asked.context["change"]
        assert not Allowance.objects.exists()
        assert (change.minutes, change.attempts) == ((30, 45), (3, 4))
        before, after = change.ends_at
        assert (before, after) == (sitting.deadline, sitting.deadline + timedelta(minutes=15))
        give = self.form(learner, extra_attempts="1", confirmed="yes", seen=change.given)
        page = author.post(self.url(quiz), give, follow=True)
        assert "手伤未愈" in page.text
        given = Allowance.objects.get()
        assert (given.extra_minutes, given.extra_attempts, given.given_by) == (15, 1, trainer)
        sitting.refresh_from_db()
        assert sitting.deadline == after

    def test_pressed_twice_it_is_given_once(self, author: Client, site: Unit) -> None:
        learner, quiz = EmployeeFactory.create(unit=site), QuizFactory.create()
        for status in (302, 200):
            form = self.form(learner, confirmed="yes", seen="0")
            assert author.post(self.url(quiz), form).status_code == status
        assert Allowance.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"who": ""},
            {"who": "nobody"},
            {"who": "\0"},
            {"who": "重名"},
            {"reason": " "},
            {"extra_minutes": ""},
            {"extra_minutes": "-5"},
            {"extra_minutes": "99999"},
            {"extra_attempts": "21"},
        ],
    )
    def test_what_cannot_be_given_comes_back(
        self, author: Client, site: Unit, wrong: dict[str, str]
    ) -> None:
        learner, quiz = EmployeeFactory.create(unit=site), QuizFactory.create()
        EmployeeFactory.create_batch(2, unit=site, name="重名")
        form = self.form(learner, confirmed="yes", seen="0") | wrong
        assert errors(author.post(self.url(quiz), form))
        assert not Allowance.objects.exists()

    def test_not_to_oneself_nor_to_people_of_other_units(
        self, author: Client, trainer: Employee
    ) -> None:
        quiz = QuizFactory.create()
        for person in (trainer, EmployeeFactory.create()):
            form = self.form(person, confirmed="yes", seen="0")
            assert list(errors(author.post(self.url(quiz), form))) == ["who"]
        assert not Allowance.objects.exists()

    def given_to(self, employee: Employee, quiz: Quiz) -> Allowance:
        return Allowance.objects.create(
            quiz=quiz,
            employee=employee,
            extra_minutes=5,
            reason="手伤",
            given_at=timezone.now(),
            given_by=Employee.objects.system(),
        )

    def test_only_people_of_the_own_units_are_listed(self, author: Client, site: Unit) -> None:
        quiz = QuizFactory.create()
        mine = self.given_to(EmployeeFactory.create(unit=site), quiz)
        self.given_to(EmployeeFactory.create(), quiz)
        self.given_to(EmployeeFactory.create(unit=site), QuizFactory.create())
        assert list(author.get(self.url(quiz)).context["page"]) == [mine]

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_costs_a_fixed_number_of_queries(
        self, author: Client, site: Unit, number: int, django_assert_num_queries: Any
    ) -> None:
        quiz = QuizFactory.create()
        for __ in range(number):
            self.given_to(EmployeeFactory.create(unit=site), quiz)
        author.get(self.url(quiz))
        with django_assert_num_queries(12):
            author.get(self.url(quiz))

    def test_reviewers_and_hr_see_none(
        self, site: Unit, sign_in: Callable[[Employee], Client]
    ) -> None:
        quiz = QuizFactory.create()
        for role in (Role.REVIEWER, Role.HR_OFFICER):
            client = sign_in(holder_of(role, site))
            assert client.get(self.url(quiz)).status_code in (302, 403)
            assert client.post(self.url(quiz), {}).status_code in (302, 403)


class TestSittings:
    def listed(self, author: Client, **query: Any) -> list[Sitting]:
        return list(author.get(reverse("sittings:index"), query).context["object_list"])

    def test_only_people_of_the_own_units(self, author: Client, site: Unit) -> None:
        mine = handed_in(sitting_of(EmployeeFactory.create(unit=site)))
        handed_in(sitting_of(EmployeeFactory.create()))
        assert self.listed(author) == [mine]
        exported = author.get(reverse("sittings:index"), {"export": "csv"})
        lines = exported.getvalue().decode().strip().splitlines()
        assert len(lines) == 2

    def test_searched_by_name(self, author: Client, site: Unit) -> None:
        mine = handed_in(sitting_of(EmployeeFactory.create(unit=site, name="王秀兰")))
        handed_in(sitting_of(EmployeeFactory.create(unit=site)))
        assert self.listed(author, q="秀兰") == [mine]

    def test_filtered_by_state_quiz_and_category(self, author: Client, site: Unit) -> None:
        above = CategoryFactory.create()
        quiz = QuizFactory.create(category=CategoryFactory.create(parent=above))
        mine = handed_in(sitting_of(EmployeeFactory.create(unit=site), quiz))
        is_open = sitting_of(EmployeeFactory.create(unit=site))
        assert self.listed(author, state=SittingState.MARKED) == [mine]
        assert self.listed(author, state=SittingState.OPEN) == [is_open]
        assert self.listed(author, category=above.pk) == [mine]
        assert self.listed(author, quiz=quiz.pk) == [mine]

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_costs_a_fixed_number_of_queries(
        self, author: Client, site: Unit, number: int, django_assert_num_queries: Any
    ) -> None:
        for __ in range(number):
            handed_in(sitting_of(EmployeeFactory.create(unit=site)))
        author.get(reverse("sittings:index"))
        with django_assert_num_queries(14):
            author.get(reverse("sittings:index"))

    def test_who_may_mark_is_led_to_the_answers(
        self, site: Unit, sign_in: Callable[[Employee], Client]
    ) -> None:
        sittings = [sitting_of(EmployeeFactory.create(unit=site)) for __ in range(2)]
        handed_in(sittings[0])
        urls = [reverse("assessments:marking-sitting", args=[each.pk]) for each in sittings]
        for role, leads in ((Role.TRAINER, [True, False]), (Role.HR_OFFICER, [False, False])):
            page = sign_in(holder_of(role, site)).get(reverse("sittings:index"))
            assert [url in page.text for url in urls] == leads

    def test_hr_sees_sittings_but_writes_no_quizzes(
        self, site: Unit, sign_in: Callable[[Employee], Client]
    ) -> None:
        client = sign_in(holder_of(Role.HR_OFFICER, site))
        assert client.get(reverse("sittings:index")).status_code == 200
        assert client.get(reverse("quizzes:add")).status_code in (302, 403)


def test_nothing_is_deleted() -> None:
    for name in ("quizzes:delete", "sittings:edit", "sittings:delete"):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=[1])


@pytest.mark.parametrize("name", ["quizzes:index", "quizzes:add", "sittings:index"])
def test_learners_and_strangers_are_kept_out(
    client: Client, learner: Employee, sign_in: Callable[[Employee], Client], name: str
) -> None:
    assert client.get(reverse(name)).status_code == 302
    assert sign_in(learner).get(reverse(name)).status_code in (302, 403)


def test_nothing_without_drafts_is_called_live(author: Client) -> None:
    url = reverse("quizzes:edit", args=[QuizFactory.create().pk])
    assert "data-side-panel-toggle" not in author.get(url).text
