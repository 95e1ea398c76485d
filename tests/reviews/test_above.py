"""Lists leave out whom somebody works under, as the policy says it of two people."""

from itertools import product

import pytest

from lms.people.enums import Standing, UnitKind
from lms.people.models import Employee
from lms.people.policies import manages
from lms.people.queries import stands_above
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_a_list_and_the_policy_know_the_same_people_above() -> None:
    company = UnitFactory.create(kind=UnitKind.COMPANY)
    site = UnitFactory.create(kind=UnitKind.SITE, parent=company)
    team = UnitFactory.create(kind=UnitKind.TEAM, parent=site)
    beside = UnitFactory.create(kind=UnitKind.SITE, parent=company)
    posts = (PostFactory.create(standing=Standing.MANAGER), PostFactory.create())
    for unit, post in product((company, site, team, beside), posts):
        EmployeeFactory.create(unit=unit, post=post)
    people = list(Employee.objects.select_related("unit", "post"))
    assert Employee.objects.system() in people, "who stands nowhere"
    assert any(manages(*pair) for pair in product(people, repeat=2))
    for each in people:
        above = {one for one in people if manages(one, each)}
        assert set(Employee.objects.filter(stands_above(each))) == above
        assert set(Employee.objects.exclude(stands_above(each))) == set(people) - above
