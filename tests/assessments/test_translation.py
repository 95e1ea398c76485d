"""A question's content in another language: the same shape, other words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.errors import EnglishDoesNotFit
from assessments.rules.translation import check_fits, fits, overlaid, reworded

TEXTS = frozenset({"text", "say"})
words = st.text("字a ", max_size=4)
# JSON whose words stand under names of words and whose other parts do not.
contents = st.recursive(
    st.fixed_dictionaries({"text": words, "to": st.integers(0, 9), "is_end": st.booleans()}),
    lambda inner: st.fixed_dictionaries(
        {"say": st.lists(words, max_size=3), "turns": st.lists(inner, max_size=3)}
    ),
    max_leaves=5,
)


@given(contents)
def test_other_words_fit_and_are_laid_over(content: dict[str, Any]) -> None:
    english = reworded(content, TEXTS, lambda text: f"{text}!")
    assert fits(content, english, TEXTS)
    assert overlaid(content, english) == english


@given(contents)
def test_no_words_at_all_leave_the_content_as_it_is(content: dict[str, Any]) -> None:
    assert fits(content, {}, TEXTS) and overlaid(content, {}) == content
    empty = reworded(content, TEXTS, lambda text: " ")
    assert fits(content, empty, TEXTS) and overlaid(content, empty) == content


@given(contents)
def test_all_words_are_met_once_each(content: dict[str, Any]) -> None:
    met: list[str] = []

    def say(text: str) -> str:
        met.append(text)
        return text

    assert reworded(content, TEXTS, say) == content
    assert sorted(met) == sorted(_words(content))


def _words(content: Any, name: str = "") -> list[str]:
    if isinstance(content, dict):
        return [word for part, inner in content.items() for word in _words(inner, part)]
    if isinstance(content, list):
        return [word for inner in content for word in _words(inner, name)]
    return [content] if isinstance(content, str) else []


def test_spaces_that_set_off_a_gap_are_kept() -> None:
    chinese, english = {"text": ["响", "声"]}, {"text": ["within ", " rings"]}
    assert overlaid(chinese, english) == english


@pytest.mark.parametrize(
    "other",
    [
        {"text": 1},
        {"text": ["a"]},
        {"to": 2},
        {"to": "1"},
        {"to": True},
        {"name": "b"},
        {"new": "a"},
        {"turns": []},
        {"turns": [{}, {}]},
        {"turns": [{"text": "a"}, "b"]},
        {"turns": {"0": "a"}},
        "a",
        None,
        [],
    ],
)
def test_what_is_more_than_other_words_is_refused(other: Any) -> None:
    content = {"text": "字", "to": 1, "name": "a", "turns": [{"text": "字"}]}
    with pytest.raises(EnglishDoesNotFit):
        check_fits(content, other, TEXTS)


def test_what_is_no_word_may_be_said_the_same() -> None:
    check_fits({"text": "字", "to": 1}, {"text": "word", "to": 1}, TEXTS)
