"""How text is cut into words and excerpts are made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.search.words import excerpt, folded, occurrences, phrases, words

pytestmark = pytest.mark.source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("七分满·70 °C", ["七", "分", "满", "70", "c"]),
        ("電話鈴響三聲", ["电", "话", "铃", "响", "三", "声"]),
        ("ＡＢＣ５Ｗ1H 表", ["abc5w1h", "表"]),
        ("don’t、e-mail", ["don", "t", "e", "mail"]),
        ("𠮷田，您好！", ["𠮷", "田", "您", "好"]),
        ("……", []),
    ],
)
def test_chinese_characters_are_words_and_other_scripts_keep_theirs(
    text: str, expected: list[str]
) -> None:
    assert words(text) == expected


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet="三声之内接起电话請稍候茶 abc，。", min_size=1, max_size=60), st.data())
def test_what_was_cut_from_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    # A word of letters is found from its beginning on.
    if start and text[start - 1].isascii() and text[start - 1].isalnum():
        return
    query = text[start:stop]
    assert bool(occurrences(text, query)) == bool(phrases(query))


@given(st.text(max_size=300), st.text(max_size=5))
def test_an_excerpt_is_the_text_and_marks_only_what_was_asked(text: str, query: str) -> None:
    pieces = excerpt(text, query)
    shown = "".join(piece.text for piece in pieces).strip("…")
    assert shown in " ".join(text.split())
    for piece in pieces:
        assert not piece.is_found or words(piece.text)


def test_an_excerpt_shows_both_scripts_and_stays_near() -> None:
    text = "先问候。" * 40 + "電話鈴響三聲之內接起來。" + "再见。" * 60
    pieces = excerpt(text, "铃响三声")
    assert [piece.text for piece in pieces if piece.is_found] == ["鈴響三聲"]
    assert pieces[0].text == pieces[-1].text == "…"
    assert sum(len(piece.text) for piece in pieces) < 160


def test_every_phrase_must_occur() -> None:
    assert occurrences("会议室里的茶", "会议室 茶") == [(0, 3), (5, 6)]
    assert occurrences("会议室里的茶", "会议室 水") == []
    assert occurrences("会，议室", "会议室") == [(0, 4)]
