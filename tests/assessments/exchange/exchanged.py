"""Questions with all that travels with them, as strategies for round trips."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from assessments.rules.exchange.questions import ExchangedQuestion, Picture
from assessments.rules.exchange.shapes import as_typed
from assessments.rules.wording import Wording
from tests.assessments.kinds.samples import SAMPLES

Draw = Callable[[st.SearchStrategy[Any]], Any]

# Signs with a meaning in some format, spaces, line ends, and what XML does not hold.
texts = st.text("您好 abc=~#{}[]:|\\/%*<>&\"'\n\r\t\x0b\ufffe、，=_x0041\u3000", max_size=12)
names = st.text("图a b%?&#'\".", min_size=1, max_size=8).filter(lambda name: name == name.strip())
carried = st.fixed_dictionaries({}, optional={"moodle": st.just({"penalty": "1", "hints": []})})


@st.composite
def questions(draw: Draw, *, with_picture: bool = True) -> ExchangedQuestion:
    """Of every kind, written with or without the parts that may be left out."""
    kind = draw(st.sampled_from(list(SAMPLES)))
    exported = draw(SAMPLES[kind]).question.export()
    content, key = exported["content"], exported["key"]
    if draw(st.booleans()):
        content, key = as_typed(kind, content, key)
    stem = draw(texts.filter(str.strip))
    picture = draw(st.none() | st.builds(Picture, names, st.binary(min_size=1)))
    wording = Wording(
        kind=str(kind),
        stem=stem,
        content=content,
        key=key,
        explanation=draw(texts),
        marks=draw(st.integers(1, 100)),
        english=draw(st.sampled_from([{}, {"stem": "What?"}])),
        picture_alt=draw(st.sampled_from(["", "一张图"])),
        carried=draw(carried),
    )
    return ExchangedQuestion(
        wording=wording,
        code=draw(st.sampled_from(["", "Q-1", "b_2"])),
        category=tuple(draw(st.lists(texts.filter(str.strip), max_size=2))),
        skill=draw(st.sampled_from(["", "words"])),
        difficulty=draw(st.integers(1, 3)),
        language=draw(st.sampled_from(["zh-hans", "en"])),
        tags=tuple(draw(st.lists(texts.filter(str.strip), max_size=2, unique=True))),
        picture=picture if with_picture else None,
    )
