"""What changed between two codebooks: marked where it differs, filtered, counted."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from conduct_records.actions.save_draft import save_draft
from conduct_records.actions.start_draft import start_draft
from conduct_records.queries.differences import differences
from conduct_records.rules.codebook import Audience, Line, Text
from conduct_records.rules.comparison import Change
from conduct_records.rules.editing import with_audiences
from conduct_records.rules.marking import Mark, marked
from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.conduct_records import adopted_version, make_codebook, make_rule
from tests.factories.people import UnitFactory, holder_of

WORDS = st.text("收礼小费 ，。abc\n", max_size=40)


@given(WORDS, WORDS)
def test_the_marks_hold_both_wordings_whole(old: str, new: str) -> None:
    spans = marked(old, new)
    assert "".join(span.text for span in spans if span.mark is not Mark.NEW) == old
    assert "".join(span.text for span in spans if span.mark is not Mark.GONE) == new
    assert all(span.text for span in spans)


@pytest.mark.parametrize(
    ("old", "new", "gone", "came"),
    [
        ("客户送的东西收了", "客户送的红包收了", ["东西"], ["红包"]),
        ("Took a gift home", "Took a tip home", ["gift"], ["tip"]),
        ("当天交主管登记", "当天交主管登记，不算违规", [], ["，不算违规"]),
    ],
)
def test_marks_go_by_character_in_chinese_and_by_word_in_english(
    old: str, new: str, gone: list[str], came: list[str]
) -> None:
    spans = marked(old, new)
    assert [span.text for span in spans if span.mark is Mark.GONE] == gone
    assert [span.text for span in spans if span.mark is Mark.NEW] == came


def test_one_rule_in_three_kinds_of_change_shows_every_part_that_differs() -> None:
    rule = make_rule("Y01")
    other = replace(rule, title=Text("新题", "Rule Y01"), points=5, lists={"manager": 1})
    with translation.override("en"):
        (found,) = differences(make_codebook(rule), make_codebook(other))
    assert found.change is Change.REWORDED
    assert [(part.label, part.language) for part in found.parts] == [
        ("Title", "zh"),
        ("Lists and numbers", ""),
        ("Points", ""),
    ]


def test_the_audience_filter_keeps_rules_that_stand_or_stood_in_its_lists() -> None:
    for_all, red = make_rule("Y01"), make_rule("R01", Line.RED, lists={"frontline": 1})
    old = make_codebook(for_all, red)
    new = make_codebook(replace(for_all, points=9), replace(red, lists={"manager": 1}))
    assert [each.code for each in differences(old, new)] == ["Y01", "R01"]
    for audience, codes in {"universal": ["Y01"], "manager": ["R01"], "frontline": ["R01"]}.items():
        assert [each.code for each in differences(old, new, audience)] == codes


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def director(self) -> Employee:
        return holder_of(Role.HR_DIRECTOR, UnitFactory.create(), language="en")

    @pytest.fixture
    def desk(self, client: Client, director: Employee) -> Client:
        client.force_login(director)
        return client

    def test_the_draft_beside_its_original(self, desk: Client, director: Employee) -> None:
        adopted_version(make_codebook(make_rule("Y01"), make_rule("R01", Line.RED)))
        draft = start_draft(actor=director)
        book = make_codebook(
            make_rule("Y01", explanation=Text("Y01的新说明", "What Y01 means")),
            make_rule("B01", Line.BAN),
        )
        audiences = [*book.audiences, Audience("concierge", Text("礼宾"), posts=("concierge",))]
        save_draft(actor=director, content=with_audiences(book, book.title, audiences))
        page = desk.get(reverse("codebook:changes")).content.decode()
        assert "Y01的<ins>新</ins>说明" in page
        assert "<del>" in page and "concierge" in page
        assert page.index("Y01") < page.index("B01") < page.index("R01")
        url = reverse("codebook:compare")
        same = desk.get(url, {"old": 1, "new": "draft", "audience": "manager"})
        assert list(same.context["differences"]) == []
        assert draft.number == 2

    def test_two_versions(self, desk: Client) -> None:
        adopted_version(make_codebook(make_rule("Y01")))
        adopted_version(make_codebook(make_rule("Y01", points=7)))
        response = desk.get(reverse("codebook:compare"), {"old": 1, "new": 2})
        assert [each.change for each in response.context["differences"]] == [Change.RATED]
        assert response.context["counts"] == [("Other consequences", 1)]

    @pytest.mark.parametrize("asked", [{"old": "9", "new": "1"}, {"old": "x"}, {"new": "draft"}])
    def test_what_is_not_there_is_missing(self, desk: Client, asked: dict[str, str]) -> None:
        assert desk.get(reverse("codebook:compare"), asked).status_code == 404
