"""The blocks of a lesson, as readers see them and as the editor takes them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError

from courses.actions.enrol_employee import enrol_employee
from courses.blocks import LessonBlocks
from lms.files.models import Picture
from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import CompanyFactory, EmployeeFactory, holder_of

STEPS = [{"time": "8:30", "what": "到岗", "text": "看交接本。"}, {"time": "", "what": "巡视"}]
UNTIMED = [{"time": "", "what": "先听", "text": ""}, {"time": "", "what": "再记", "text": ""}]
COMPARED = {
    "title": "内外客户",
    "columns": ["内部", "外部"],
    "rows": [{"head": "谁", "cells": ["同事", "住户"]}],
}
SAMPLES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "text": ({"text": "<p>一杯茶</p>"}, ["一杯茶"]),
    "key_points": ({"points": ["七分满"]}, ["七分满"]),
    "comparison": (COMPARED, ['class="comparison columns-2"', "内部", "同事", "住户"]),
    "standard": (
        {"matter": "奉茶", "measures": ["70 °C"], "note": "", "picture": None},
        ["70 °C"],
    ),
    "time_limits": (
        {"title": "到场", "rows": [{"matter": "漏水", "limit": "10 分钟", "note": "含夜间"}]},
        ["<td>10 分钟</td>", "含夜间"],
    ),
    "steps": ({"title": "早班", "steps": STEPS}, ["steps-timed", "8:30", "看交接本。"]),
    "role_play": (
        {
            "title": "催修",
            "setting": "<p>前台</p>",
            "lines": ["报了三次了！"],
            "motive": "怕泡坏地板",
            "marking": ["先听完", "复述"],
        },
        ["报了三次了！", "<details>", "怕泡坏地板", "先听完"],
    ),
    "flash_cards": (
        {"title": "开口", "cards": [{"front": "总机？", "back": "问候"}] * 2},
        ["<flash-cards", "总机？", "问候"],
    ),
    "phone_script": (
        {"title": "来电", "variants": [{"line": "总机", "turns": [{"who": "us", "say": "您好"}]}]},
        ["总机", "您好"],
    ),
    "case_study": (
        {"title": "一只脚", "story": "<p>路口</p>", "question": "为何？", "thought": "<p>看</p>"},
        ["一只脚", "为何？"],
    ),
    "acknowledge": ({"heading": "知悉", "text": "我知道"}, ["我知道", 'name="seen"']),
}


@pytest.fixture
def picture(db: None) -> Picture:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"/>'
    made = Picture.objects.create(title="站", file=ContentFile(drawing, name="stand.svg"))
    made.contextual_alt_text, made.decorative = "站直的人", False  # type: ignore[attr-defined]
    return made


def read(client: Client, body: list[tuple[str, Any]]) -> str:
    """The page of a lesson of these blocks, as somebody enrolled gets it."""
    course = make_course(slug="blocks", lessons=1, body=body)
    reader = EmployeeFactory.create()
    enrol_employee(actor=Employee.objects.system(), employee=reader, course=course)
    client.force_login(reader)
    return client.get(lessons_of(course)[0].url).text


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_block_is_shown_to_its_reader(client: Client, db: None, kind: str) -> None:
    value, expected = SAMPLES[kind]
    page = read(client, [(kind, value)])
    assert [words for words in expected if words not in page] == []


def test_what_is_left_out_leaves_no_trace(client: Client, db: None) -> None:
    steps = {"steps": [{"time": "8:30", "what": "到岗"}, {"what": "巡视"}]}
    page = read(client, [("steps", steps), ("acknowledge", {"text": "我知道"})])
    assert "我知道" in page and "None" not in page


def test_steps_without_times_are_a_numbered_list(client: Client, db: None) -> None:
    page = read(client, [("steps", {"title": "", "steps": UNTIMED})])
    assert "steps-plain" in page and "step-time" not in page


def test_a_posture_card_shows_what_to_check_and_what_goes_wrong(
    client: Client, picture: Picture
) -> None:
    card = {
        "name": "站姿",
        "picture": picture,
        "checkpoints": ["头正", "肩平", "脚稳"],
        "faults": ["倚墙"],
        "fault_picture": None,
    }
    page = read(client, [("posture_card", card), ("posture_card", card | {"picture": None})])
    assert 'alt="站直的人"' in page and "头正" in page and "倚墙" in page


def clean(kind: str, value: dict[str, Any]) -> Any:
    block = LessonBlocks().child_blocks[kind]
    return block.clean(block.to_python(value))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", SAMPLES)
def test_a_complete_block_is_accepted(kind: str) -> None:
    clean(kind, SAMPLES[kind][0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("comparison", {"columns": ["只有一列"]}),
        ("comparison", {"rows": []}),
        ("time_limits", {"rows": []}),
        ("time_limits", {"rows": [{"matter": "漏水", "limit": "", "note": ""}]}),
        ("steps", {"steps": STEPS[:1]}),
        ("role_play", {"marking": ["只有一点"]}),
        ("role_play", {"lines": []}),
        ("flash_cards", {"cards": []}),
        ("acknowledge", {"text": ""}),
        ("acknowledge", {"text": "字" * 2001}),
    ],
)
def test_what_is_missing_or_too_long_is_refused(kind: str, wrong: dict[str, Any]) -> None:
    with pytest.raises((StructBlockValidationError, ValidationError)):
        clean(kind, SAMPLES[kind][0] | wrong)


@pytest.mark.django_db
def test_a_row_with_too_few_cells_is_named() -> None:
    rows = [*COMPARED["rows"], {"head": "何时", "cells": ["天天", "来时", "多一格"]}]
    with pytest.raises(StructBlockValidationError) as refused:
        clean("comparison", COMPARED | {"rows": rows})
    (message,) = refused.value.block_errors["rows"].messages
    assert "2" in message and "3" in message


def test_the_editor_takes_every_kind_of_block(client: Client, db: None) -> None:
    body = [(kind, value) for kind, (value, __) in SAMPLES.items()]
    course = make_course(slug="editor", lessons=1, body=body)
    client.force_login(holder_of(Role.TRAINER, CompanyFactory()))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[lessons_of(course)[0].pk]))
    assert page.status_code == 200
    assert "courses.blocks.AudienceBlock" in page.text and "audience-block.js" in page.text


def test_every_kind_has_its_words_for_the_editor() -> None:
    """A label, a group, an icon and one sentence on what it is for."""
    for name, block in LessonBlocks().child_blocks.items():
        assert block.meta.group and block.meta.icon != "placeholder", name
        assert block.get_description(), name
        assert list(block.meta.form_layout.settings) == ["audience"], name
