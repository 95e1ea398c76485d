"""Broken Moodle XML: what is refused, with its line, while the rest is read."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from assessments.errors.exchange import DefinesEntities, EncodingUnknown, NotThisFormat
from assessments.rules.exchange import moodle_xml
from assessments.rules.exchange.questions import Read, Refused, Source
from tests.assessments.exchange.test_moodle_xml import answer, asked

PLAIN = asked("truefalse", body=answer("100", "true") + answer("0", "false")).replace(
    "<![CDATA[Why?]]>", "Why?"
)
GOOD = asked("truefalse", body=answer("100", "true") + answer("0", "false"))


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def found_in(text: str) -> list[Read | Refused]:
    return list(moodle_xml.read(Source(text.encode())))


@pytest.mark.parametrize(
    "broken",
    [
        GOOD.replace("</answer>", "", 1),
        GOOD.replace("</question>", ""),
        GOOD.replace("Why?", "Why?]]>&nbsp;<![CDATA["),
        PLAIN.replace("<text>Why?", "<text><![CDATA[Why?"),
        GOOD.replace('type="truefalse"', "type=truefalse"),
        GOOD.replace("<name>", "<name"),
    ],
    ids=["unclosed answer", "unclosed question", "entity", "unclosed text", "quotes", "tag"],
)
@pytest.mark.parametrize("between", ["\n", ""])
def test_xml_that_breaks_costs_one_question(broken: str, between: str) -> None:
    found = found_in(f"<quiz>\n{between.join([GOOD, broken, PLAIN, PLAIN])}</quiz>")
    assert [type(each) for each in found].count(Read) == 3
    (refused,) = (each for each in found if isinstance(each, Refused))
    assert refused.line is not None and refused.line >= 2
    places = [each.place for each in found]
    assert len(set(places)) == len(places)


def test_the_line_of_a_refusal_is_that_of_its_question() -> None:
    no_answer = asked("truefalse", body="\n\n")
    found = found_in(f"<quiz>\n{GOOD}\n\n{no_answer}\n{GOOD}</quiz>")
    assert isinstance(found[1], Refused)
    assert (found[1].line, found[1].place, found[1].name) == (4, "question 2", "a name")


@pytest.mark.parametrize(
    ("element", "says"),
    [
        (asked("description"), "asks nothing"),
        (asked("calculated"), "“calculated”"),
        (asked("ddmarker"), "“ddmarker”"),
        (
            asked(
                "multichoice", body="<single>true</single>" + answer("50", "a") + answer("50", "b")
            ),
            "one option",
        ),
        (asked("multichoice", body=answer("1e9", "a") + answer("x", "b")), "number"),
        (asked("numerical", body=answer("100", "many")), "“many”"),
        (asked("numerical"), "right answer"),
        (asked("cloze", text="Say {1:SHORTANSWER:=hello"), "not closed"),
        (asked("cloze", text="Say {1:RIDDLE:=hello}"), "RIDDLE"),
        (asked("cloze", text="Say hello"), "gap"),
        (asked("gapselect", text="Say [[3]]"), "[[3]]"),
        (asked("essay", text=""), "Write the question"),
        (asked("essay", text='<img src="@@PLUGINFILE@@/gone.png">Why?'), "gone.png"),
        (
            asked(
                "essay",
                text='<img src="@@PLUGINFILE@@/a.png">Why?',
                files='<file name="a.png" encoding="base64">no*base64</file>',
            ),
            "a.png",
        ),
    ],
)
def test_a_question_that_cannot_be_taken_over_is_refused_in_words(element: str, says: str) -> None:
    refused, good = found_in(f"<quiz>{element}{GOOD}</quiz>")
    assert isinstance(refused, Refused) and says in refused.reason
    assert isinstance(good, Read)


def test_elements_nested_without_end_are_refused() -> None:
    deep = GOOD.replace("<name>", "<a>" * 5000 + "</a>" * 5000 + "<name>")
    found = found_in(f"<quiz>{deep}{GOOD}</quiz>")
    assert isinstance(found[0], Refused) and "nested" in found[0].reason
    assert isinstance(found[-1], Read)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"<quiz>{GOOD.replace('Why?', ']]>&b;<![CDATA[')}</quiz>"
)
OUTSIDE = '<!DOCTYPE quiz SYSTEM "file:///etc/passwd">' + f"<quiz>{GOOD}</quiz>"


@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
def test_entities_are_refused_whole(text: str) -> None:
    with pytest.raises(DefinesEntities):
        found_in(text)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<html><body>Log in</body></html>", NotThisFormat),
        (b"just text", NotThisFormat),
        ("<quiz>题".encode("gb18030"), EncodingUnknown),
    ],
)
def test_another_file_is_refused_whole(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        list(moodle_xml.read(Source(content)))
