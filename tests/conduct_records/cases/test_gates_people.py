"""Gate 2: reporter, subject, investigator, decider and appeal officer are different persons."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from conduct_records.models import Case
from conduct_records.policies.cases import can_see_case
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.gates.verdicts import Gate, Why
from conduct_records.rules.cases.procedure import Office, Seat
from lms.people.actions.revoke_role import revoke_role
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee, RoleGrant
from tests.conduct_records.cases.refusals import shut_by
from tests.factories.cases import HIRED, CaseWorld, case_world
from tests.factories.people import EmployeeFactory, RoleGrantFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def appoint(world: CaseWorld, case: Case, seat: Seat, person: Employee) -> None:
    world.step(case, world.hr, said.Appointed(seat, person.token))


def turn(case: Case) -> str:
    return Case.objects.get(pk=case.pk).turn


# Three seats, three persons ----------------------------------------------------------------------


@pytest.mark.parametrize(("held", "seat"), list(permutations(Seat, 2)))
def test_who_holds_one_seat_takes_no_other(world: CaseWorld, held: Seat, seat: Seat) -> None:
    case = world.opened()
    appoint(world, case, held, world.third_hr)
    with shut_by(Gate.SEPARATE_ROLES, Why.HOLDS_SEAT):
        appoint(world, case, seat, world.third_hr)
    appoint(world, case, seat, world.other_hr)


@pytest.mark.parametrize(("held", "seat"), list(permutations(Seat, 2)))
def test_nor_does_who_held_one_before(world: CaseWorld, held: Seat, seat: Seat) -> None:
    case = world.opened()
    appoint(world, case, held, world.third_hr)
    appoint(world, case, held, world.other_hr)
    with shut_by(Gate.SEPARATE_ROLES, Why.HOLDS_SEAT):
        appoint(world, case, seat, world.third_hr)
    appoint(world, case, held, world.third_hr)


@pytest.mark.parametrize("seat", Seat)
def test_the_reporter_takes_no_seat(world: CaseWorld, seat: Seat) -> None:
    case = replace(world, reporter=world.other_hr).opened()
    with shut_by(Gate.SEPARATE_ROLES, Why.IS_REPORTER):
        appoint(world, case, seat, world.other_hr)
    appoint(world, case, seat, world.third_hr)


@pytest.mark.parametrize("seat", Seat)
def test_nobody_sits_in_their_own_case(world: CaseWorld, seat: Seat) -> None:
    case = world.opened(subject=world.other_hr)
    with shut_by(Gate.SEPARATE_ROLES, Why.OWN_CASE):
        appoint(world, case, seat, world.other_hr)


@pytest.mark.parametrize("seat", Seat)
def test_nobody_sits_in_the_case_of_a_superior(world: CaseWorld, seat: Seat) -> None:
    case = replace(world, reporter=world.other_hr).opened(subject=world.reporter)
    below = holder_of(Role.HR_OFFICER, world.site)
    with shut_by(Gate.SEPARATE_ROLES, Why.SUPERIORS_CASE):
        appoint(world, case, seat, below)
    appoint(world, case, seat, world.third_hr)


def test_a_seat_needs_the_right_for_it_over_the_unit(world: CaseWorld) -> None:
    case = world.opened()
    elsewhere = holder_of(Role.HR_OFFICER, UnitFactory.create(parent=world.company))
    for seat, person in (
        (Seat.INVESTIGATOR, EmployeeFactory.create(unit=world.site)),
        (Seat.DECIDER, world.investigator),
        (Seat.APPEALS, world.investigator),
        (Seat.DECIDER, elsewhere),
    ):
        with shut_by(Gate.SEPARATE_ROLES, Why.LACKS_RIGHT):
            appoint(world, case, seat, person)
    RoleGrantFactory.create(employee=world.investigator, role=Role.HR_OFFICER, unit=world.site)
    investigator = Employee.objects.get(pk=world.investigator.pk)
    appoint(world, case, Seat.DECIDER, investigator)


def test_who_is_gone_or_nobody_at_all_is_not_appointed(world: CaseWorld) -> None:
    case = world.opened()
    Employee.objects.filter(pk=world.investigator.pk).update(is_active=False)
    for token in (world.investigator.token, "nobody"):
        with shut_by(Gate.SEPARATE_ROLES, Why.LACKS_RIGHT):
            world.step(case, world.hr, said.InvestigationOpened(token))


# The appeal --------------------------------------------------------------------------------------


def test_who_decided_does_not_hear_the_appeal(world: CaseWorld) -> None:
    case = world.served()
    world.step(case, world.subject, said.Appealed((said.Ground.SEVERITY,), "过重。"))
    with shut_by(Gate.SEPARATE_ROLES, Why.HOLDS_SEAT, Why.TOOK_PART):
        appoint(world, case, Seat.APPEALS, world.other_hr)
    with shut_by(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE):
        world.step(case, world.other_hr, said.AppealDecided(False, "维持。"))
    appoint(world, case, Seat.APPEALS, world.third_hr)
    world.step(case, world.third_hr, said.AppealDecided(False, "维持。"))


@pytest.mark.parametrize(
    "part", [said.CounselNoted("李律师", "可行。"), said.Stated("当面陈述。", held=True)], ids=str
)
def test_nor_does_who_shaped_the_case_in_another_way(world: CaseWorld, part: Any) -> None:
    case = world.notified()
    world.step(case, world.third_hr, part)
    with shut_by(Gate.SEPARATE_ROLES, Why.TOOK_PART):
        appoint(world, case, Seat.APPEALS, world.third_hr)


def test_nor_the_director_who_overrode(world: CaseWorld) -> None:
    case = world.investigating()
    world.step(case, world.director, said.Overridden("R01", said.UnlawfulAct.THEFT, "监控。"))
    with shut_by(Gate.SEPARATE_ROLES, Why.TOOK_PART):
        appoint(world, case, Seat.APPEALS, world.director)


# Acting ------------------------------------------------------------------------------------------


def test_each_step_is_for_its_office_only(world: CaseWorld) -> None:
    case = world.investigating()
    interview = said.Interviewed("罗平", said.InterviewRole.WITNESS, "当时不在岗。")
    strangers = (EmployeeFactory.create(unit=world.site), world.reporter, world.hr)
    for actor in strangers:
        with shut_by(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE):
            world.step(case, actor, interview)
    with shut_by(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE):
        world.step(case, world.investigator, said.Closed("无须答辩。"))
    with shut_by(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE):
        world.step(case, Employee.objects.system(), said.Closed("无须答辩。"))


def test_nobody_speaks_for_the_person_but_hr_with_a_record(world: CaseWorld) -> None:
    case = world.notified()
    for actor in (world.reporter, world.investigator):
        with shut_by(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE):
            world.step(case, actor, said.Stated("当时在岗。", held=True))


def test_nobody_handles_their_own_case(world: CaseWorld) -> None:
    case = world.opened(subject=world.other_hr)
    with shut_by(Gate.SEPARATE_ROLES, Why.OWN_CASE):
        world.step(case, world.other_hr, said.Withdrawn("无事。"))
    assert not can_see_case(world.other_hr, case, world.file(case))
    with pytest.raises(NotAllowed):
        replace(world, hr=world.other_hr).opened(subject=world.other_hr)


def test_nor_that_of_a_superior(world: CaseWorld) -> None:
    below = holder_of(Role.HR_OFFICER, world.site, hired_on=HIRED)
    case = replace(world, reporter=world.other_hr).opened(subject=world.reporter)
    with shut_by(Gate.SEPARATE_ROLES, Why.SUPERIORS_CASE):
        world.step(case, below, said.Withdrawn("无事。"))
    assert not can_see_case(below, case, world.file(case))
    with pytest.raises(NotAllowed):
        replace(world, hr=below).opened(subject=world.reporter)


def test_an_hr_officer_of_another_site_has_no_office(world: CaseWorld) -> None:
    elsewhere = holder_of(Role.HR_OFFICER, UnitFactory.create(parent=world.company))
    with shut_by(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE):
        world.step(world.opened(), elsewhere, said.Withdrawn("无事。"))


def test_who_lost_the_role_decides_no_more(world: CaseWorld) -> None:
    case = world.heard()
    grant = RoleGrant.objects.get(employee=world.other_hr)
    revoke_role(actor=Employee.objects.system(), grant=grant)
    with shut_by(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE):
        world.decide(case, actor=Employee.objects.get(pk=world.other_hr.pk))
    appoint(world, case, Seat.DECIDER, world.third_hr)
    world.decide(case, actor=world.third_hr)


# Recusal -----------------------------------------------------------------------------------------


def test_declaring_an_interest_takes_one_tap_and_leaves_the_seat_to_hr(world: CaseWorld) -> None:
    case = world.heard()
    assert turn(case) == Office.DECIDER
    world.step(case, world.other_hr, said.Recused())
    assert turn(case) == Office.HR
    assert Case.objects.get().decider is None
    for content in (said.Withdrawn("无事。"), said.CounselNoted("李律师", "可行。")):
        with shut_by(Gate.SEPARATE_ROLES, Why.INTEREST):
            world.step(case, world.other_hr, content)
    with shut_by(Gate.SEPARATE_ROLES, Why.INTEREST):
        appoint(world, case, Seat.DECIDER, world.other_hr)
    assert not can_see_case(world.other_hr, case, world.file(case))
    appoint(world, case, Seat.DECIDER, world.third_hr)
    assert turn(case) == Office.DECIDER
    world.decide(case, actor=world.third_hr)


def test_hr_declares_an_interest_without_holding_a_seat(world: CaseWorld) -> None:
    case = world.opened()
    world.step(case, world.hr, said.Recused("亲属。"))
    with shut_by(Gate.SEPARATE_ROLES, Why.INTEREST):
        world.step(case, world.hr, said.Withdrawn("无事。"))
    world.step(case, world.third_hr, said.Withdrawn("无事。"))


def test_who_has_nothing_to_do_with_it_has_no_interest_to_declare(world: CaseWorld) -> None:
    case = world.opened()
    for actor in (world.reporter, Employee.objects.system()):
        with shut_by(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE):
            world.step(case, actor, said.Recused())
    with shut_by(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE, Why.OWN_CASE):
        world.step(case, world.subject, said.Recused())
