"""A refused answer is shown again as it was sent, whatever the kind."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.enums import Kind
from assessments.rules.kinds import interaction
from assessments.views.typed import as_typed
from tests.factories.assessments import OF_KIND


def shown(kind: str, answer: dict[str, Any] | None = None, **content: Any) -> Any:
    written, key = OF_KIND[kind]
    bound = interaction(kind, {**written, **content}, key)
    return bound.show(list(range(bound.movable)), answer)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.SINGLE_CHOICE, {"choice": ["2"]}),
        (Kind.MULTIPLE_CHOICE, {"choice": ["0", "3"]}),
        (Kind.SHORT_TEXT, {"text": ["您好"]}),
        (Kind.MATCHING, {"pair-0": ["2"], "pair-1": [""]}),
        (Kind.ORDERING, {"step-0": ["2"], "step-1": ["3"], "step-2": ["1"]}),
        (Kind.CLOZE, {"gap-0": ["五声"], "gap-1": ["0"]}),
        (Kind.ESSAY, {"text": ["一\n二"]}),
    ],
)
def test_what_is_sent_is_shown_as_if_it_had_been_kept(
    kind: str, data: dict[str, list[str]]
) -> None:
    """As typed is as answered, where the answer is one: steps alone change their places."""
    written, key = OF_KIND[kind]
    bound = interaction(kind, written, key)
    order = list(range(bound.movable))
    kept = bound.show(order, bound.read(order, data))
    typed = as_typed(bound.show(order, None), data)
    if kind == Kind.ORDERING:
        by_name = {step.name: step for step in kept.steps}
        assert all(step == by_name[step.name] for step in typed.steps)
    else:
        assert typed == kept


def test_steps_that_share_a_number_keep_it() -> None:
    typed = as_typed(shown(Kind.ORDERING), {"step-0": ["1"], "step-1": ["1"], "step-2": [""]})
    assert [step.value for step in typed.steps] == ["1", "1", ""]
    assert [place.value for place in typed.steps[1].places if place.is_chosen] == ["1"]


def test_a_number_without_its_unit_keeps_what_there_is() -> None:
    content = {"units": ["分钟", "小时"]}
    typed = as_typed(shown(Kind.NUMBER, **content), {"number": ["zehn"], "unit": ["1"]})
    assert typed.value == "zehn"
    assert [unit.is_chosen for unit in typed.units] == [False, True]


def test_a_choice_without_its_reason_stays_chosen() -> None:
    typed = as_typed(
        shown(Kind.TRUE_FALSE, asks_reason=True), {"choice": ["false"], "reason": [""]}
    )
    assert [choice.is_chosen for choice in typed.choices] == [False, True]
    assert typed.reason.value == ""


def test_an_answer_that_was_taken_away_is_not_put_back() -> None:
    typed = as_typed(shown(Kind.SHORT_TEXT, {"text": "您好"}), {"text": [""]})
    assert typed.value == ""


names = st.sampled_from(["choice", "text", "number", "unit", "pair-0", "step-1", "gap-0", "reason"])


@given(st.sampled_from(list(Kind)), st.dictionaries(names, st.lists(st.text(), max_size=3)))
def test_nothing_sent_breaks_it_or_changes_what_was_asked(
    kind: str, data: dict[str, list[str]]
) -> None:
    before = shown(kind)
    after = as_typed(before, data)
    assert type(after) is type(before)
    assert words(after) == words(before)


def words(shown: Any) -> list[Any]:
    """Every text of what is shown, without what is answered."""
    if isinstance(shown, tuple | list):
        return [word for part in shown for word in words(part)]
    if not dataclasses.is_dataclass(shown):
        return []
    parts = {field.name: getattr(shown, field.name) for field in dataclasses.fields(shown)}
    parts.pop("chosen", None)
    own = [parts[name] for name in ("name", "letter", "text") if isinstance(parts.get(name), str)]
    return own + [word for part in parts.values() for word in words(part)]
