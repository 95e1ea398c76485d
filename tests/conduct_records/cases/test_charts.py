"""The charts of cases, their tables and files: what is shown of which units to whom."""

import csv
import io
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from conduct_records.actions.cases.ask_for_tally import TASK
from conduct_records.actions.cases.tally_cases import tally_cases
from conduct_records.models import CaseTally, TallyRun
from conduct_records.queries.cases.chart_sheets import TABLES
from conduct_records.queries.cases.charts import band_of
from conduct_records.queries.cases.figure_words import COUNTS
from conduct_records.rules.cases.tallies import Count
from lms.jobs.outbox import is_under_way
from lms.people.enums import Role, UnitKind
from lms.people.models import Employee, Unit
from tests.conduct_records.cases.tallied import MANY, counted, month_back, tally
from tests.factories.cases import HIRED, CaseWorld, case_world
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db
CHARTS = reverse("conduct_records:charts")
XLSX = reverse("conduct_records:charts-xlsx")
CSV = reverse("conduct_records:charts-csv")
COUNT = reverse("conduct_records:count-cases")
SECRET = 7413
QUERIES = 13


@pytest.fixture
def company(client: Client) -> Unit:
    company = UnitFactory.create(kind=UnitKind.COMPANY)
    client.force_login(holder_of(Role.HR_OFFICER, company))
    return company


def site_of(company: Unit) -> Unit:
    return UnitFactory.create(kind=UnitKind.SITE, parent=company)


def lines_of(client: Client, **asked: Any) -> list[list[str]]:
    answer: Any = client.get(CSV, asked)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def heat_of(client: Client, name: str, **asked: Any) -> dict[str, list[int | None]]:
    """By the unit's name, the cells of a heat map on the page."""
    heats = client.get(CHARTS, asked).context["heats"]
    heat = next(heat for heat in heats if heat.name == name)
    return {str(row.unit): [cell.value for cell in row.cells] for row in heat.rows}


def test_what_happened_stands_in_its_month_line_and_site(client: Client, company: Unit) -> None:
    site = site_of(company)
    tally(site, 1)
    tally(company, 1)
    counted()
    yellow = heat_of(client, "yellow")[str(site)]
    assert len(yellow) == 12 and yellow[-2] == 5 and sum(value or 0 for value in yellow) == 5
    assert heat_of(client, "red")[str(site)][-2] == 2
    assert heat_of(client, "commendations")[str(site)][-2] == 3
    answer = client.get(CHARTS)
    assert '<dd class="statistics-value">10</dd>' in answer.content.decode()
    context = answer.context
    figures = context["figures"]
    assert (figures.appealed.percent, figures.overturned.percent) == (50, 25)
    assert figures.repeated.percent == 25
    assert [row.days.median if row.days else None for row in context["stages"]] == [
        12,
        None,
        None,
        None,
        None,
    ]
    assert [(row.of.rule, row.of.proven) for row in context["rules"]] == [("Y01", 5), ("R01", 2)]


def test_the_address_says_what_is_shown(client: Client, company: Unit) -> None:
    site, other = site_of(company), site_of(company)
    for months in (1, 20):
        tally(site, months)
        tally(company, months)
    tally(other, 20)
    counted()
    asked = {
        "unit": site.pk,
        "since": f"{month_back(20):%Y-%m}",
        "until": f"{month_back(19):%Y-%m}",
        "line": "red",
    }
    assert heat_of(client, "red", **asked) == {str(site): [2, 0]}
    context = client.get(CHARTS, asked).context
    assert [heat.name for heat in context["heats"]] == ["red"]
    assert [row.of.rule for row in context["rules"]] == ["R01"]
    assert len(lines_of(client, **asked)) == 2
    page = client.get(CHARTS, asked).content.decode()
    kept = f"unit={site.pk}&amp;since={asked['since']}&amp;until={asked['until']}&amp;line=red"
    assert f"{XLSX}?{kept}" in page
    # What cannot be understood is left out.
    nonsense = {"unit": "x", "since": "soon", "until": "2026-99", "line": "green", "page": "99"}
    assert client.get(CHARTS, nonsense).status_code == 200
    # From after to is read the other way round; more than a page can hold is cut off.
    back = {"since": asked["until"], "until": asked["since"]}
    assert client.get(CHARTS, asked | back).context["months"] == context["months"]


def test_files_say_what_the_page_says(client: Client, company: Unit) -> None:
    for n in range(3):
        site = site_of(company)
        tally(site, 1 + n)
        tally(site, 5, is_shown=False)
    tally(company, 1)
    counted()
    heats = client.get(CHARTS).context["heats"]
    on_page = [
        [str(row.unit), *("" if cell.value is None else str(cell.value) for cell in row.cells)]
        for heat in heats
        for row in heat.rows
    ]
    in_file = [
        [row[0], *(cell if cell.isdigit() else "" for cell in row[2:-1])]
        for row in lines_of(client)[1:]
    ]
    assert in_file == on_page
    answer: Any = client.get(XLSX)
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    for table, sheet in zip(TABLES, book.worksheets, strict=True):
        rows = [[str(cell) if cell is not None else "" for cell in row] for row in sheet.values]
        assert rows == lines_of(client, table=table)
    assert client.get(CSV, {"table": "people"}).status_code == 404


def test_each_figure_stands_under_its_name(client: Client, company: Unit) -> None:
    tally(company, 0)
    counted()
    head, *rows = lines_of(client, table="months")
    found = dict(zip(head, rows[-1], strict=True))
    with translation.override(settings.LANGUAGE_CODE):
        names = {str(COUNTS[each]): str(MANY.get(each, 0)) for each in Count}
    assert found.items() >= names.items()
    page = client.get(CHARTS).context
    shown = dict(zip(map(str, page["counts"]), page["figures"].rows[-1].counts, strict=True))
    assert {name: str(count) for name, count in shown.items()} == names


def test_small_groups_are_on_no_page_and_in_no_file(client: Client, company: Unit) -> None:
    site = site_of(company)
    tally(site, 1, {"cases": SECRET, "line/red": SECRET, "served": SECRET}, is_shown=False)
    tally(site, 2)
    tally(company, 2)
    counted()
    assert heat_of(client, "red")[str(site)][-2] is None
    for asked in ({}, {"unit": site.pk}, {"unit": site.pk, "line": "red"}):
        assert str(SECRET) not in client.get(CHARTS, asked).content.decode()
        for table in TABLES:
            assert str(SECRET) not in str(lines_of(client, table=table, **asked))
    figures = client.get(CHARTS, {"unit": site.pk}).context["figures"]
    assert (figures.hidden, figures.total["cases"]) == (1, MANY["cases"])


def test_shares_and_days_of_few_cases_are_not_shown(client: Client, company: Unit) -> None:
    few = {"cases": 9, "served": 9, "appealed": 2, "appeal_decided": 2, "overturned": 1}
    tally(company, 1, {**few, "days/appeal/5": 2, "days/notice/5": 3})
    counted()
    context = client.get(CHARTS).context
    assert context["figures"].overturned.percent is None
    shown = {row.stage: row.days is not None for row in context["stages"]}
    assert shown["notice"] and not shown["appeal"]
    steps = lines_of(client, table="steps")
    assert not any(cell.isdigit() for cell in steps[-1][1:-1])


def test_nobody_sees_beyond_their_units(client: Client) -> None:
    world = case_world()
    other = site_of(world.company)
    tally(world.company, 1, {"cases": SECRET, "line/red": SECRET})
    tally(other, 1, {"cases": SECRET, "line/red": SECRET})
    tally(world.site, 1)
    counted()
    client.force_login(world.reporter)  # the site's manager
    for asked in ({}, {"unit": other.pk}, {"unit": world.company.pk}):
        context = client.get(CHARTS, asked).context
        assert context["unit"] == world.site
        assert str(SECRET) not in client.get(CHARTS, asked).content.decode()
        assert {row[0] for row in lines_of(client, **asked)[1:]} == {str(world.site)}
    for person in (world.investigator, world.subject):
        client.force_login(person)
        assert client.get(CHARTS).status_code == 403
    auditor = holder_of(Role.AUDITOR, world.company)
    client.force_login(auditor)
    page = client.get(CHARTS)
    assert page.context["here"] == "figures" and not page.context["sees_cases"]
    assert f'href="{reverse("conduct_records:cases")}"' not in page.content.decode()


def test_the_worker_is_asked_to_count(client: Client, company: Unit) -> None:
    page = client.get(CHARTS)
    assert page.status_code == 200 and page.context["run"] is None
    answer = client.post(COUNT, {"query": f"unit={company.pk}&line=red"})
    assert (
        answer.status_code == 302 and answer["Location"] == f"{CHARTS}?unit={company.pk}&line=red"
    )
    assert is_under_way(TASK)
    client.post(COUNT)
    tally_cases(actor=Employee.objects.system())
    assert TallyRun.objects.count() == 1
    assert client.get(CHARTS).context["run"] is not None


def test_the_page_says_when_cases_moved_on_since(client: Client) -> None:
    world: CaseWorld = case_world()
    client.force_login(world.hr)
    counted()
    assert not client.get(CHARTS).context["is_stale"]
    world.opened(subject=EmployeeFactory.create(unit=world.site, hired_on=HIRED))
    before = CaseTally.objects.count()
    assert client.get(CHARTS).context["is_stale"]
    assert CaseTally.objects.count() == before and not is_under_way(TASK)


@pytest.mark.parametrize("sites", [1, 3])
def test_charts_cost_the_same_for_any_number(client: Client, company: Unit, sites: int) -> None:
    for __ in range(sites):
        site = site_of(company)
        for months in range(sites):
            tally(site, months)
    tally(company, 0)
    counted()
    client.get(CHARTS)
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get(CHARTS).context["heats"][0].rows) == 1 + sites
    assert len(queries) == QUERIES, [query["sql"][:120] for query in queries]


def test_bands_are_thirds_of_the_largest() -> None:
    assert [band_of(value, 9) for value in (0, 1, 3, 4, 6, 7, 9)] == [0, 1, 1, 2, 2, 3, 3]
    assert [band_of(value, 2) for value in (0, 1, 2)] == [0, 1, 2]
