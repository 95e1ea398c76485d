"""The codebook on the phone: whose rules, what is new, where there is none."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conduct_records.queries.reading import card_lists, reading_of
from conduct_records.rules.codebook import Line, Place, Text
from conduct_records.rules.comparison import Change
from lms.people.enums import Standing
from lms.people.models import Employee
from tests.factories.conduct_records import (
    adopted_version,
    make_codebook,
    make_rule,
    shipped_codebook,
    signature_of,
)
from tests.factories.people import EmployeeFactory, PostFactory

pytestmark = pytest.mark.django_db
QUERIES = 7
CODEBOOK = reverse("conduct_records:codebook")


@pytest.fixture
def guard(db: None) -> Employee:
    return EmployeeFactory.create(language="en")


def page_of(client: Client, employee: Employee) -> str:
    client.force_login(employee)
    return client.get(CODEBOOK, headers={"Accept-Language": "en"}).text


def test_the_reader_finds_their_own_rules_and_no_others(client: Client, guard: Employee) -> None:
    adopted_version()
    page = page_of(client, guard)
    assert 'id="Y01"' in page and 'id="R01"' in page
    assert 'id="R02"' not in page
    assert "2 rules wait for your signature" in page
    assert 'href="#R01"' in page and 'href="#sign"' in page


def test_a_card_says_what_the_rule_says_and_what_follows(client: Client, guard: Employee) -> None:
    adopted_version()
    page = page_of(client, guard)
    for words in ("Rule Y01", "What Y01 means", "An example of Y01", "6 months"):
        assert words in page
    assert "Oral warning to Written warning" in page


def test_a_rule_of_two_lists_is_one_card_under_the_number_of_the_nearer_list() -> None:
    book = make_codebook(
        make_rule("Y01", lists={"universal": 1, "frontline": 2}),
        make_rule("Y02", lists={"frontline": 1}),
        make_rule("Y03", lists={"universal": 2}),
    )
    (yellow,) = card_lists(book, Place("frontline", "guard"))
    assert [(each.rule.code, each.number, each.position) for each in yellow.cards] == [
        ("Y02", 1, 1),
        ("Y01", 2, 2),
        ("Y03", 2, 3),
    ]
    assert [(each.before, each.after) for each in yellow.cards] == [
        ("", "Y01"),
        ("Y02", "Y03"),
        ("Y01", ""),
    ]


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("post", ["gate-guard", "concierge-assistant"])
def test_every_rule_of_the_shipped_codebook_that_binds_somebody_is_a_card(
    standing: str, post: str
) -> None:
    book, place = shipped_codebook(), Place(standing, post)
    cards = [card.rule.code for each in card_lists(book, place) for card in each.cards]
    assert sorted(cards) == sorted(rule.code for rule in book.rules_for(place))


def test_a_new_version_shows_what_changed_for_the_reader_alone(
    client: Client, guard: Employee
) -> None:
    signature_of(guard, adopted_version())
    version = adopted_version(
        make_codebook(
            make_rule("Y01", explanation=Text("新的说法", "The new words")),
            make_rule(
                "R02",
                Line.RED,
                lists={"manager": 1},
                explanation=Text("经理的新说法", "New words for managers"),
            ),
            make_rule("R03", Line.RED, lists={"frontline": 1}),
        )
    )
    reading = reading_of(guard, version)
    assert reading is not None
    assert [(each.change, each.rule.code) for each in reading.news] == [
        (Change.REWORDED, "Y01"),
        (Change.ADDED, "R03"),
        (Change.REMOVED, "R01"),
    ]
    page = page_of(client, guard)
    assert "What Y01 means" in page and "The new words" in page
    assert "New words for managers" not in page


def test_another_post_shows_what_is_new_there(guard: Employee) -> None:
    version = adopted_version()
    signature_of(guard, version)
    guard.post = PostFactory.create(standing=Standing.MANAGER)
    guard.save(update_fields=["post"])
    reading = reading_of(guard, version)
    assert reading is not None
    assert [(each.change, each.rule.code) for each in reading.news] == [
        (Change.ADDED, "R02"),
        (Change.REMOVED, "R01"),
    ]


def test_a_version_that_changes_nothing_for_the_reader_asks_nothing(
    client: Client, guard: Employee
) -> None:
    signature_of(guard, adopted_version())
    adopted_version(make_codebook(make_rule("Y01"), make_rule("R01", Line.RED)))
    page = page_of(client, guard)
    assert 'id="sign"' not in page
    assert str(timezone.localdate().year) in page


def test_where_there_is_no_codebook_or_no_post_the_page_says_what_comes(
    client: Client, guard: Employee
) -> None:
    assert "empty" in page_of(client, guard)
    adopted_version()
    assert "empty" in page_of(client, EmployeeFactory.create(post=None, unit=None))


def test_the_page_costs_the_same_whatever_was_signed_before(
    client: Client, guard: Employee
) -> None:
    counts = []
    client.force_login(guard)
    for points in range(3):
        version = adopted_version(make_codebook(make_rule("Y01", points=points)))
        client.get(CODEBOOK)  # which lessons teach which rules is kept from here on
        with CaptureQueriesContext(connection) as queries:
            client.get(CODEBOOK)
        counts.append(len(queries))
        signature_of(guard, version)
    assert counts == [QUERIES] * 3
