"""The forms of questions of every kind, their preview and the picture of a talk."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from assessments.enums import Difficulty, Kind, QuestionState
from assessments.forms.kinds import FORMS
from assessments.models import Question
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.assessments.typed_questions import ENGLISH, TALK, TYPED, added, adding, as_shown, typed
from tests.factories.assessments import (
    CategoryFactory,
    QuestionFactory,
    SkillFactory,
)
from tests.factories.people import UnitFactory, holder_of
from tests.rivals import overtaken

pytestmark = pytest.mark.django_db

EVERY_KIND = pytest.mark.parametrize("kind", list(Kind))


@pytest.fixture
def site() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def author(site: Unit, sign_in: Callable[[Employee], Client]) -> Client:
    return sign_in(holder_of(Role.TRAINER, site))


class TestForms:
    def test_every_kind_has_a_form(self) -> None:
        assert set(FORMS) == set(Kind)

    def test_the_kind_is_chosen_first(self, author: Client) -> None:
        page = author.get(reverse("questions:add")).text
        for kind, form in FORMS.items():
            assert f"?kind={kind}" in page
            assert str(form.purpose) in page

    @EVERY_KIND
    def test_what_was_typed_is_shown_again_and_makes_no_second_version(
        self, author: Client, kind: str
    ) -> None:
        english = ENGLISH.get(kind, {})
        question = added(author, kind, **english, english_stem="How full?")
        edit = reverse("questions:edit", args=[question.pk])
        form = author.get(edit).context["form"]
        shown = {name: form[name].value() for name in [*TYPED[kind], *english]}
        wanted = {**TYPED[kind], **english}
        for name, value in shown.items():
            if name not in ("talk", "english_talk", "unit"):
                text = {True: "on"}.get(value, str(value))
                assert text == wanted[name], name
        assert author.post(edit, as_shown(form)).status_code == 302
        assert question.versions.count() == 1

    def test_every_kind_is_read_as_its_rules_want_it(self, author: Client) -> None:
        contents = {}
        for kind in Kind:
            author.post(adding(kind), typed(kind, code=f"T-{kind.replace('_', '-')}"))
            wording = Question.objects.get(code=f"T-{kind.replace('_', '-')}").current_version
            contents[kind] = (wording.content, wording.key)
        assert contents[Kind.MULTIPLE_CHOICE] == (
            {"options": ["水杯", "手帕", "纸巾"]},
            {"right": [1, 2], "credit": "balance"},
        )
        assert contents[Kind.SHORT_TEXT][1] == {
            "accepted": [{"text": "您好"}, {"text": "喂", "percent": 50}],
            "synonyms": [["您", "你"]],
        }
        assert contents[Kind.NUMBER] == (
            {"units": ["分钟", "小时"]},
            {"value": "30", "tolerance": "5", "per_unit": ["1", "60"]},
        )
        assert contents[Kind.MATCHING] == (
            {"left": ["漏水", "小修", "堵塞"], "right": ["半天", "十分钟", "一周"]},
            {"pairs": [0, 1, 0]},
        )
        assert contents[Kind.TRUE_FALSE] == ({"asks_reason": True}, {"right": False})
        assert contents[Kind.ROLE_PLAY][1]["points"][1] == {"text": "建议接种疫苗", "weight": 2}
        assert contents[Kind.ESSAY][0] == {"least": 10, "most": 500}

    def test_english_is_kept_in_the_shape_of_the_content(self, author: Client) -> None:
        question = added(author, Kind.MATCHING, **ENGLISH[Kind.MATCHING])
        assert question.current_version.english == {
            "left": ["Leak", "", "Blockage"],
            "right": ["half a day", "", "a week"],
        }

    def test_feedback_and_place(self, author: Client) -> None:
        category, skill = CategoryFactory.create(), SkillFactory.create()
        question = added(
            author,
            Kind.SINGLE_CHOICE,
            feedback_0="太少。",
            category=category.pk,
            skill=skill.pk,
            difficulty=str(Difficulty.HARD),
            tags="茶水, 接待",
        )
        assert question.current_version.content["feedback"] == ["太少。", ""]
        assert (question.category, question.skill) == (category, skill)
        assert question.difficulty == Difficulty.HARD
        assert sorted(tag.name for tag in question.tags.all()) == ["接待", "茶水"]
        assert question.state == QuestionState.DRAFT

    @pytest.mark.parametrize(
        ("kind", "wrong", "field", "said"),
        [
            (Kind.TRUE_FALSE, {"truth": None}, "truth", ""),
            (Kind.SHORT_TEXT, {"accepted": "喂 | 50%"}, "accepted", ""),
            (Kind.SHORT_TEXT, {"synonyms": "您"}, "synonyms", ""),
            (Kind.NUMBER, {"value": "三十", "tolerance": "0"}, "value", ""),
            (Kind.NUMBER, {"tolerance": "-1"}, "tolerance", ""),
            (Kind.NUMBER, {"unit": "天"}, "unit", ""),
            (Kind.NUMBER, {"units": "分钟\n小时 = x"}, "units", ""),
            (Kind.MATCHING, {"pairs": "漏水 = 半天\n小修"}, "pairs", "2"),
            (Kind.ORDERING, {"steps": "问好"}, "steps", ""),
            (Kind.ORDERING, {"english_steps": "Greet"}, "english_steps", "3"),
            (Kind.CLOZE, {"text": "第一行\n铃响{三声之内"}, "text", "2"),
            (Kind.CLOZE, {"english_text": "Within {three} say {=A~B}"}, "english_text", "1"),
            (Kind.CLOZE, {"english_text": "Within {1} say {A~=B}"}, "english_text", "2"),
            (Kind.SCENARIO, {"talk": "# 开场\n你好\n- 走 -> 没有 (1)"}, "talk", "3"),
            (Kind.SCENARIO, {"talk": f"{TALK}# 死路\n?"}, "talk", "死路"),
            (
                Kind.SCENARIO,
                {"english_talk": TALK.replace("-> 激怒", "-> 安抚")},
                "english_talk",
                "开场",
            ),
            (Kind.ESSAY, {"rubric": "先致歉"}, "rubric", "1"),
            (Kind.ESSAY, {"least": "600"}, "most", ""),
            (Kind.ROLE_PLAY, {"points": "让她平静 | 很多"}, "points", "1"),
            (Kind.ESSAY, {"marks": "0"}, "marks", ""),
            (Kind.ESSAY, {"stem": " "}, "stem", ""),
            (Kind.ESSAY, {"code": "中文"}, "code", ""),
        ],
    )
    def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(
        self, author: Client, kind: str, wrong: dict[str, Any], field: str, said: str
    ) -> None:
        form = typed(kind, **wrong)
        response = author.post(adding(kind), form)
        errors = response.context["form"].errors
        assert list(errors) == [field], errors
        assert said in str(errors[field])
        for name, value in form.items():
            assert {True: "on"}.get(shown := response.context["form"][name].value(), shown) == value
        assert not Question.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [{"right_1": None}, {"right_0": "on"}, {"option_1": "五分"}, {"english_option_0": "七分"}],
    )
    def test_a_refusal_of_the_options_stands_above_their_table(
        self, author: Client, wrong: dict[str, Any]
    ) -> None:
        response = author.post(adding(Kind.SINGLE_CHOICE), typed(Kind.SINGLE_CHOICE, **wrong))
        form = response.context["form"]
        error = form.english_error if "english_option_0" in wrong else form.options_error
        assert error
        assert error in response.text
        assert not Question.objects.exists()

    def test_rows_grow_with_what_is_in_them(self, author: Client) -> None:
        options = {f"option_{row}": f"选项{row}" for row in range(12)}
        question = added(author, Kind.SINGLE_CHOICE, **options)
        form = author.get(reverse("questions:edit", args=[question.pk])).context["form"]
        assert len(form.rows) == 14
        assert len(question.current_version.content["options"]) == 12

    def test_an_edit_makes_the_next_version(self, author: Client) -> None:
        question = added(author, Kind.SINGLE_CHOICE)
        edit = reverse("questions:edit", args=[question.pk])
        form = typed(Kind.SINGLE_CHOICE, code=None, option_0="六分", option_4="九分")
        assert author.post(edit, form).status_code == 302
        assert question.current_version.content == {"options": ["六分", "七分", "九分"]}
        history = ModelLogEntry.objects.for_instance(question).order_by("timestamp")
        assert [entry.action for entry in history] == ["wagtail.create", "wagtail.edit"]
        page = author.get(reverse("questions:versions", args=[question.pk])).text
        assert "<del>五</del>分" in page
        assert "<ins>六</ins>分" in page
        for version in question.versions.all():
            assert reverse("questions:preview", args=[version.pk]) in page

    def test_a_code_in_use_comes_back(self, author: Client) -> None:
        QuestionFactory.create(code="T-1")
        response = author.post(adding(Kind.CLOZE), typed(Kind.CLOZE))
        assert list(response.context["form"].errors) == ["code"]

    def test_a_code_taken_meanwhile_is_named_beside_its_field(self, author: Client) -> None:
        # The form asks first; somebody else is quicker than the action.
        rival = overtaken(
            "assessments_question", lambda: QuestionFactory.create(code="T-1"), after=2
        )
        with rival:
            response = author.post(adding(Kind.CLOZE), typed(Kind.CLOZE))
        assert response.status_code == 200
        assert list(response.context["form"].errors) == ["code"]

    @EVERY_KIND
    def test_a_stored_question_is_not_changed_by_saving_it(self, author: Client, kind: str) -> None:
        """Whatever way it came into the bank."""
        question = QuestionFactory.create(version__kind=kind)
        before = asdict(question.current_version.wording)
        edit = reverse("questions:edit", args=[question.pk])
        form = author.get(edit).context["form"]
        assert author.post(edit, as_shown(form)).status_code == 302
        assert question.versions.count() == 1
        assert asdict(question.current_version.wording) == before


class TestPreview:
    @EVERY_KIND
    def test_as_the_learner_sees_it_with_the_key(self, author: Client, kind: str) -> None:
        version = QuestionFactory.create(version__kind=kind).current_version
        page = author.get(reverse("questions:preview", args=[version.pk]))
        assert page.status_code == 200
        assert version.stem in page.text

    def test_the_key_is_said(self, author: Client) -> None:
        version = QuestionFactory.create(version__kind=Kind.NUMBER).current_version
        page = author.get(reverse("questions:preview", args=[version.pk])).text
        assert "<b>10 分钟</b>" in page


class TestPicture:
    def test_the_talk_as_it_is_being_written(self, author: Client) -> None:
        page = author.post(reverse("questions:picture"), {"talk": TALK}).text
        assert page.count('class="talk-box') == 3
        assert page.count('class="talk-arrow') == 2
        assert "A +2" in page
        assert "她更生气了。" in page

    @pytest.mark.parametrize(("talk", "boxes"), [(f"{TALK}# 死路\n?", 4), ("- x", 0), ("", 0)])
    def test_what_is_wrong_is_said_above_it(self, author: Client, talk: str, boxes: int) -> None:
        page = author.post(reverse("questions:picture"), {"talk": talk}).text
        assert 'role="alert"' in page
        assert page.count('class="talk-box') == boxes

    def test_it_stands_in_the_form(self, author: Client) -> None:
        question = QuestionFactory.create(version__kind=Kind.SCENARIO)
        page = author.get(reverse("questions:edit", args=[question.pk])).text
        assert "talk-box" in page
