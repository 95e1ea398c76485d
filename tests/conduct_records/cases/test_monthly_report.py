"""The monthly report of a unit, read back."""

import io
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from conduct_records.queries.cases.figure_words import COUNTS
from conduct_records.rules.cases.tallies import Count
from lms.people.enums import Role, UnitKind
from lms.people.models import Unit
from tests.conduct_records.cases.tallied import counted, month_back, tally
from tests.factories.people import UnitFactory, holder_of

pytestmark = pytest.mark.django_db
REPORTS = reverse("conduct_records:case-reports")
SECRET = 7413
QUERIES = 10


@pytest.fixture
def site(client: Client) -> Unit:
    company = UnitFactory.create(kind=UnitKind.COMPANY)
    site = UnitFactory.create(kind=UnitKind.SITE, parent=company, name="湖畔里", name_en="Lakeside")
    client.force_login(holder_of(Role.SITE_MANAGER, site))
    return site


def address(unit: Unit, months: int) -> str:
    return reverse("conduct_records:case-report", args=[unit.pk, f"{month_back(months):%Y-%m}"])


def read(client: Client, unit: Unit, months: int = 1, **asked: Any) -> list[str]:
    """The text, page by page."""
    answer = client.get(address(unit, months), asked)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_report_says_the_month_in_either_language(
    client: Client, site: Unit, language: str
) -> None:
    tally(site, 1)
    tally(site, 2, {"cases": 6, "outcome/stands": 6, "line/yellow": 6, "commendations": 1})
    counted()
    pages = read(client, site, language=language)
    assert len(pages) <= 2
    text = " ".join("".join(pages).split())
    with translation.override(language):
        said = (site.localised_name, date_format(month_back(1), "YEAR_MONTH_FORMAT"))
        for words in (*said, str(COUNTS[Count.COMMENDATIONS])):
            assert words in text
        assert f"{COUNTS[Count.CASES]} 10 6 16" in text
        assert f"{COUNTS[Count.COMMENDATIONS]} 3 1 4" in text
    for words in ("Y01", "R01", "50 %", "25 %"):
        assert words in text


def test_small_groups_are_not_in_it(client: Client, site: Unit) -> None:
    tally(site, 1, {"cases": SECRET, "line/red": SECRET, "served": SECRET}, is_shown=False)
    tally(site, 2)
    counted()
    assert str(SECRET) not in "".join(read(client, site))
    page = client.get(REPORTS)
    assert page.context["rows"][0].seen.cases is None
    assert str(SECRET) not in page.content.decode()


def test_there_is_one_for_each_month_that_is_over(client: Client, site: Unit) -> None:
    assert client.get(REPORTS).status_code == 200
    assert client.get(address(site, 1)).status_code == 404
    tally(site, 2)
    counted()
    page = client.get(REPORTS)
    assert [row.month for row in page.context["rows"]] == [month_back(1), month_back(2)]
    assert address(site, 2) in page.content.decode()
    assert read(client, site, months=1)  # of a month in which nothing happened, too
    for months in (0, 3):
        assert client.get(address(site, months)).status_code == 404
    wrong = reverse("conduct_records:case-report", args=[site.pk, "2026-13"])
    assert client.get(wrong).status_code == 404
    assert client.get(address(site, 2), {"language": "tlh"}).status_code == 404


def test_nobody_prints_another_units(client: Client, site: Unit) -> None:
    other = UnitFactory.create(kind=UnitKind.SITE, parent=site.parent)
    for unit in (site, other):
        tally(unit, 1)
    counted()
    assert client.get(address(other, 1)).status_code == 404
    assert client.get(REPORTS, {"unit": other.pk}).context["unit"] == site


@pytest.mark.parametrize("months", [1, 3])
def test_the_list_costs_the_same_for_any_number(client: Client, site: Unit, months: int) -> None:
    for each in range(months):
        tally(site, each + 1)
    counted()
    client.get(REPORTS)
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get(REPORTS).context["rows"]) == months
    assert len(queries) == QUERIES, [query["sql"][:120] for query in queries]
