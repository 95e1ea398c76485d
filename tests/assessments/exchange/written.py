"""Questions as a bank keeps them: every kind, with all that may stand around it."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.rules.exchange.codes import language_of
from assessments.rules.exchange.questions import ExchangedQuestion
from assessments.rules.wording import Wording
from tests.assessments.kinds.samples import SAMPLES

Draw = Callable[[st.SearchStrategy[Any]], Any]

# Signs with a meaning somewhere, of both widths, and a line break.
_SIGNS = "您好茶水七分满？ab1,.:;#={}~\\%*$[]()<>&\"'/|-＝～｛｝：＃\n"
texts = st.text(_SIGNS, min_size=1, max_size=12).map(str.strip).filter(bool)
phrases = st.text(_SIGNS.replace("\n", ""), min_size=1, max_size=8).map(str.strip).filter(bool)
names = st.text("茶水礼仪abc/ 12", min_size=1, max_size=6).map(str.strip).filter(bool)


def exchanged(wording: Wording, **around: Any) -> ExchangedQuestion:
    return ExchangedQuestion(wording, **{"language": language_of(wording), **around})


@st.composite
def questions(draw: Draw, kind: Kind) -> ExchangedQuestion:
    """A question of the kind as the form would keep it, with a code, a category and tags."""
    sample = draw(SAMPLES[kind])
    exported = sample.question.export()
    wording = Wording(
        str(kind),
        draw(texts),
        exported["content"],
        exported["key"],
        explanation=draw(texts | st.just("")),
        marks=draw(st.integers(1, 100)),
    )
    return exchanged(
        wording,
        code=draw(st.from_regex("[A-Za-z0-9-]{1,12}", fullmatch=True)),
        category=tuple(draw(st.lists(st.sampled_from(["礼仪", "a/b", "top"]), max_size=2))),
        tags=tuple(draw(st.lists(st.sampled_from(["接待", "a]b", "茶 水"]), unique=True))),
        difficulty=draw(st.integers(1, 3)),
        skill=draw(st.sampled_from(["", "tea"])),
    )
