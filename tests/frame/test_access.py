import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.conftest import open_quizzes
from tests.frame.access import (
    OUTCOMES,
    Row,
    Table,
    Url,
    address_of,
    ask,
    gaps_of_table,
    load,
    outcome_of,
    problems_of_table,
    urls_of_product,
)
from tests.frame.access_world import World, make_world

FILE = Path(__file__).parent.parent / "access.toml"
ROLES = tomllib.loads(FILE.read_text(encoding="utf-8"))["roles"]


@contextmanager
def taken_back() -> Iterator[None]:
    """What is changed within is undone; actions may open their transaction in it."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def test_every_url_has_a_row_and_every_row_a_url() -> None:
    problems = problems_of_table(load(FILE), urls_of_product())
    assert not problems, "tests/access.toml: " + "; ".join(problems)


def test_every_url_is_asked_of_what_is_there_inside_and_outside() -> None:
    gaps = gaps_of_table(load(FILE), urls_of_product())
    assert not gaps, "tests/access.toml: " + "; ".join(gaps)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once for all roles, as long as each takes back what it changes. Not by `django_db`,
    which would close the connection after each."""
    with django_db_blocker.unblock(), open_quizzes(), taken_back():
        yield make_world()


@pytest.mark.parametrize("role", ROLES)
def test_every_url_answers_the_role_as_the_table_says(role: str, world: World) -> None:
    table, urls = load(FILE), urls_of_product()
    signed_in = Client(raise_request_exception=False)
    if asker := world.askers[role]:
        signed_in.force_login(asker, backend=settings.AUTHENTICATION_BACKENDS[0])
        assert SESSION_KEY in signed_in.session
    wrong = []
    for url in urls:
        for row in table.rows_for(url, urls):
            address = address_of(row, url, table, world)
            client = Client(raise_request_exception=False)
            client.cookies = SimpleCookie(signed_in.cookies.output(header="", sep=";"))
            with taken_back():
                found = outcome_of(ask(client, row, address, world), address)
            if found not in OUTCOMES[row.outcomes[role]]:
                said = row.outcomes[role]
                wrong.append(f"{row.method} {address} ({url.name}): {found}, not {said}")
    assert not wrong, f"as {role}:\n" + "\n".join(wrong)


def a_table(*rows: Row) -> Table:
    return Table(["anonymous"], {}, list(rows))


def test_a_url_without_a_row_and_a_row_without_a_url_are_seen() -> None:
    table = a_table(Row("shop:*", {}), Row("gone:away", {}))
    urls = [Url("shop:list", {}), Url("desk", {"pk": "int"})]
    assert problems_of_table(table, urls) == [
        "no row for desk(pk)",
        "no URL for the row gone:away",
    ]


CASE, CLOSED = Url("case", {"pk": "int"}), Url("closed", {"pk": "int"})


def row_of(url: Url, pk: str, **outcomes: str) -> Row:
    return Row(url.name, outcomes, args={"pk": pk})


@pytest.mark.parametrize(
    ("rows", "gap"),
    [
        ([row_of(CASE, "@inside.case.pk", hr="page")], "inside and of something outside"),
        ([row_of(CASE, "@outside.case.pk", hr="missing")], "never asked of anything"),
        (
            [row_of(CASE, "@inside.case.pk", hr="page"), row_of(CASE, "@outside.case.pk")],
            "",
        ),
    ],
)
def test_what_is_not_asked_of_a_url_is_seen(rows: list[Row], gap: str) -> None:
    found = gaps_of_table(a_table(*rows), [CASE])
    assert bool(found) == bool(gap) and gap in "".join(found)


def test_excuses_are_taken_where_they_are_needed_only() -> None:
    rows = [
        row_of(CASE, "@house.case.pk", hr="page"),
        row_of(CLOSED, "@house.case.pk", hr="denied"),
    ]
    excuses = {"company_wide": ["case", "closed"], "closed": ["closed"], "nothing_there": ["case"]}
    found = gaps_of_table(Table(["anonymous"], {}, rows, excuses), [CASE, CLOSED])
    assert found == ["case in nothing_there excuses nothing"]
    unreal = [row_of(CLOSED, "1", hr="denied")]
    assert gaps_of_table(Table(["anonymous"], {}, unreal, excuses), [CLOSED])


def test_an_exact_row_wins_over_a_pattern() -> None:
    exact, pattern = Row("shop:list", {}), Row("shop:*", {})
    table, url = a_table(pattern, exact), Url("shop:list", {})
    assert table.rows_for(url, [url]) == [exact]


@pytest.mark.parametrize(
    ("status", "location", "outcome"),
    [
        (200, "", "page"),
        (302, "/sign-in/?next=/x/", "sign-in"),
        (302, "/admin/", "sent-home"),
        (302, "/courses/", "moved"),
        (403, "", "forbidden"),
        (404, "", "missing"),
        (405, "", "wrong-method"),
        (409, "", "refused"),
    ],
)
def test_answers_are_told_apart(status: int, location: str, outcome: str) -> None:
    response = HttpResponse(status=status, headers={"Location": location} if location else {})
    assert outcome_of(response, "/x/") == outcome


def test_a_breakdown_is_never_an_expected_answer() -> None:
    assert outcome_of(HttpResponse(status=500), "/x/") not in frozenset().union(*OUTCOMES.values())


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ('page = "nobody"', "no role or group 'nobody'"),
        ('others = "splendid"', "no outcome"),
        ('page = "a"', "nothing said about"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused(row: str, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "access.toml"
    path.write_text(f'roles = ["a", "b"]\n[[url]]\nname = "x"\n{row}\n')
    with pytest.raises(ValueError, match=complaint):
        load(path)
