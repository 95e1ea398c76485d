"""Observations on the desk and on one's own record: who sees what, and what is taken away."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image
from pytest_django.fixtures import DjangoAssertNumQueries

from assessments.actions.observing.record_observation import Shot
from assessments.models import Observation
from assessments.rules.observing.sheet import Point, Sheet, SheetSection
from lms.ledger.models import Entry, PendingLook
from lms.people.enums import Role
from lms.people.models import Employee, RoleGrant, Unit
from tests.factories.observing import observed, sheet_made
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db

LIST = reverse("assessments:observations")


@pytest.fixture
def site() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def person(site: Unit) -> Employee:
    return EmployeeFactory.create(unit=site)


@pytest.fixture
def manager(site: Unit) -> Employee:
    return holder_of(Role.SITE_MANAGER, site)


@pytest.fixture
def desk(manager: Employee, sign_in: Callable[[Employee], Client]) -> Client:
    return sign_in(manager)


def page_of(row: Observation, name: str = "observation") -> str:
    return reverse(f"assessments:{name}", args=[row.token])


def looks_at(person: Employee) -> int:
    return PendingLook.objects.filter(subject=person.token).count()


def shown(client: Client, **asked: str) -> list[Observation]:
    return [row for row, __, __ in client.get(LIST, asked).context["rows"]]


class TestList:
    def test_people_of_ones_units_and_what_one_observed(
        self, desk: Client, manager: Employee, person: Employee
    ) -> None:
        sheet = sheet_made()
        inside = observed(person, sheet)
        observed(EmployeeFactory.create(unit=UnitFactory.create()), sheet)
        about_oneself = observed(manager, sheet)
        assert shown(desk) == [inside]
        assert desk.get(page_of(about_oneself)).status_code == 302

    def test_narrowed(self, desk: Client, person: Employee, site: Unit) -> None:
        desk_sheet, gate = sheet_made("desk"), sheet_made("gate")
        other = EmployeeFactory.create(unit=site)
        passed = observed(person, desk_sheet)
        missed = observed(person, gate, steps={"privacy": 0})
        week_ago = timezone.now() - timedelta(days=7)
        weak = observed(
            other, gate, steps={"note": 0}, at=week_ago, not_signed_because="不同意打分"
        )
        assert shown(desk, sheet=str(desk_sheet.pk)) == [passed]
        assert shown(desk, text=other.staff_number) == [weak]
        assert shown(desk, outcome="passed") == [passed]
        assert set(shown(desk, outcome="not-passed")) == {missed, weak}
        assert shown(desk, outcome="critical") == [missed]
        assert shown(desk, outcome="not-signed") == [weak]
        today = f"{timezone.localdate():%Y-%m-%d}"
        six_days = f"{timezone.localdate() - timedelta(days=6):%Y-%m-%d}"
        assert set(shown(desk, first=today)) | set(shown(desk, first=six_days)) >= {missed}
        assert shown(desk, last=six_days) == [weak]
        assert set(shown(desk, unit=str(site.pk))) == {passed, missed, weak}
        assert len(shown(desk, first="soon", sheet="x")) == 3

    def test_whoever_opens_it_looked_at_everybody(self, desk: Client, person: Employee) -> None:
        observed(person, sheet_made())
        assert not looks_at(person)
        desk.get(LIST)
        assert looks_at(person) == 1

    def test_empty_says_what_comes(self, desk: Client) -> None:
        assert desk.get(LIST).status_code == 200
        assert desk.get(LIST, {"text": "nobody"}).status_code == 200

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same(
        self,
        desk: Client,
        site: Unit,
        count: int,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        sheet = sheet_made()
        for __ in range(count):
            observed(EmployeeFactory.create(unit=site), sheet)
        desk.get(LIST)
        with django_assert_num_queries(LIST_QUERIES):
            desk.get(LIST)


LIST_QUERIES = 8


def test_the_export_has_what_the_page_shows(desk: Client, person: Employee) -> None:
    sheet = sheet_made()
    observed(person, sheet, steps={"greet": 1, "note": None}, remark="=早班")
    observed(person, sheet, steps={"privacy": 0})
    address = desk.get(LIST, {"outcome": "passed"}).context["export"]
    answer = desk.get(address)
    book = load_workbook(BytesIO(answer.getvalue()))
    __, *rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert len(rows) == 1
    assert rows[0][1:3] == [person.staff_number, person.name]
    assert rows[0][8:11] == [5, 6, 83]
    assert rows[0][-1] == "=早班"
    assert looks_at(person) == 2


class TestOne:
    def test_every_look_is_noted_but_ones_own(
        self, desk: Client, person: Employee, sign_in: Callable[[Employee], Client]
    ) -> None:
        row = observed(person, sheet_made(), steps={"privacy": 0, "ring": None})
        page = desk.get(page_of(row))
        assert page.status_code == 200
        points = [each for section in page.context["sections"] for each in section.points]
        assert [(each.step, each.is_missed) for each in points] == [
            (2, False),
            (None, False),
            (4, False),
            (0, True),
        ]
        assert page.context["may_observe_again"]
        assert page.context["entry"] is None
        assert looks_at(person) == 1
        own = sign_in(person)
        assert own.get(page_of(row)).status_code == 302
        assert own.get(page_of(row, "own-observation")).status_code == 200
        assert looks_at(person) == 1

    def test_the_auditor_is_led_to_the_ledger(
        self, person: Employee, site: Unit, sign_in: Callable[[Employee], Client]
    ) -> None:
        row = observed(person, sheet_made())
        auditor = sign_in(holder_of(Role.AUDITOR, site))
        entry = auditor.get(page_of(row)).context["entry"]
        assert entry == Entry.objects.get(case=row.token)

    def test_somebody_elses_is_nowhere_to_be_found(
        self, person: Employee, sign_in: Callable[[Employee], Client]
    ) -> None:
        row = observed(person, sheet_made())
        colleague = sign_in(EmployeeFactory.create(unit=person.unit))
        for name in ("observation", "own-observation", "observation-pdf"):
            assert colleague.get(page_of(row, name)).status_code == 404

    def test_who_observed_sees_it_after_they_moved(
        self, person: Employee, site: Unit, sign_in: Callable[[Employee], Client]
    ) -> None:
        assessor = holder_of(Role.ASSESSOR, site)
        row = observed(person, sheet_made(), by=assessor)
        RoleGrant.objects.filter(employee=assessor).update(unit=UnitFactory.create())
        assert sign_in(assessor).get(page_of(row)).status_code == 200
        assert sign_in(assessor).get(LIST).context["page"].paginator.count == 1

    def test_pictures_and_paper(
        self, desk: Client, person: Employee, sign_in: Callable[[Employee], Client]
    ) -> None:
        asks = Sheet((SheetSection("消防", (Point("exit", "通道畅通", needs_photo=True),)),))
        taken = BytesIO()
        Image.new("RGB", (40, 30), "green").save(taken, "JPEG")
        taken.seek(0)
        row = observed(person, sheet_made(asks=asks), shots=[Shot("exit", taken)])
        (photo,) = row.photos.all()
        address = reverse("assessments:observation-photo", args=[photo.token])
        picture = desk.get(address)
        assert picture["Content-Type"] == "image/webp"
        assert picture["Cache-Control"] == "private, no-store"
        assert looks_at(person) == 1
        pdf = desk.get(page_of(row, "observation-pdf"))
        assert pdf.content.startswith(b"%PDF")
        outsider = sign_in(holder_of(Role.SITE_MANAGER, UnitFactory.create()))
        assert outsider.get(address).status_code == 404


class TestOwn:
    def test_the_record_shows_the_newest(
        self, person: Employee, sign_in: Callable[[Employee], Client]
    ) -> None:
        client = sign_in(person)
        own = reverse("assessments:own-observations")
        assert client.get(own).status_code == 200
        row = observed(person, sheet_made())
        assert page_of(row, "own-observation") in client.get(own).content.decode()
        assert client.get(reverse("home:record")).context["observed"] == row
