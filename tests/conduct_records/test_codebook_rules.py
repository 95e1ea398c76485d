"""The codebook's rules: its lists, what may be adopted, what changed for whom, who has to sign."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conduct_records.rules.codebook import (
    Audience,
    Codebook,
    Fault,
    Line,
    Place,
    Rule,
    Sanction,
    Text,
    problems,
)
from conduct_records.rules.comparison import Change, changes_for, compare
from conduct_records.rules.signing import is_known, unsigned

AUDIENCES = (
    Audience("universal", Text("通用", "All staff")),
    Audience("manager", Text("管理人员", "Managers"), standing="manager"),
    Audience("frontline", Text("一线", "Frontline"), standing="frontline"),
    Audience("concierge", Text("礼宾", "Concierge"), posts=("concierge-assistant",)),
)
PLACES = st.builds(
    Place,
    st.sampled_from(["manager", "frontline"]),
    st.sampled_from(["guard", "concierge-assistant"]),
)
GUARD, MANAGER = Place("frontline", "guard"), Place("manager", "site-manager")


def rule(code: str = "Y01", **said: object) -> Rule:
    first = Rule(code, Line.YELLOW, {"universal": 1}, Text("轻视客户需求"), Text("说到要做到"))
    return replace(first, **said)


def book(*rules: Rule) -> Codebook:
    return Codebook(Text("守则"), AUDIENCES, rules)


@st.composite
def rules(draw: st.DrawFn, code: str) -> Rule:
    lists = draw(
        st.dictionaries(
            st.sampled_from([each.code for each in AUDIENCES]), st.integers(1, 9), min_size=1
        )
    )
    return Rule(
        code,
        draw(st.sampled_from(Line)),
        lists,
        Text(draw(st.sampled_from("甲乙丙"))),
        Text(draw(st.sampled_from("子丑寅"))),
        examples=tuple(Text(each) for each in draw(st.lists(st.sampled_from("例示"), max_size=1))),
        sanctions=(Sanction.ORAL_WARNING, draw(st.sampled_from(Sanction))),
        points=draw(st.integers(0, 2)),
        months=6,
    )


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    codes = draw(st.sets(st.sampled_from(["Y01", "Y02", "R01", "R02", "B1"])))
    return book(*[draw(rules(code)) for code in sorted(codes)])


def test_a_list_holds_its_rules_by_number_and_a_rule_may_stand_in_several() -> None:
    gift = rule("Y02", lists={"universal": 2, "manager": 1})
    own = rule("Y04", lists={"manager": 2})
    promise = rule("Y01", lists={"universal": 1})
    found = {each.audience.code: each.numbered for each in book(own, gift, promise).lists}
    assert found == {"universal": [(1, promise), (2, gift)], "manager": [(1, gift), (2, own)]}


def test_somebody_is_bound_by_everybodys_lists_their_standings_and_their_posts() -> None:
    whole = book(
        rule("Y01"),
        rule("Y04", lists={"manager": 1}),
        rule("Y10", lists={"frontline": 1}),
        rule("F1", line=Line.FAULT, lists={"concierge": 1}),
    )
    bound = lambda place: [each.code for each in whole.rules_for(place)]  # noqa: E731
    assert bound(GUARD) == ["Y01", "Y10"]
    assert bound(MANAGER) == ["Y01", "Y04"]
    assert bound(Place("frontline", "concierge-assistant")) == ["Y01", "Y10", "F1"]


@given(books())
def test_a_version_is_read_back_as_it_was_written(whole: Codebook) -> None:
    again = Codebook.of_json(whole.as_json())
    assert again == whole
    assert again.content_hash == whole.content_hash


@given(books(), books())
def test_equal_hashes_mean_equal_content(one: Codebook, other: Codebook) -> None:
    assert (one.content_hash == other.content_hash) == (one == other)


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ([], Fault.NO_RULES),
        ([rule(lists={})], Fault.NO_AUDIENCE),
        ([rule(lists={"drivers": 1})], Fault.UNKNOWN_AUDIENCE),
        ([rule(), rule(lists={"universal": 2})], Fault.SAME_CODE),
        ([rule(), rule("Y02")], Fault.SAME_NUMBER),
        ([rule(lists={"universal": 2})], Fault.GAP_IN_NUMBERS),
        ([rule(explanation=Text(" "))], Fault.NO_TEXT),
        ([rule(sanctions=(Sanction.DISMISSAL, Sanction.ORAL_WARNING))], Fault.SANCTIONS_REVERSED),
    ],
)
def test_what_stands_in_the_way_of_adoption_is_named(rules: list[Rule], fault: Fault) -> None:
    assert fault in {problem.fault for problem in problems(book(*rules))}


def test_a_sound_draft_has_no_problems() -> None:
    assert problems(book(rule(), rule("Y02", lists={"universal": 2, "manager": 1}))) == []


@given(books())
def test_nothing_changes_between_a_version_and_itself(whole: Codebook) -> None:
    assert compare(whole, whole) == []


@given(books(), books())
def test_the_comparison_names_every_rule_that_differs_and_no_other(
    old: Codebook, new: Codebook
) -> None:
    named = {each.rule.code for each in compare(old, new)}
    before, after = ({each.code: each for each in side.rules} for side in (old, new))
    assert named == {
        code for code in before.keys() | after.keys() if before.get(code) != after.get(code)
    }


@given(books(), books())
def test_the_way_back_undoes_additions_and_removals(old: Codebook, new: Codebook) -> None:
    there = {each.rule.code: each.change for each in compare(old, new)}
    back = {each.rule.code: each.change for each in compare(new, old)}
    swapped = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}
    assert back == {code: swapped.get(change, change) for code, change in there.items()}


@given(books(), books(), PLACES)
def test_changes_for_somebody_are_those_of_what_binds_them(
    old: Codebook, new: Codebook, place: Place
) -> None:
    before = {each.code: each.substance for each in old.rules_for(place)}
    after = {each.code: each.substance for each in new.rules_for(place)}
    differing = {
        code for code in before.keys() | after.keys() if before.get(code) != after.get(code)
    }
    assert {each.rule.code for each in changes_for(place, old, new)} == differing


@given(books(), PLACES)
def test_who_signed_a_version_where_they_stand_owes_nothing(whole: Codebook, place: Place) -> None:
    assert unsigned(whole, place, []) == whole.rules_for(place)
    assert unsigned(whole, place, [(whole, place)]) == ()


@given(books(), books(), PLACES)
def test_a_new_version_asks_exactly_those_whose_rules_changed_or_came(
    old: Codebook, new: Codebook, place: Place
) -> None:
    owed = {each.code for each in unsigned(new, place, [(old, place)])}
    known = {each.substance for each in old.rules_for(place)}
    assert owed == {each.code for each in new.rules_for(place) if each.substance not in known}
    gone = {each.rule.code for each in changes_for(place, old, new) if each.new is None}
    assert not owed & gone


@given(books(), PLACES, PLACES)
def test_a_change_of_post_asks_for_the_rules_that_come_with_it(
    whole: Codebook, before: Place, after: Place
) -> None:
    owed, new, known = (
        {each.code for each in rules}
        for rules in (
            unsigned(whole, after, [(whole, before)]),
            whole.rules_for(after),
            whole.rules_for(before),
        )
    )
    assert owed == new - known


@given(books(), books(), PLACES)
def test_signing_what_is_owed_makes_every_rule_known(
    old: Codebook, new: Codebook, place: Place
) -> None:
    signed = [(old, place), (new, place)]
    assert all(is_known(each, signed) for each in new.rules_for(place))


@given(books(), PLACES)
def test_examples_and_numbers_bind_nobody_anew(whole: Codebook, place: Place) -> None:
    other = replace(
        whole,
        rules=tuple(
            replace(each, examples=(Text("另一例"),), words=("词",)) for each in whole.rules
        ),
    )
    assert unsigned(other, place, [(whole, place)]) == ()
