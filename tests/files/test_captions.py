from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lms.files.checks.captions import CAPTIONS_KB, checked_captions, cues_of, read_captions, spoken
from lms.files.errors import BadCaptions, CaptionsNotText, CaptionsTooLarge
from tests.files.samples import CAPTIONS


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


GOOD_TIME = "00:01.000 --> 00:02.000"


def test_captions_are_read_as_they_come() -> None:
    windows = "\ufeff" + CAPTIONS.replace("\n", "\r\n")
    assert read_captions(windows.encode()) == CAPTIONS
    assert [cue.line for cue in cues_of(CAPTIONS)] == [3, 6]


def test_names_and_notes_stand_between_captions() -> None:
    text = f"WEBVTT 奉茶\n\nNOTE 草稿\n\n1\n{GOOD_TIME}\n您请用茶。\n\nSTYLE\n::cue {{}}\n"
    assert [cue.text for cue in cues_of(text)] == ["您请用茶。"]


def test_a_transcript_is_what_is_said() -> None:
    assert spoken(CAPTIONS) == [
        "奉茶：从拿杯子到收杯子，一共四步。",
        "看杯看水。杯口没有缺口；茶水约 70 °C。",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("您好", "Line 1: captions must begin with the word WEBVTT"),
        ("WEBVTT\n\n0:01 --> 0:02\nx", "Line 3: the times must look like 00:01.000"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nx", "Line 3: the times"),
        ("WEBVTT\n\n00:99.000 --> 00:99.500\nx", "Line 3: the times"),
        (f"WEBVTT\n\n{GOOD_TIME}\nx\n\n只有字", "Line 6: the times"),
        (f"WEBVTT\n\n{GOOD_TIME}\nx\n00:03.000 --> 00:04.000\ny", "Line 5: the times"),
        ("WEBVTT\n\n1\n00:05.000 --> 00:02.000\nx", "Line 4: the caption ends before"),
        (f"WEBVTT\n\n{GOOD_TIME}\n", "Line 3: there is no text"),
        (f"WEBVTT\n\n00:09.000 --> 00:10.000\nx\n\n{GOOD_TIME}\ny", "Line 6: the caption begins"),
        ("WEBVTT\n", "no caption in it"),
        ("", "Line 1"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, words: str) -> None:
    with pytest.raises(BadCaptions) as refused:
        checked_captions(text)
    assert words in str(refused.value)


def test_captions_are_text_of_some_length() -> None:
    with pytest.raises(CaptionsNotText):
        read_captions("奉茶".encode("gb18030"))
    with pytest.raises(CaptionsTooLarge, match=str(CAPTIONS_KB)):
        read_captions(b"x" * (CAPTIONS_KB * 1024 + 1))


@given(st.text() | st.text("WEBVT\n0123456789:.-> ", max_size=200))
def test_nothing_but_a_refusal_comes_of_captions(text: str) -> None:
    with suppress(BadCaptions):
        kept = checked_captions(text)
        assert checked_captions(kept) == kept and spoken(kept) is not None
