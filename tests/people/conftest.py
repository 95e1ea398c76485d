from dataclasses import dataclass

import pytest

from lms.people.enums import UnitKind
from lms.people.models import Employee, Post, Unit
from tests.factories.people import CompanyFactory, PostFactory, UnitFactory


@dataclass
class World:
    """A company with two regions; the first has two sites, the second one."""

    company: Unit
    north: Unit
    south: Unit
    lake: Unit
    hill: Unit
    bay: Unit
    post: Post
    system: Employee


@pytest.fixture
def world(db: None) -> World:
    company = CompanyFactory.create(name="青檐物业")
    north = UnitFactory.create(kind=UnitKind.REGION, name="北区", parent=company)
    south = UnitFactory.create(kind=UnitKind.REGION, name="南区", parent=company)
    return World(
        company=company,
        north=north,
        south=south,
        lake=UnitFactory.create(name="湖畔", parent=north),
        hill=UnitFactory.create(name="山居", parent=north),
        bay=UnitFactory.create(name="海湾", parent=south),
        post=PostFactory.create(),
        system=Employee.objects.system(),
    )
