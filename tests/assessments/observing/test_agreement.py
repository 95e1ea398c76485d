"""The page on how far assessors agree: what makes a pair, who may look, what it costs."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from assessments.models import Observation
from assessments.queries.observing.agreement import agreements, joint_observations
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.factories.observing import observed, sheet_made
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db

PAGE = reverse("assessments:observation-agreement")


@pytest.fixture
def site() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def assessors(site: Unit) -> list[Employee]:
    return [holder_of(Role.ASSESSOR, site) for __ in range(3)]


def at(days_ago: int, clock_time: time = time(10)) -> datetime:
    day = timezone.localdate() - timedelta(days=days_ago)
    return datetime.combine(day, clock_time, timezone.get_default_timezone())


def pairs() -> list[tuple[Employee, Employee]]:
    found = joint_observations(Observation.objects.all())
    return [(pair.one.observed_by, pair.other.observed_by) for pair in found]


def test_same_person_version_and_day_by_different_assessors(
    site: Unit, assessors: list[Employee]
) -> None:
    one, other, third = assessors
    person, sheet = EmployeeFactory.create(unit=site), sheet_made()
    observed(person, sheet, by=other, at=at(2))
    observed(person, sheet, by=one, at=at(2, time(0, 5)))
    assert pairs() == [(one, other)]
    observed(person, sheet, by=one, at=at(3, time(23, 55)))  # the day before
    observed(EmployeeFactory.create(unit=site), sheet, by=one, at=at(2))  # somebody else
    observed(person, sheet_made("other"), by=one, at=at(2))  # by another sheet
    assert pairs() == [(one, other)]
    observed(person, sheet, by=third, at=at(2))
    assert set(pairs()) == {(one, other), (one, third), (other, third)}


def test_of_two_that_day_the_later_counts(site: Unit, assessors: list[Employee]) -> None:
    one, other, __ = assessors
    person, sheet = EmployeeFactory.create(unit=site), sheet_made()
    observed(person, sheet, by=one, at=at(2, time(9)), steps={"greet": 0})
    observed(person, sheet, by=other, at=at(2))
    again = observed(person, sheet, by=one, at=at(2, time(11)), steps={"greet": 1, "note": None})
    (pair,) = joint_observations(Observation.objects.all())
    assert pair.one == again
    assert pair.judged == {
        "greet": (Fraction(1, 2), Fraction(1)),
        "ring": (1, 1),
        "privacy": (1, 1),
    }
    (found,) = agreements([pair])
    assert (found.pairs, found.found.count, found.found.same) == (1, 3, Fraction(2, 3))
    assert not found.found.is_enough
    worst = found.points[0]
    assert (worst.code, worst.alike, worst.apart_percent) == ("greet", 0, 50)


@pytest.mark.parametrize(
    ("role", "status"), [(Role.TRAINER, 200), (Role.ASSESSOR, 403), (Role.HR_OFFICER, 403)]
)
def test_who_writes_sheets_looks(
    site: Unit, sign_in: Callable[[Employee], Client], role: Role, status: int
) -> None:
    assert sign_in(holder_of(role, site)).get(PAGE).status_code == status


def test_only_of_people_in_reach(
    site: Unit, assessors: list[Employee], sign_in: Callable[[Employee], Client]
) -> None:
    person, sheet = EmployeeFactory.create(unit=site), sheet_made()
    for assessor in assessors[:2]:
        observed(person, sheet, by=assessor, at=at(2))
    inside = sign_in(holder_of(Role.TRAINER, site)).get(PAGE)
    assert [each.pairs for each in inside.context["sheets"]] == [1]
    yesterday = f"{timezone.localdate() - timedelta(days=1):%Y-%m-%d}"
    later = sign_in(holder_of(Role.TRAINER, site)).get(PAGE, {"first": yesterday})
    assert later.context["sheets"] == []
    outside = sign_in(holder_of(Role.TRAINER, UnitFactory.create())).get(PAGE)
    assert outside.context["sheets"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same(
    site: Unit,
    assessors: list[Employee],
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sheet = sheet_made()
    for __ in range(count):
        person = EmployeeFactory.create(unit=site)
        for assessor in assessors[:2]:
            observed(person, sheet, by=assessor, at=at(2))
    with django_assert_num_queries(2):
        (found,) = agreements(joint_observations(Observation.objects.all()))
        assert found.pairs == count
