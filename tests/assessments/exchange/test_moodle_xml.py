"""Moodle XML: what Moodle writes comes in with its losses named; what goes out comes back equal."""

from base64 import b64encode
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.rules.exchange import moodle_xml
from assessments.rules.exchange.moodle_xml_reading import NOTE
from assessments.rules.exchange.questions import ExchangedQuestion, Read, Refused, Source
from assessments.rules.exchange.sheet_template import examples
from assessments.rules.wording import Wording
from tests.assessments.exchange.exchanged import questions

PICTURE = b"\x89PNG picture"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def answer(fraction: str, text: str, more: str = "") -> str:
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}</answer>'


def said(text: str) -> str:
    return f'<feedback format="html"><text>{text}</text></feedback>'


def asked(
    type: str, text: str = "Why?", body: str = "", files: str = "", format: str = "html"
) -> str:
    return (
        f'<question type="{type}"><name><text>a name</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text>{files}</questiontext>'
        f"{body}</question>"
    )


def read_all(*elements: str) -> list[Read | Refused]:
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(elements)}</quiz>'
    return list(moodle_xml.read(Source(xml.encode())))


def read(*element: str) -> Read:
    (found,) = read_all(*element)
    assert isinstance(found, Read), found
    return found


def worded(*element: str) -> Wording:
    found = read(*element)
    assert found.losses == ()
    return found.question.wording


@settings(max_examples=50, deadline=None)
@given(st.lists(questions(), min_size=1, max_size=3))
def test_what_is_written_is_read_again_equal(asked: list[ExchangedQuestion]) -> None:
    written = moodle_xml.write(asked)
    assert not written.losses
    found = list(moodle_xml.read(Source(written.content)))
    assert [each.question for each in found if isinstance(each, Read)] == asked
    assert not any(each.losses for each in found if isinstance(each, Read))


def test_only_kinds_that_moodle_lacks_need_a_note() -> None:
    written = ElementTree.fromstring(moodle_xml.write(examples()).content)
    for element, example in zip(
        (each for each in written if each.get("type") != "category"), examples(), strict=True
    ):
        note = element.find(NOTE)
        noted = "" if note is None else note.text or ""
        lacking = example.wording.kind in (Kind.SCENARIO, Kind.ROLE_PLAY)
        assert ('"key"' in noted) == lacking, example.wording.kind


def test_a_question_changed_elsewhere_counts_as_it_stands() -> None:
    """The note does not put back what somebody mended, but keeps what has no other place."""
    wording = Wording(
        Kind.MULTIPLE_CHOICE,
        "哪些？",
        {"options": ["一", "二", "三"]},
        {"right": [0, 1], "credit": "exact"},
        english={"stem": "Which?"},
    )
    text = moodle_xml.write([ExchangedQuestion(wording, difficulty=3)]).content.decode()
    (found,) = moodle_xml.read(Source(text.replace(">三<", ">四<").encode()))
    assert isinstance(found, Read)
    assert found.question.wording.content["options"] == ["一", "二", "四"]
    assert found.question.wording.key["credit"] == "balance"
    assert (found.question.wording.english, found.question.difficulty) == ({"stem": "Which?"}, 3)
    assert len(found.losses) == 1 and "changed after it was exported" in found.losses[0]


class TestKinds:
    def test_single_choice_with_percentages_and_feedback(self) -> None:
        body = (
            "<single>true</single>"
            + answer("100", "a", said("Yes"))
            + answer("33.33333", "b")
            + answer("-25", "c")
        )
        wording = worded(asked("multichoice", body=body))
        assert wording.kind == Kind.SINGLE_CHOICE
        assert wording.content == {"options": ["a", "b", "c"], "feedback": ["Yes", "", ""]}
        assert wording.key == {"right": [0], "percents": ["100", "33.33333", "-25"]}

    def test_several_right(self) -> None:
        even = answer("50", "a") + answer("50", "b") + answer("-100", "c")
        uneven = answer("75", "a") + answer("25", "b") + answer("0", "c")
        single = "<single>false</single>"
        key = worded(asked("multichoice", body=single + even)).key
        assert key == {"right": [0, 1], "credit": "balance"}
        key = worded(asked("multichoice", body=single + uneven)).key
        assert key == {"right": [0, 1], "credit": "weights", "percents": ["75", "25", "0"]}
        key = worded(asked("multichoiceset", body=single + even)).key
        assert key == {"right": [0, 1], "credit": "exact"}

    def test_one_right_of_several_that_could_be_ticked(self) -> None:
        body = "<single>false</single>" + answer("100", "a") + answer("0", "b")
        found = read(asked("multichoice", body=body))
        assert found.question.wording.kind == Kind.SINGLE_CHOICE and len(found.losses) == 1

    def test_true_false(self) -> None:
        body = answer("0", "true", said("No")) + answer("100", "false")
        wording = worded(asked("truefalse", body=body))
        assert (wording.key, wording.content["feedback"]) == ({"right": False}, ["No", ""])

    def test_short_answers(self) -> None:
        body = answer("100", "Hello", said("Good")) + answer("50", "Hi") + answer("100", "5\\*5")
        accepted = worded(asked("shortanswer", body=body)).key["accepted"]
        assert accepted == [
            {"text": "Hello", "feedback": "Good"},
            {"text": "Hi", "percent": 50},
            {"text": "5*5"},
        ]

    def test_what_a_short_answer_loses(self) -> None:
        body = (
            "<usecase>1</usecase>"
            + answer("100", "*fire*")
            + answer("33.333", "smoke")
            + answer("100", "FIRE")
            + answer("0", "*", said("Think again"))
        )
        found = read(asked("shortanswer", body=body))
        accepted = found.question.wording.key["accepted"]
        assert accepted == [{"text": "fire"}, {"text": "smoke", "percent": 33}]
        assert len(found.losses) == 5

    def test_numbers_with_units(self) -> None:
        body = (
            answer("100", "1.5", "<tolerance>0.1</tolerance>")
            + answer("50", "2", "<tolerance>0</tolerance>")
            + "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit>"
            "<unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units>"
        )
        wording = worded(asked("numerical", body=body))
        assert wording.content == {"units": ["m", "cm"]}
        assert wording.key["per_unit"] == ["1", "0.01"]
        graded = [wording.interaction.grade({"number": n, "unit": 1}) for n in ("155", "200", "3")]
        assert [float(share or 0) for share in graded] == [1, 0.5, 0]

    def test_matching_with_a_spare_partner(self) -> None:
        pairs = "".join(
            f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
            for left, right in (("leak", "now"), ("lamp", "today"), ("pipe", "now"), ("", "never"))
        )
        wording = worded(asked("matching", body=pairs))
        assert wording.content == {
            "left": ["leak", "lamp", "pipe"],
            "right": ["now", "today", "never"],
        }
        assert wording.key == {"pairs": [0, 1, 0]}

    def test_ordering(self) -> None:
        body = "<gradingtype>{}</gradingtype>" + answer("1", "greet") + answer("2", "listen")
        wording = worded(asked("ordering", body=body.format("RELATIVE_NEXT_EXCLUDE_LAST")))
        assert wording.content == {"steps": ["greet", "listen"]}
        assert wording.key == {"credit": "neighbours"}
        assert read(asked("ordering", body=body.format("LONGEST_ORDERED_SUBSET"))).losses

    def test_essay_without_rubric_gets_one(self) -> None:
        body = '<graderinfo format="html"><text>Be kind.</text></graderinfo>'
        found = read(asked("essay", text="<p>Write.</p>", body=body))
        assert found.question.wording.key == {
            "rubric": [{"text": "The answer as a whole", "points": 10}],
            "model": "Be kind.",
        }
        assert len(found.losses) == 1

    def test_embedded_answers(self) -> None:
        text = (
            "<p>Fill in.</p><p>Ring {1:SHORTANSWER:=three~%100%3}"
            " times, say {1:MULTICHOICE_V:=Hello\\}~Hey}.</p>"
        )
        wording = worded(asked("cloze", text=text))
        assert wording.stem == "Fill in."
        assert wording.content == {
            "parts": ["Ring ", " times, say ", "."],
            "choices": [[], ["Hello}", "Hey"]],
        }
        assert wording.key == {"accepted": [["three", "3"], ["0"]]}

    def test_what_embedded_answers_lose(self) -> None:
        text = "It is {2:NM:=3.5:0.5#right~%50%4} and {1:MRS:=a~%100%b~c}."
        found = read(asked("cloze", text=text))
        assert found.question.wording.stem == "a name"
        assert found.question.wording.key == {"accepted": [["3.5"], ["0", "1"]]}
        # Weights, tolerance, feedback, half an answer, several ticks.
        assert len(found.losses) == 5

    @pytest.mark.parametrize(
        ("type", "tag"), [("gapselect", "selectoption"), ("ddwtos", "dragbox")]
    )
    def test_words_for_gaps(self, type: str, tag: str) -> None:
        boxes = "".join(
            f"<{tag}><text>{text}</text><group>{group}</group></{tag}>"
            for text, group in (("cat", 1), ("mat", 2), ("dog", 1), ("hat", 2))
        )
        found = read(asked(type, text="The [[1]] sat on the [[2]].", body=boxes))
        wording = found.question.wording
        assert wording.content["choices"] == [["cat", "dog"], ["mat", "hat"]]
        assert wording.key == {"accepted": [["0"], ["0"]]}
        assert len(found.losses) == (type == "ddwtos")


class TestAround:
    def test_category_tags_number_and_explanation(self) -> None:
        category = '<question type="category"><category><text>{}</text></category></question>'
        body = (
            answer("100", "true")
            + answer("0", "false")
            + "<generalfeedback><text>Because.</text></generalfeedback><idnumber>G-1</idnumber>"
            "<tags><tag><text>gate</text></tag><tag><text>night</text></tag></tags>"
            "<defaultgrade>2.0000000</defaultgrade>"
        )
        path = "$course$/top/Security/Gate//Door"
        (found,) = read_all(category.format(path), asked("truefalse", body=body))
        assert isinstance(found, Read)
        question = found.question
        assert question.category == ("Security", "Gate/Door")
        assert (question.code, question.tags) == ("G-1", ("gate", "night"))
        assert (question.wording.explanation, question.wording.marks) == ("Because.", 2)

    def test_hints_and_settings_are_kept_and_written_again(self) -> None:
        body = (
            answer("100", "true")
            + answer("0", "false")
            + "<defaultgrade>0.5</defaultgrade><penalty>1.0</penalty><idnumber>a b</idnumber>"
            '<hint format="html"><text>&lt;b&gt;Look&lt;/b&gt;</text><clearwrong/></hint>'
            '<correctfeedback format="html"><text>Well done</text></correctfeedback>'
        )
        found = read(asked("truefalse", body=body))
        assert len(found.losses) == 1  # half a mark
        kept = found.question.wording.carried["moodle"]
        assert kept == {
            "defaultgrade": "0.5",
            "idnumber": "a b",
            "penalty": "1.0",
            "hints": [{"text": "<b>Look</b>", "format": "html", "clearwrong": ""}],
            "correctfeedback": {"text": "Well done", "format": "html"},
        }
        written = moodle_xml.write([found.question]).content.decode()
        for element in ("<penalty>1.0</penalty>", "Well done", "<clearwrong", "a b", ">0.5<"):
            assert element in written
        assert NOTE not in written

    def test_the_picture_of_the_question_text_comes_along(self) -> None:
        file = (
            '<file name="a b.png" path="/" encoding="base64">'
            + b64encode(PICTURE).decode()
            + "</file>"
        )
        text = '<p>See <img src="@@PLUGINFILE@@/a%20b.png" alt="A &quot;gate&quot;">?</p>'
        found = read(asked("essay", text=text, files=file))
        assert found.question.picture is not None
        assert (found.question.picture.name, found.question.picture.content) == ("a b.png", PICTURE)
        assert found.question.wording.picture_alt == 'A "gate"'
        assert found.question.wording.stem == "See ?"
        inline = f'<img src="data:image/png;base64,{b64encode(PICTURE).decode()}">Why?'
        picture = read(asked("essay", text=inline)).question.picture
        assert picture is not None and picture.content == PICTURE

    def test_other_pictures_are_named_as_lost(self) -> None:
        file = f'<file name="b.png" encoding="base64">{b64encode(PICTURE).decode()}</file>'
        text = 'Why? <img src="@@PLUGINFILE@@/b.png"><img src="https://example.org/c.png">'
        body = answer("100", '&lt;img src="@@PLUGINFILE@@/d.png"&gt;x', file) + answer("0", "y")
        found = read(asked("multichoice", text=text, body=body, files=file))
        assert len(found.losses) >= 2
        assert any("example.org" in loss for loss in found.losses)

    def test_what_only_looks_like_markup_is_kept(self) -> None:
        text = "Look <![x[ here & 3 < 4"
        assert read(asked("essay", text=text)).question.wording.stem == text

    def test_encodings_that_the_file_names(self) -> None:
        xml = f"<quiz>{asked('essay', text='为什么？')}</quiz>"
        for encoding in ("gb2312", "utf-16", "utf-8"):
            content = f'<?xml version="1.0" encoding="{encoding}"?>{xml}'.encode(encoding)
            (found,) = moodle_xml.read(Source(content))
            assert isinstance(found, Read) and found.question.wording.stem == "为什么？"
