"""What an import brings to a question, in the form of its kind: shown, changed, and kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions.save_question import save_question
from assessments.enums import Kind
from assessments.models import Question
from assessments.rules.wording import Wording
from lms.people.enums import Role
from lms.people.models import Employee
from tests.assessments.typed_questions import as_shown
from tests.factories.people import UnitFactory, holder_of

pytestmark = pytest.mark.django_db

CARRIED = {"name": "茶水", "hints": ["想想礼仪"]}
IMPORTED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    Kind.SINGLE_CHOICE: (
        {"options": ["七分", "八分", "十分"], "feedback": ["对\n第二行", "", "太满"]},
        {"right": [0], "percents": ["100", "33.33333", "-50"]},
    ),
    Kind.MULTIPLE_CHOICE: (
        {"options": ["水", "布", "伞"]},
        {"right": [0, 1], "percents": ["50", "50", "-100"], "credit": "weights"},
    ),
    Kind.TRUE_FALSE: ({"feedback": ["第一行\n第二行", ""]}, {"right": False}),
    Kind.SHORT_TEXT: (
        {},
        {
            "accepted": [
                {"text": "三声"},
                {"text": "3|三", "percent": 50, "feedback": "写\n汉字"},
                {"text": "三下", "feedback": "也行"},
            ]
        },
    ),
    Kind.MATCHING: (
        {"left": ["一\n二", "三"], "right": ["甲=乙", "丙\n丁", "戊"]},
        {"pairs": [0, 1]},
    ),
    Kind.ESSAY: ({}, {"rubric": [{"text": "先\n致歉", "points": 4}], "model": "好"}),
    Kind.NUMBER: (
        {},
        {
            "value": "30",
            "feedback": "准",
            "others": [
                {"value": "25", "tolerance": "1.5", "percent": 50, "feedback": "近"},
                {"value": "-3"},
            ],
        },
    ),
}
# A field of the kind that an author changes, and to what.
CHANGED = {
    Kind.SINGLE_CHOICE: ("option_2", "全满"),
    Kind.MULTIPLE_CHOICE: ("option_2", "雨伞"),
    Kind.TRUE_FALSE: ("truth", "true"),
    Kind.SHORT_TEXT: ("synonyms", "您、你"),
    Kind.MATCHING: ("extra", "己"),
    Kind.ESSAY: ("most", "300"),
    Kind.NUMBER: ("tolerance", "2"),
}


@pytest.fixture
def trainer() -> Employee:
    return holder_of(Role.TRAINER, UnitFactory.create())


@pytest.fixture
def author(trainer: Employee, sign_in: Callable[[Employee], Client]) -> Client:
    return sign_in(trainer)


def imported(trainer: Employee, kind: str) -> Question:
    content, key = IMPORTED[kind]
    wording = Wording(kind, "茶水几分满？", content, key, carried=CARRIED)
    return save_question(actor=trainer, question=None, code="I-1", wording=wording)


def edited(author: Client, question: Question, **changes: str) -> Wording:
    edit = reverse("questions:edit", args=[question.pk])
    shown = as_shown(author.get(edit).context["form"])
    answer = author.post(edit, shown | changes)
    assert answer.status_code == 302, answer.context["form"].errors
    newest: Wording = Question.objects.get().current_version.wording
    return newest


@pytest.mark.parametrize("kind", IMPORTED)
def test_saving_without_a_change_makes_no_version(
    author: Client, trainer: Employee, kind: str
) -> None:
    question = imported(trainer, kind)
    edited(author, question)
    assert question.versions.count() == 1


@pytest.mark.parametrize("kind", IMPORTED)
def test_a_change_elsewhere_drops_nothing(author: Client, trainer: Employee, kind: str) -> None:
    question = imported(trainer, kind)
    before = question.current_version.wording
    name, value = CHANGED[Kind(kind)]
    after = edited(author, question, **{name: value})
    assert after != before
    assert after.carried == CARRIED
    if kind in (Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE):
        assert after.key == before.key
        assert after.content.get("feedback") == before.content.get("feedback")
    elif kind == Kind.MATCHING:
        assert after.content == {**before.content, "right": ["甲=乙", "丙\n丁", "己"]}
    elif kind == Kind.TRUE_FALSE:
        assert after.content == before.content
    elif kind == Kind.ESSAY:
        assert after.key == before.key
    elif kind == Kind.SHORT_TEXT:
        assert after.key["accepted"] == before.key["accepted"]
    else:
        assert after.key == before.key | {"tolerance": "2"}


def test_the_page_shows_what_was_brought(author: Client, trainer: Employee) -> None:
    question = imported(trainer, Kind.SINGLE_CHOICE)
    page = author.get(reverse("questions:edit", args=[question.pk])).text
    for shown in ("33.33333", "-50", "太满", "想想礼仪"):
        assert shown in page


@pytest.mark.parametrize(
    ("kind", "field", "wrong"),
    [
        (Kind.SINGLE_CHOICE, "percent_1", "100"),
        (Kind.SINGLE_CHOICE, "percent_1", "halb"),
        (Kind.MULTIPLE_CHOICE, "percent_1", "20"),
        (Kind.MULTIPLE_CHOICE, "credit", "exact"),
        (Kind.NUMBER, "others", "viel | 50%"),
        (Kind.NUMBER, "others", "3 | 200%"),
        (Kind.SHORT_TEXT, "accepted", "三声 | 0%"),
    ],
)
def test_what_cannot_be_marked_is_refused_in_the_form(
    author: Client, trainer: Employee, kind: str, field: str, wrong: str
) -> None:
    question = imported(trainer, kind)
    edit = reverse("questions:edit", args=[question.pk])
    shown = as_shown(author.get(edit).context["form"])
    answer = author.post(edit, shown | {field: wrong})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert question.versions.count() == 1


def test_percentages_may_be_typed_as_people_type_them(author: Client, trainer: Employee) -> None:
    question = imported(trainer, Kind.SINGLE_CHOICE)
    after = edited(author, question, percent_0="", percent_1="５０ ％", percent_2="")
    assert after.key == {"right": [0], "percents": ["100", "50", "0"]}
    none = edited(author, question, percent_0="", percent_1="", percent_2="")
    assert none.key == {"right": [0]}
