"""The English of the demo's content: complete, and the same in everything but words."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assessments.rules.translation import overlaid, reworded
from assessments.rules.wording import AROUND, content_in
from courses.models import LessonPage
from lms.demo.bank import QUIZZES, question_rows
from lms.demo.files import CONTENT, read
from lms.demo.questions import wording_of
from tests.databases import TestDatabase

# What a translation leaves as it is: pictures and media, who speaks and when, who sees it, which
# option is right.
FIXED = {"file", "poster", "who", "time", "right", "groups", "standing"}
# Left without a title, these show that of the library, which is Chinese.
TITLED_BY_LIBRARY = {"video", "audio", "document"}
PAGES = sorted(
    path
    for path in (CONTENT / "courses").rglob("*.yaml")
    if not path.name.endswith((".en.yaml", ".zh-hans.yaml"))
)
QUESTIONS = list(question_rows())
# Chinese words may stand in English only as words that are explained: in brackets or in bold.
EXPLAINED = re.compile(r"\([^)]*\)|\*\*[^*]*\*\*")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def english_of(path: Path) -> Path:
    return path.with_name(f"{path.stem}.en.yaml")


def without_words(value: Any, key: str = "") -> Any:
    """The same value with each text of its own language taken out."""
    if isinstance(value, dict):
        library = key in TITLED_BY_LIBRARY
        return {
            name: without_words(inner, name)
            for name, inner in value.items()
            if not (library and name == "title")
        }
    if isinstance(value, list):
        return [without_words(inner, key) for inner in value]
    return value if key in FIXED else ...


def words(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [word for inner in value.values() for word in words(inner)]
    if isinstance(value, list):
        return [word for inner in value for word in words(inner)]
    return [value] if isinstance(value, str) else []


def place(path: Path) -> str:
    return str(path.relative_to(CONTENT / "courses"))


@pytest.mark.parametrize("path", PAGES, ids=place)
def test_every_page_says_the_same_in_english(path: Path) -> None:
    chinese, english = read(path), read(english_of(path))
    assert english["title"].strip()
    assert 0 < len(english["summary"]) <= 255
    assert bool(english.get("description")) == bool(chinese.get("description"))
    assert without_words(english.get("body")) == without_words(chinese.get("body"))


@pytest.mark.parametrize("path", PAGES, ids=place)
def test_no_words_of_a_page_are_left_untranslated(path: Path) -> None:
    for text in words(read(english_of(path))):
        assert text.strip()
        assert not CHINESE.search(EXPLAINED.sub("", text)), text


@pytest.mark.parametrize("path", PAGES, ids=place)
def test_what_the_library_titles_in_chinese_has_an_english_title(path: Path) -> None:
    for block in read(english_of(path)).get("body", []):
        for kind in TITLED_BY_LIBRARY & set(block):
            assert block[kind]["title"].strip()


def test_nothing_is_translated_that_is_not_there() -> None:
    translations = set((CONTENT / "courses").rglob("*.en.yaml"))
    assert translations == {english_of(path) for path in PAGES}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["code"])
def test_no_words_of_a_question_are_left_untranslated(question: dict[str, Any]) -> None:
    picture = question.get("picture", {"file": ""})
    wording = wording_of(question, {picture["file"]: 1})
    shown = [wording.english[name] for name in AROUND & set(wording.english)]

    def see(text: str) -> str:
        shown.append(text)
        return text

    content = overlaid(wording.content, content_in(wording.english))
    reworded(content, type(wording.interaction).texts, see)
    for text in shown:
        assert not CHINESE.search(EXPLAINED.sub("", text)), text


def test_every_quiz_is_complete_in_english() -> None:
    for quiz in read(QUIZZES):
        for part in (quiz, *quiz["sections"]):
            for name in ("title", "intro", "success_text", "fail_text"):
                assert bool(part.get(name)) == bool(part.get(f"{name}_en")), (quiz["code"], name)


def test_every_question_and_quiz_has_its_own_code() -> None:
    codes = [row["code"] for row in (*QUESTIONS, *read(QUIZZES))]
    assert len(set(codes)) == len(codes)


def test_the_right_option_stands_in_every_place() -> None:
    """Nobody passes by always ticking the same one: each place has its share."""
    single = [question for question in QUESTIONS if question["kind"] == "single_choice"]
    places = Counter(
        next(i for i, option in enumerate(question["options"]) if option.get("right"))
        for question in single
    )
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= len(single) * 2 // 5
    answers = Counter(question["answer"] for question in QUESTIONS if "answer" in question)
    assert abs(answers[True] - answers[False]) <= 2


def test_every_lesson_can_be_saved_in_the_editor(demo_world: TestDatabase) -> None:
    """English runs longer than Chinese; no text is too long for its field."""
    lessons = list(LessonPage.objects.live())
    assert len(lessons) == 2 * sum(path.name[0].isdigit() for path in PAGES)
    for lesson in lessons:
        lesson.full_clean()
        lesson.body.stream_block.clean(lesson.body)
