"""Gate 6: what may be kept back of a wage, to the fen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.models import Case
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.deductions import (
    Basis,
    Deduction,
    NotExact,
    Rest,
    ceiling,
    fen_of,
    in_yuan,
)
from conduct_records.rules.cases.gates.money import Payroll, deduction_holds
from conduct_records.rules.cases.gates.verdicts import Gate, Why
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.records import kept_back, still_to_take, to_pay_back
from tests.conduct_records.cases.refusals import later, shut_by
from tests.factories.cases import MINIMUM_WAGE, CaseWorld, add_pack, case_world, deduction

pytestmark = pytest.mark.django_db
money = st.integers(0, 10_000_000)
amounts = st.integers(1, 10_000_000)
percents = st.integers(1, 20)
# 2,000 yuan decided, 800 of them borne by the first month.
CARRIED = deduction(amount=200_000, month="2026-11", rest_is=Rest.CARRIED_OVER)
PAYROLL = Payroll(MINIMUM_WAGE, 20, "2026-11", "2026-12")


@pytest.fixture
def world() -> Iterator[CaseWorld]:
    """In November 2026."""
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield case_world()


# Exact -------------------------------------------------------------------------------------------


@given(fen=money)
def test_what_is_written_is_what_is_read(fen: int) -> None:
    assert fen_of(in_yuan(fen)) == fen


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("300", 30_000),
        ("300.5", 30_050),
        (" 1,234.56 ", 123_456),
        ("1，234", 123_400),
        ("0.01", 1),
        ("３００", 30_000),
    ],
)
def test_amounts_as_people_type_them(typed: str, fen: int) -> None:
    assert fen_of(typed) == fen


@pytest.mark.parametrize(
    "typed", ["", "1.005", "1.", ".5", "-3", "1e3", "300元", "3 00", "NaN", "1" * 10, "1.2.3"]
)
def test_nothing_is_rounded_or_guessed(typed: str) -> None:
    with pytest.raises(NotExact):
        fen_of(typed)


@given(
    amount=amounts,
    wage=amounts,
    minimum=amounts,
    percent=percents,
    bonus=money,
    rest=st.sampled_from(Rest),
)
def test_a_month_bears_no_more_than_the_law_lets_it(
    amount: int, wage: int, minimum: int, percent: int, bonus: int, rest: Rest
) -> None:
    for basis in Basis:
        made = Deduction(
            basis,
            "第八条",
            amount,
            "2026-11",
            wage,
            minimum,
            percent,
            rest,
            bonus=bonus,
            loss=amount,
        )
        assert 0 <= made.taken <= amount
        assert made.taken * 100 <= wage * percent
        assert made.taken == 0 or wage - made.taken >= minimum
        assert made.taken + made.rest == amount
        assert made.carried_over == (made.rest if rest == Rest.CARRIED_OVER else 0)
        assert basis == Basis.CONTRACT_AND_LOSS or made.taken <= bonus


@given(wage=money, minimum=money, percent=percents)
def test_the_ceiling_is_the_most_that_keeps_both_limits(
    wage: int, minimum: int, percent: int
) -> None:
    most = ceiling(wage, minimum, percent)
    assert most >= 0
    more = most + 1
    assert more * 100 > wage * percent or wage - more < minimum


# The gate ----------------------------------------------------------------------------------------

LOSS = {"basis": Basis.CONTRACT_AND_LOSS, "bonus": None, "loss": 50_000}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"reference": " "}, Why.NO_BASIS),
        ({"bonus": None}, Why.NO_BONUS),
        ({"bonus": 0}, Why.NO_BONUS),
        ({**LOSS, "loss": None}, Why.NO_LOSS),
        ({**LOSS, "loss": 29_999}, Why.ABOVE_LOSS),
        ({"amount": 0}, Why.NO_AMOUNT),
        ({"amount": -1}, Why.NO_AMOUNT),
        ({"wage": 0}, Why.NO_WAGE),
        ({"month": "2026-13"}, Why.BAD_MONTH),
        ({"month": "2026-1"}, Why.BAD_MONTH),
    ],
)
def test_a_deduction_that_does_not_hold_is_refused(
    world: CaseWorld, wrong: dict[str, Any], why: Why
) -> None:
    case = world.heard(None, "R01")
    with shut_by(Gate.DEDUCTION, why):
        world.decide(case, parts=Parts(deduction=deduction(**wrong)))
    world.decide(case, parts=Parts(deduction=deduction()))


def test_a_proven_loss_is_a_basis_too(world: CaseWorld) -> None:
    world.decided(None, "R01", parts=Parts(deduction=deduction(**LOSS)))


def test_without_a_minimum_wage_nothing_is_deducted(world: CaseWorld) -> None:
    add_pack(world.site, Pack())
    case = world.heard(None, "R01")
    with shut_by(Gate.DEDUCTION, Why.NO_MINIMUM_WAGE):
        world.decide(case, parts=Parts(deduction=deduction()))
    add_pack(world.site, Pack(minimum_wage=MINIMUM_WAGE))
    world.decide(case, parts=Parts(deduction=deduction()))


@pytest.mark.parametrize(
    "known", [{"minimum": MINIMUM_WAGE - 1}, {"percent": 19}, {"elsewhere": 1}]
)
def test_limits_other_than_those_of_the_place_are_refused(known: dict[str, int]) -> None:
    (found,) = deduction_holds(replace(CARRIED, **known), PAYROLL)
    assert (found.is_open, found.why) == (False, Why.OTHER_LIMITS)


def test_the_decision_goes_by_the_limits_of_the_place(world: CaseWorld) -> None:
    case = world.heard(None, "R01")
    world.decide(case, parts=Parts(deduction=deduction(minimum=1, percent=99)))
    found = world.file(case).decision.measure.deduction
    assert (found.minimum, found.percent) == (MINIMUM_WAGE, 20)


def test_it_says_what_the_month_bears() -> None:
    (found,) = deduction_holds(CARRIED, PAYROLL)
    assert found.is_open and found.why == Why.WITHIN_CEILING
    assert dict(found.details) == {
        "taken": 80_000,
        "rest": 120_000,
        "most": 120_000,
        "rest_is": Rest.CARRIED_OVER,
    }


# Instalments and paying back ---------------------------------------------------------------------


def sanctioned(world: CaseWorld, of: Deduction = CARRIED) -> Case:
    return world.served(None, "R01", parts=Parts(deduction=of))


def part(month: str = "2026-12", amount: int = 100_000, **other: Any) -> said.InstalmentTaken:
    given: dict[str, Any] = {"wage": 600_000, "minimum": MINIMUM_WAGE, "bonus": 800_000} | other
    return said.InstalmentTaken(month, amount=amount, **given)


def test_the_rest_is_taken_month_by_month_until_nothing_is_left(world: CaseWorld) -> None:
    case = sanctioned(world)
    assert (kept_back(world.file(case)), still_to_take(world.file(case))) == (80_000, 120_000)
    world.step(case, world.hr, part())
    assert (kept_back(world.file(case)), still_to_take(world.file(case))) == (180_000, 20_000)
    with shut_by(Gate.DEDUCTION, Why.BAD_MONTH):
        world.step(case, world.hr, part("2027-01", 20_000))
    with later(days=31):
        with shut_by(Gate.DEDUCTION, Why.NOTHING_LEFT):
            world.step(case, world.hr, part("2027-01", 20_001))
        world.step(case, world.hr, part("2027-01", 20_000))
    assert (kept_back(world.file(case)), still_to_take(world.file(case))) == (200_000, 0)
    with later(days=62), shut_by(Gate.DEDUCTION, Why.NOTHING_LEFT):
        world.step(case, world.hr, part("2027-02", 1))


@pytest.mark.parametrize("month", ["2026-11", "2026-10", "2026-13", "２０２６-12", "next"])
def test_one_part_a_month_and_forwards_only(world: CaseWorld, month: str) -> None:
    case = sanctioned(world)
    with shut_by(Gate.DEDUCTION, Why.BAD_MONTH):
        world.step(case, world.hr, part(month))
    world.step(case, world.hr, part())
    with shut_by(Gate.DEDUCTION, Why.BAD_MONTH):
        world.step(case, world.hr, part(amount=1))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"amount": 120_001, "wage": 700_000}, Why.NOTHING_LEFT),
        ({"wage": 499_999}, Why.ABOVE_CEILING),
        ({"wage": MINIMUM_WAGE + 99_999}, Why.ABOVE_CEILING),
        ({"wage": 0}, Why.ABOVE_CEILING),
        ({"minimum": 1}, Why.ABOVE_CEILING),
        ({"bonus": None}, Why.NO_BONUS),
        ({"bonus": 99_999}, Why.ABOVE_CEILING),
        ({"amount": 0}, Why.NO_AMOUNT),
        ({"amount": -100}, Why.NO_AMOUNT),
    ],
)
def test_a_later_month_bears_no_more_than_its_own_wage_lets_it(
    world: CaseWorld, wrong: dict[str, Any], why: Why
) -> None:
    case = sanctioned(world)
    with shut_by(Gate.DEDUCTION, why):
        world.step(case, world.hr, part(**wrong))
    world.step(case, world.hr, part(wage=500_000))


def test_what_is_waived_is_never_taken(world: CaseWorld) -> None:
    case = sanctioned(world, replace(CARRIED, rest_is=Rest.WAIVED))
    assert still_to_take(world.file(case)) == 0
    with shut_by(Gate.DEDUCTION, Why.NOTHING_LEFT):
        world.step(case, world.hr, part(amount=1))


def test_nothing_is_taken_while_an_appeal_waits(world: CaseWorld) -> None:
    case = world.appealed(sanctioned(world))
    with shut_by(Gate.ORDER, Why.NOT_NOW):
        world.step(case, world.hr, part())


def test_an_upheld_appeal_gives_everything_back(world: CaseWorld) -> None:
    case = sanctioned(world)
    world.step(case, world.hr, part())
    world.overturned(world.appealed(case))
    file = world.file(case)
    assert (kept_back(file), still_to_take(file), to_pay_back(file)) == (180_000, 0, 180_000)
    with shut_by(Gate.DEDUCTION, Why.NOTHING_LEFT):
        world.step(case, world.hr, said.Repaid(180_001, "2026-12"))
    with shut_by(Gate.DEDUCTION, Why.BAD_MONTH):
        world.step(case, world.hr, said.Repaid(180_000, "2027"))
    world.step(case, world.hr, said.Repaid(80_000, "2026-11"))
    world.step(case, world.hr, said.Repaid(100_000, "2026-12"))
    file = world.file(case)
    assert (kept_back(file), to_pay_back(file)) == (0, 0)
    with shut_by(Gate.DEDUCTION, Why.NOTHING_LEFT):
        world.step(case, world.hr, said.Repaid(1, "2026-12"))


def test_a_dismissed_appeal_leaves_the_rest_to_take(world: CaseWorld) -> None:
    case = world.appealed(sanctioned(world))
    with later(days=3):
        world.step(case, world.third_hr, said.AppealDecided(False, "维持。"))
        world.step(case, world.hr, part())
    assert still_to_take(world.file(case)) == 20_000


def test_two_cases_together_stay_below_the_ceiling_of_a_month(world: CaseWorld) -> None:
    month = f"{timezone.localdate():%Y-%m}"
    of = deduction(amount=100_000, bonus=500_000, month=month, rest_is=Rest.WAIVED)
    world.served(None, "R01", parts=Parts(deduction=of))
    case = world.served(None, "R01", parts=Parts(deduction=of))
    measure = world.file(case).decision.measure
    assert (measure.deduction.elsewhere, measure.deduction.taken) == (100_000, 20_000)


def test_a_deduction_lies_between_the_act_and_the_next_month(world: CaseWorld) -> None:
    case = world.heard(None, "R01")
    for month in ("2020-01", "2099-12"):
        with shut_by(Gate.DEDUCTION, Why.BAD_MONTH):
            world.decide(case, parts=Parts(deduction=deduction(month=month)))
