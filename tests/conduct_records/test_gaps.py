"""Who has not signed, on the desk: figures, list, files, one person."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conduct_records.models import CodebookVersion
from conduct_records.queries.gaps import bound, figures_of, gap_of
from lms.ledger.models import PendingLook
from lms.people.enums import Role, Standing, UnitKind
from lms.people.models import Employee
from tests.factories.conduct_records import adopted_version, signature_of
from tests.factories.people import (
    CompanyFactory,
    EmployeeFactory,
    PostFactory,
    UnitFactory,
    holder_of,
)

pytestmark = pytest.mark.django_db
QUERIES = 15
GAPS = reverse("conduct_records:gaps")
XLSX, CSV = reverse("conduct_records:gaps-xlsx"), reverse("conduct_records:gaps-csv")


@pytest.fixture
def version(db: None) -> CodebookVersion:
    return adopted_version()


@pytest.fixture
def officer(version: CodebookVersion) -> Employee:
    """HR of the company; they have signed."""
    officer = holder_of(Role.HR_OFFICER, CompanyFactory.create(), name="陆安", language="en")
    signature_of(officer, version)
    return officer


@pytest.fixture
def as_officer(client: Client, officer: Employee) -> Client:
    client.force_login(officer)
    return client


def site_of(officer: Employee, **unit: object) -> object:
    return UnitFactory.create(parent=officer.unit, **unit)


def test_the_list_is_closed_to_learners(client: Client, version: CodebookVersion) -> None:
    client.force_login(EmployeeFactory.create())
    for address in (GAPS, XLSX, CSV, reverse("conduct_records:ask")):
        assert client.get(address).status_code == 403
    assert client.post(reverse("conduct_records:remind")).status_code == 403


def test_who_has_not_signed_is_listed_and_who_has_is_not(
    as_officer: Client, officer: Employee, version: CodebookVersion
) -> None:
    site = site_of(officer)
    EmployeeFactory.create(unit=site, name="陈静", latin_name="Chen Jing")
    signature_of(EmployeeFactory.create(unit=site, name="马骏", latin_name="Ma Jun"), version)
    page = as_officer.get(GAPS).text
    assert "<b>Chen Jing</b>" in page and "<b>Ma Jun</b>" not in page
    assert "1 person has not signed" in page


def test_people_of_other_units_who_left_or_stand_at_no_post_are_not_counted(
    as_officer: Client, officer: Employee
) -> None:
    EmployeeFactory.create(latin_name="Some Stranger")
    yesterday = timezone.localdate() - timedelta(days=1)
    EmployeeFactory.create(unit=officer.unit, latin_name="Long Gone", left_on=yesterday)
    EmployeeFactory.create(unit=officer.unit, latin_name="Closed Account", is_active=False)
    page = as_officer.get(GAPS).text
    for name in ("Some Stranger", "Long Gone", "Closed Account"):
        assert name not in page
    assert "0 people have not signed" in page


def test_a_team_counts_with_its_site(officer: Employee, version: CodebookVersion) -> None:
    site = site_of(officer, kind=UnitKind.SITE)
    team = UnitFactory.create(parent=site, kind=UnitKind.TEAM)
    signature_of(EmployeeFactory.create(unit=team), version)
    EmployeeFactory.create_batch(2, unit=team)
    EmployeeFactory.create(unit=site)
    people = bound(
        Employee.objects.filter(unit__path__startswith=officer.unit.path), timezone.localdate()
    )
    figures = figures_of(people, gap_of(people, version))
    assert [(each.site, each.owing, each.people) for each in figures] == [
        (officer.unit, 0, 1),
        (site, 3, 4),
    ]


def test_the_list_is_narrowed_and_the_address_keeps_how(
    as_officer: Client, officer: Employee
) -> None:
    one, other = site_of(officer), site_of(officer)
    manager = PostFactory.create(standing=Standing.MANAGER)
    EmployeeFactory.create(unit=one, latin_name="Chen Jing", name="陈静")
    EmployeeFactory.create(unit=other, latin_name="Ma Jun", name="马骏", post=manager)
    for wanted in ({"unit": one.pk}, {"standing": "frontline"}, {"name": "chenjing"}):
        page = as_officer.get(GAPS, wanted).text
        assert "<b>Chen Jing</b>" in page and "<b>Ma Jun</b>" not in page
    page = as_officer.get(GAPS, {"post": manager.pk}).text
    assert "<b>Ma Jun</b>" in page and "<b>Chen Jing</b>" not in page
    assert f"{reverse('conduct_records:gaps-csv')}?post={manager.pk}" in page
    assert as_officer.get(GAPS, {"unit": "nonsense", "post": "9" * 30}).status_code == 200


def test_the_files_hold_what_the_list_shows_and_the_look_is_recorded(
    as_officer: Client, officer: Employee
) -> None:
    site = site_of(officer)
    chen = EmployeeFactory.create(unit=site, name="陈静", latin_name="Chen Jing")
    EmployeeFactory.create(unit=site_of(officer), latin_name="Ma Jun")
    text = b"".join(as_officer.get(CSV, {"unit": site.pk}).streaming_content).decode("utf-8-sig")
    head, row = list(csv.reader(io.StringIO(text)))
    assert (row[0], row[1], row[6]) == (chen.staff_number, "Chen Jing", "2")
    assert PendingLook.objects.filter(subject=chen.token).count() == 1
    book = b"".join(as_officer.get(XLSX, {"unit": site.pk}).streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == head
    assert sheet[2][0].value == chen.staff_number


def test_opening_a_person_is_recorded(as_officer: Client, officer: Employee) -> None:
    chen = EmployeeFactory.create(unit=officer.unit)
    page = as_officer.get(reverse("conduct_records:signer", args=[chen.pk])).text
    assert "Rule R01" in page
    assert PendingLook.objects.filter(subject=chen.token, actor=officer.token).exists()


def test_without_a_codebook_the_page_says_what_comes(client: Client) -> None:
    client.force_login(holder_of(Role.HR_OFFICER, UnitFactory.create()))
    page = client.get(GAPS).text
    assert "empty" in page
    assert client.get(CSV).status_code == 200


def test_the_list_costs_the_same_for_one_person_and_for_three(
    as_officer: Client, officer: Employee
) -> None:
    counts = []
    for __ in range(2):
        EmployeeFactory.create(unit=site_of(officer))
        with CaptureQueriesContext(connection) as queries:
            as_officer.get(GAPS)
        counts.append(len(queries))
        EmployeeFactory.create(unit=officer.unit)
    assert counts == [QUERIES, QUERIES]
