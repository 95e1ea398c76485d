from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from conduct_records.queries.search import search_rules
from conduct_records.rules.searching import find, index_of
from lms.people.enums import Role
from tests.factories.conduct_records import adopted_version, shipped_codebook
from tests.factories.people import CompanyFactory, EmployeeFactory, holder_of

BOOK = shipped_codebook()
INDEX = index_of(BOOK)


def codes(query: str) -> list[str]:
    return [each.rule.code for each in find(INDEX, query)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("slept at the gate", "R12"),
        ("guard sleeping", "R12"),
        ("夜班睡觉", "R12"),
        ("门岗夜里睡着了", "R12"),
        ("捡到手機", "R05"),
        ("打架", "R04"),
        ("asked for tips", "R06"),
        ("Ｙ０２", "Y02"),
        ("y02", "Y02"),
        ("監控錄像", "R02"),
    ],
)
def test_the_rule_is_found_by_what_happened(query: str, code: str) -> None:
    assert codes(query)[0] == code


def test_tips_are_found_whether_asked_for_or_taken() -> None:
    assert set(codes("收小费")) == set(codes("收小費")) == {"Y02", "R06"}


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.code)
def test_every_rule_is_found_by_its_title_its_code_and_each_of_its_words(rule: Any) -> None:
    for said in (rule.title.zh, rule.title.en, rule.code):
        assert codes(said)[0] == rule.code, said
    for word in rule.words:
        assert rule.code in codes(word)[:3], word


@pytest.mark.parametrize("query", ["", "   ", "……", "xyzzy", "的", "🙂", "%_'\""])
def test_what_no_rule_says_finds_little_and_breaks_nothing(query: str) -> None:
    assert len(codes(query)) < len(BOOK.rules)


def test_a_found_rule_says_where_it_stands_and_marks_what_was_asked(
    transactional_db: None,
) -> None:
    version = adopted_version(BOOK)
    with translation.override("zh-hans"):
        hit = search_rules(version, "岗亭睡着")[0]
    assert [(number, each.audience.code) for number, each in hit.places] == [(2, "frontline")]
    assert any(piece.is_found for piece in (*hit.title, *hit.text))
    with translation.override("zh-hant"):
        hit = search_rules(version, "睡覺")[0]
    assert "睡覺" in "".join(piece.text for piece in hit.title)


@pytest.mark.django_db(transaction=True)
class TestPages:
    def test_everybody_searches_and_limits_to_a_line(self, client: Client) -> None:
        adopted_version(BOOK)
        client.force_login(EmployeeFactory())
        address = reverse("conduct_records:search")
        page = client.get(address, {"q": "收小费"})
        assert {hit.rule.code for hit in page.context["hits"]} == {"Y02", "R06"}
        page = client.get(address, {"q": "收小费", "line": "red"})
        assert [hit.rule.code for hit in page.context["hits"]] == ["R06"]
        assert page.context["found"] == 2
        page = client.get(address, {"q": "收小费", "line": "green"})
        assert len(page.context["hits"]) == 2
        for nothing in ("", "zzzz"):
            assert (
                "slept"
                in client.get(address, {"q": nothing}, headers={"accept-language": "en"}).text
                or client.get(address, {"q": nothing}).context["examples"]
            )

    def test_without_a_codebook_it_says_so(self, client: Client) -> None:
        client.force_login(EmployeeFactory())
        page = client.get(reverse("conduct_records:search"), {"q": "睡觉"})
        assert page.status_code == 200 and not page.context["hits"]

    def test_the_desk_is_for_who_looks_after_rules(self, client: Client) -> None:
        adopted_version(BOOK)
        address = reverse("conduct_records:desk-search")
        client.force_login(EmployeeFactory())
        assert client.get(address).status_code == 403
        client.force_login(holder_of(Role.SITE_MANAGER, CompanyFactory()))
        assert client.get(address, {"q": "slept at the gate"}).context["hits"]

    @pytest.mark.parametrize("query", ["收小费", "a"])
    def test_many_hits_cost_no_more(
        self, client: Client, query: str, django_assert_max_num_queries: Any
    ) -> None:
        adopted_version(BOOK)
        client.force_login(EmployeeFactory())
        address = reverse("conduct_records:search")
        client.get(address, {"q": query})
        with django_assert_max_num_queries(8):
            client.get(address, {"q": query})
