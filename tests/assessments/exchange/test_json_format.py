"""Questions as JSON: the same again, and broken ones do not stop the rest."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.errors.exchange import EncodingUnknown, NotThisFormat
from assessments.rules.exchange import json_format
from assessments.rules.exchange.questions import ExchangedQuestion, Read, Refused, Source
from tests.assessments.exchange.exchanged import questions


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def file(*questions: Any, format: str = json_format.FORMAT) -> Source:
    return Source(json.dumps({"format": format, "questions": questions}).encode())


ONE = {
    "code": "A",
    "kind": "true_false",
    "stem": "茶倒七分满。",
    "content": {},
    "key": {"right": True},
}


@settings(max_examples=30, deadline=None)
@given(st.lists(questions(), max_size=3))
def test_what_is_written_is_read_again_equal(asked: list[ExchangedQuestion]) -> None:
    written = json_format.write(asked)
    assert not written.losses
    found = list(json_format.read(Source(written.content)))
    assert [each.question for each in found if isinstance(each, Read)] == asked
    assert not any(each.losses for each in found if isinstance(each, Read))
    schemas = json.loads(written.content)["schema"]
    assert set(schemas) == {question.wording.kind for question in asked}


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (ONE | {"kind": "riddle"}, "shape"),
        (ONE | {"stem": " "}, "Write the question"),
        (ONE | {"marks": 0}, "1 to 100"),
        (ONE | {"colour": "red"}, "colour"),
        (ONE | {"key": {"right": "yes"}}, "shape"),
        (ONE | {"picture": {"name": "a.png", "content": "!"}}, "picture"),
        ({"code": "A"}, "kind"),
        ([1], "object"),
    ],
)
def test_a_broken_question_is_refused_and_the_rest_read(broken: Any, says: str) -> None:
    first, second = json_format.read(file(broken, ONE))
    assert isinstance(first, Refused) and says in first.reason
    assert isinstance(second, Read) and second.place == "question 2"


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        (Source(b"{"), NotThisFormat),
        (Source(b"[]"), NotThisFormat),
        (Source(b"[" * 100_000), NotThisFormat),
        (file(ONE, format="questions-1"), NotThisFormat),
        (Source("题".encode("gb18030")), EncodingUnknown),
    ],
)
def test_another_file_is_refused_whole(source: Source, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        list(json_format.read(source))
