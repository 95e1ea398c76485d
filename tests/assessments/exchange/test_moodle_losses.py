"""What of Moodle XML is not taken over is said; what a question is called there is kept."""

from base64 import b64encode
from collections.abc import Iterator, Sequence

import pytest
from django.utils import translation

from assessments.rules.exchange import moodle_xml
from assessments.rules.exchange.questions import Read, Source
from tests.assessments.exchange.test_moodle_xml import answer, asked, read, read_all, said

FILE = f'<file name="h.png" encoding="base64">{b64encode(b"picture").decode()}</file>'
TRUTH = answer("100", "true") + answer("0", "false")
RIGHT = answer("100", "cat")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("type", "body", "parts"),
    [
        ("shortanswer", RIGHT + answer("50", "*", said("close")), ("“*”", "close")),
        ("shortanswer", RIGHT + answer("100", "!!"), ("“!!”",)),
        ("truefalse", f"{TRUTH}<hint><text>x</text>{FILE}</hint>", ("h.png",)),
        ("truefalse", f"{TRUTH}<correctfeedback><text/>{FILE}</correctfeedback>", ("h.png",)),
        ("truefalse", f"{TRUTH}<hint><text>x</text><more>y</more></hint>", ("more",)),
        ("truefalse", f"{TRUTH}<plugin><x><y>deep</y></x></plugin>", ("plugin",)),
        (
            "truefalse",
            f"{TRUTH}{said('a').replace('feedback', 'generalfeedback') * 2}",
            ("general",),
        ),
        ("numerical", answer("100", "5", "<tolerancetype>2</tolerancetype>"), ("tolerancetype",)),
    ],
)
def test_what_is_lost_is_said(type: str, body: str, parts: Sequence[str]) -> None:
    for loss, part in zip(read(asked(type, body=body)).losses, parts, strict=True):
        assert part in loss


def test_of_a_category_more_than_its_name_is_lost_and_said_once() -> None:
    category = (
        '<question type="category"><category><text>$course$/top/A</text></category>'
        "<info><text>About it</text></info><idnumber>{}</idnumber></question>"
    )
    found = read_all(category.format(""), *[asked("truefalse", body=TRUTH)] * 2)
    losses = [each.losses for each in found if isinstance(each, Read)]
    assert [len(each) for each in losses] == [1, 0] and "“A”" in losses[0][0]
    (plain,) = read_all(category.format("").replace("About it", ""), asked("truefalse", body=TRUTH))
    assert isinstance(plain, Read) and not plain.losses


def test_the_name_of_a_question_is_kept_and_written_again() -> None:
    question = read(asked("truefalse", body=TRUTH)).question
    assert question.wording.carried == {"name": "a name"}
    assert b"a name" in moodle_xml.write([question]).content
    too_long = asked("truefalse", body=TRUTH).replace("a name", "n" * 256)
    assert len(read(too_long).losses) == 1


def test_what_a_question_without_a_name_is_called_is_no_name_of_its_own() -> None:
    unnamed = asked("truefalse", body=TRUTH).replace("a name", "")
    question = read(unnamed).question
    (again,) = moodle_xml.read(Source(moodle_xml.write([question]).content))
    assert isinstance(again, Read) and again.question == question
    assert again.question.wording.carried == {}
