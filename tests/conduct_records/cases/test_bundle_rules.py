"""What of an entry is opened in a bundle."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conduct_records.rules.cases.bundles import fields_to_open, is_closed
from conduct_records.rules.cases.procedure import ENDED, State

NAME = "钱桂芳"
texts = st.text(max_size=5) | st.just(f"问过{NAME}。")
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "text", "way"]), inner, max_size=3)
    ),
    max_leaves=8,
)
entries = st.dictionaries(st.sampled_from("abcdef"), values, max_size=5)


def is_named(text: str) -> bool:
    return NAME in text


@given(entries, st.sets(st.sampled_from(["a", "b", "name"])))
def test_nothing_that_is_opened_names_anybody(said: dict[str, Any], confidential: set[str]) -> None:
    shown = fields_to_open("case.noted", said, confidential, is_named)
    assert shown == sorted(shown) and set(shown) <= said.keys() - confidential
    for name in shown:
        assert NAME not in str(said[name])
    if not confidential and NAME not in str(said):
        assert shown == sorted(said)


def test_a_name_within_a_field_closes_it_as_a_whole() -> None:
    said = {"service": {"way": "refused", "witnesses": ["t1"]}, "role": "witness"}
    assert fields_to_open("case.noted", said, ["witnesses"], is_named) == ["role"]
    empty = {"service": {"way": "signed", "witnesses": []}}
    assert fields_to_open("case.noted", empty, ["witnesses"], is_named) == ["service"]


def test_what_a_witness_said_is_opened_unless_it_names_one() -> None:
    said = {"name": NAME, "person": "t1", "role": "witness", "text": "岗亭没有人。"}
    closed = ["name", "person"]
    assert fields_to_open("case.interviewed", said, closed, is_named) == ["role", "text"]
    said["text"] = f"我是{NAME}。"
    assert fields_to_open("case.interviewed", said, closed, is_named) == ["role"]


def test_whatever_ended_is_closed_and_nothing_before_its_service() -> None:
    assert all(is_closed(state) for state in ENDED)
    assert is_closed(State.SERVED) and is_closed(State.APPEALED)
    assert not is_closed(State.DECIDED) and not is_closed(State.HEARD)
