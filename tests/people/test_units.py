import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.people.actions.save_unit import save_unit
from lms.people.enums import Role, UnitKind
from lms.people.errors import (
    CodeTaken,
    NameTaken,
    NotAllowed,
    PeopleError,
    UnitKindOutOfOrder,
    UnitNeedsParent,
    UnitWithinItself,
)
from lms.people.models import Unit
from tests.factories.people import UnitFactory, holder_of

pytestmark = pytest.mark.django_db


def new(actor, parent, kind=UnitKind.SITE, code="new", name="新园"):
    return save_unit(actor=actor, kind=kind, code=code, name=name, parent=parent)


def move(actor, unit, parent, **more):
    values = {"kind": unit.kind, "code": unit.code, "name": unit.name, "name_en": unit.name_en}
    return save_unit(actor=actor, unit=unit, parent=parent, **values | more)


def check_paths():
    """Every path is that of the parent with the own number."""
    for unit in Unit.objects.select_related("parent"):
        assert unit.path == f"{unit.parent.path if unit.parent else ''}{unit.pk}/"


def test_a_new_unit_stands_below_its_parent(world):
    unit = new(world.system, world.north)
    assert unit.path == f"{world.company.pk}/{world.north.pk}/{unit.pk}/"
    assert unit.depth == 2


def test_a_company_is_begun_by_the_system(db, world):
    root = new(world.system, None, UnitKind.COMPANY)
    assert root.path == f"{root.pk}/"
    with pytest.raises(NotAllowed):
        new(holder_of(Role.ADMINISTRATOR, world.company), None, UnitKind.COMPANY, "other")


def test_a_subtree_moves_whole(world):
    team = UnitFactory.create(kind=UnitKind.TEAM, parent=world.lake)
    move(world.system, world.lake, world.south)
    check_paths()
    team.refresh_from_db()
    assert world.south.contains(team)
    assert not world.north.contains(team)


def test_it_cannot_move_into_itself(world):
    with pytest.raises(UnitWithinItself):
        move(world.system, world.north, world.north)
    with pytest.raises(UnitWithinItself):
        move(world.system, world.north, world.lake)


def test_kinds_stay_in_order(world):
    with pytest.raises(UnitKindOutOfOrder):
        new(world.system, world.lake, UnitKind.SITE)
    with pytest.raises(UnitKindOutOfOrder):
        new(world.system, world.company, UnitKind.COMPANY)
    with pytest.raises(UnitKindOutOfOrder):
        move(world.system, world.north, world.company, kind=UnitKind.TEAM)
    with pytest.raises(UnitNeedsParent):
        new(world.system, None, UnitKind.REGION)
    with pytest.raises(UnitNeedsParent):
        move(world.system, world.north, None)


def test_codes_and_names_are_given_once(world):
    with pytest.raises(CodeTaken):
        new(world.system, world.north, code=world.bay.code)
    with pytest.raises(NameTaken):
        new(world.system, world.north, name="湖畔")
    assert new(world.system, world.south, name="湖畔")


def test_building_ends_at_the_own_reach(world):
    director = holder_of(Role.HR_DIRECTOR, world.north)
    assert new(director, world.north)
    assert move(director, world.north, world.company, name="北部")
    for parent in (world.south, world.company):
        with pytest.raises(NotAllowed):
            new(director, parent, code="x", name="x")
        with pytest.raises(NotAllowed):
            move(director, world.lake, parent)
    with pytest.raises(NotAllowed):
        move(director, world.bay, world.north)
    with pytest.raises(NotAllowed):
        new(holder_of(Role.HR_OFFICER, world.company), world.north, code="x", name="x")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_moved_the_paths_stay_true(world, moves):
    for number in range(4):
        if not Unit.objects.filter(code=f"team-{number}").exists():
            kind = UnitKind.TEAM
            UnitFactory.create(kind=kind, code=f"team-{number}", parent=world.lake)
    units = list(Unit.objects.order_by("pk"))
    for one, other in moves:
        try:
            move(world.system, Unit.objects.get(pk=units[one].pk), units[other])
        except PeopleError:
            pass
        check_paths()
