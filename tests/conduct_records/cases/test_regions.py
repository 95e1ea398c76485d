"""Regional rules: added from a day on, never changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conduct_records.actions.cases.add_pack import add_pack
from conduct_records.enums import PackState
from conduct_records.errors import ImpossibleFigures, PackIsFixed
from conduct_records.models import RulePack
from conduct_records.queries.cases.packs import pack_for
from conduct_records.queries.cases.regions import packs_on
from conduct_records.rules.cases.packs import DAYS, Pack
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.models import Entry
from lms.people.enums import Role, UnitKind
from lms.people.errors import NotAllowed
from lms.people.models import Employee, Unit
from tests.factories.people import CompanyFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db(transaction=True)
QUERIES = 5
HANGZHOU = Pack(name="杭州市", minimum_wage=249_000, decision_months=None)


@pytest.fixture
def company() -> Unit:
    return CompanyFactory.create()


@pytest.fixture
def director(company: Unit) -> Employee:
    return holder_of(Role.HR_DIRECTOR, company, language="en")


@pytest.fixture
def desk(client: Client, director: Employee) -> Client:
    client.force_login(director)
    return client


def added(actor: Employee, unit: Unit, pack: Pack = HANGZHOU, days: int = 0) -> RulePack:
    day = timezone.localdate() + timedelta(days=days)
    return add_pack(actor=actor, unit=unit, valid_from=day, pack=pack)


def typed(unit: Unit, **more: Any) -> dict[str, Any]:
    return (
        {
            "unit": unit.pk,
            "valid_from": "2026-07-01",
            "name": "杭州市",
            "minimum_wage": "2,490.5",
            "deduction_percent": 20,
            "decision_months": "",
            "answer_days": 5,
            "appeal_days": 30,
        }
        | {f"days.{state}": days for state, days in DAYS.items()}
        | more
    )


def test_they_hold_for_a_unit_and_all_below_from_their_day_on(
    company: Unit, director: Employee
) -> None:
    site_ = UnitFactory.create(kind=UnitKind.SITE, parent=company)
    row = added(director, company)
    added(director, company, replace(HANGZHOU, minimum_wage=260_000), days=30)
    today = timezone.localdate()
    assert pack_for(site_, today).minimum_wage == 249_000
    assert pack_for(site_, today + timedelta(days=30)).minimum_wage == 260_000
    assert pack_for(site_, today - timedelta(days=1)).minimum_wage is None
    entry = Entry.objects.get(case=row.token)
    assert (entry.type, entry.actor) == ("conduct.regional_rules", director.token)
    assert verify().is_sound


def test_the_same_once_more_is_the_same(company: Unit, director: Employee) -> None:
    assert added(director, company) == added(director, company)
    assert RulePack.objects.count() == 1


def test_what_each_is_on_a_day(company: Unit, director: Employee) -> None:
    for days, wage in ((-60, 1), (-30, 2), (-30, 3), (30, 4), (30, 5)):
        added(director, company, Pack(minimum_wage=wage), days)
    rows: Any = packs_on(timezone.localdate())
    found = {row.pack.minimum_wage: row.state for row in rows}
    assert found == {
        1: PackState.PAST,
        2: PackState.PAST,
        3: PackState.IN_FORCE,
        4: PackState.PAST,
        5: PackState.TO_COME,
    }


@pytest.mark.parametrize("role", [Role.HR_OFFICER, Role.SITE_MANAGER, Role.AUDITOR])
def test_only_the_hr_director_adds_any(company: Unit, role: Role) -> None:
    with pytest.raises(NotAllowed):
        added(holder_of(role, company), company)


def test_not_for_a_unit_above_ones_own(company: Unit) -> None:
    site_ = UnitFactory.create(kind=UnitKind.SITE, parent=company)
    local = holder_of(Role.HR_DIRECTOR, site_)
    with pytest.raises(NotAllowed):
        added(local, company)
    assert added(local, site_)


def test_figures_that_cannot_be_are_refused(company: Unit, director: Employee) -> None:
    with pytest.raises(ImpossibleFigures) as refusal:
        added(director, company, Pack(deduction_percent=21, answer_days=0))
    assert set(refusal.value.names) == {"deduction_percent", "answer_days"}


@pytest.mark.parametrize("way", ["saved", "updated", "deleted", "by SQL"])
def test_they_are_never_changed(company: Unit, director: Employee, way: str) -> None:
    row = added(director, company)
    row.valid_from = date(2020, 1, 1)
    rows = RulePack.objects.filter(pk=row.pk)
    sql = f"UPDATE {RulePack._meta.db_table} SET valid_from = '2020-01-01'"
    ways: dict[str, Callable[[], Any]] = {
        "saved": row.save,
        "updated": lambda: rows.update(content={}),
        "deleted": row.delete,
        "by SQL": lambda: connection.cursor().execute(sql),
    }
    with pytest.raises((PackIsFixed, DatabaseError)), transaction.atomic():
        ways[way]()
    assert rows.get().valid_from == timezone.localdate()


# Pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    desk: Client,
    company: Unit,
    director: Employee,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        added(director, UnitFactory.create(parent=company, kind=UnitKind.SITE), days=number)
    desk.get(reverse("conduct_records:regions"))
    with django_assert_num_queries(QUERIES):
        page = desk.get(reverse("conduct_records:regions"))
    assert page.text.count("2490.00 yuan") == count


def test_new_ones_are_typed_in_yuan(desk: Client, company: Unit) -> None:
    response = desk.post(reverse("conduct_records:add-region"), typed(company))
    assert response.status_code == 302
    pack = RulePack.objects.get().pack
    assert (pack.minimum_wage, pack.decision_months, pack.name) == (249_050, None, "杭州市")


def test_they_begin_with_figures_that_hold(desk: Client, company: Unit, director: Employee) -> None:
    row = added(director, company)
    page = desk.get(reverse("conduct_records:add-region"), {"from": row.pk}).text
    assert 'value="2490.00"' in page and 'value="杭州市"' in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"minimum_wage": "2490.555"}, "at most two decimals"),
        ({"minimum_wage": "0"}, "more than 0 yuan"),
        ({"deduction_percent": 25}, "the law allows no more"),
        ({"decision_months": 500}, "1 to 120 months"),
        ({"answer_days": 0}, "1 to 3650 days"),
        ({"days.opened": 5000}, "1 to 3650 days"),
        ({"valid_from": "soon"}, "valid date"),
    ],
)
def test_wrong_figures_are_explained(
    desk: Client, company: Unit, wrong: dict[str, Any], said: str
) -> None:
    response = desk.post(reverse("conduct_records:add-region"), typed(company, **wrong))
    assert response.status_code == 422 and said in response.text
    assert not RulePack.objects.exists()


def test_an_officer_sees_them_and_adds_none(client: Client, company: Unit) -> None:
    client.force_login(holder_of(Role.HR_OFFICER, company))
    assert client.get(reverse("conduct_records:regions")).status_code == 200
    assert client.get(reverse("conduct_records:add-region")).status_code == 403
    client.force_login(holder_of(Role.TRAINER, company))
    assert client.get(reverse("conduct_records:regions")).status_code == 403
