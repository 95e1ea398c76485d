"""What the pages of retention say where there is nothing, or nothing keeps anybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.people.actions.hold_records import place_hold
from lms.people.enums import Role
from lms.people.forms.retention import TermForm
from lms.people.models import Employee, KeptUntil
from lms.people.queries.retention import schedule
from tests.factories.people import CompanyFactory, EmployeeFactory, holder_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def director() -> Employee:
    return holder_of(Role.HR_DIRECTOR, CompanyFactory.create())


@pytest.fixture
def client(director: Employee) -> Client:
    client = Client()
    client.force_login(director)
    client.cookies["django_language"] = "zh-hans"
    return client


def test_the_shortest_term_is_said_in_ones_language(client: Client) -> None:
    kind = next(iter(schedule()))
    page = client.get(reverse("people:retention-term", args=[kind]))
    assert isinstance(page.context["form"], TermForm)
    assert f"至少 {schedule()[kind].kind.at_least} 个月" in page.text


def test_a_filter_that_finds_nobody_says_so(client: Client) -> None:
    page = client.get(reverse("people:retention"))
    assert "没有符合筛选条件" not in page.text
    page = client.get(reverse("people:retention"), {"name": "zzz"})
    assert "没有符合筛选条件的离职人员" in page.text


def test_whoever_may_be_erased_is_kept_by_nothing(client: Client, director: Employee) -> None:
    today = timezone.localdate()
    kind = next(iter(schedule()))
    label = str(schedule()[kind].kind.label)
    for days in (-1, 1):
        gone = EmployeeFactory.create(
            unit=director.unit,
            hired_on=today - timedelta(days=1900),
            left_on=today - timedelta(days=900),
            is_active=False,
        )
        day = today + timedelta(days=days)
        row, __ = KeptUntil.objects.update_or_create(
            employee=gone, defaults={"free_on": day, "kept_by": kind, "worked_out_on": today}
        )
        page = client.get(reverse("people:retention"))
        assert gone.staff_number in page.text
        assert (label in page.text) == (days > 0)
        row.delete()


def test_whoever_is_held_is_not_shown_among_those_who_may_be_erased(
    client: Client, director: Employee
) -> None:
    today = timezone.localdate()
    gone = [
        EmployeeFactory.create(
            unit=director.unit,
            hired_on=today - timedelta(days=1900),
            left_on=today - timedelta(days=900),
            is_active=False,
        )
        for __ in range(2)
    ]
    for each in gone:
        KeptUntil.objects.update_or_create(
            employee=each, defaults={"free_on": today, "worked_out_on": today}
        )
    place_hold(actor=director, employee=gone[0], reason="仲裁未结。")
    page = client.get(reverse("people:retention"), {"due": "on"})
    assert [row.pk for row, *__ in page.context["rows"]] == [gone[1].pk]
