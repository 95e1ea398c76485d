"""What is counted of cases, from the steps as they were taken."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.actions.cases.serve_paper import serve_paper
from conduct_records.actions.cases.tally_cases import keep_tallies, tally_cases
from conduct_records.models import Case, CaseStep, CaseTally, TallyRun
from conduct_records.queries.cases.files import file_of
from conduct_records.queries.cases.tallying import counted_anew, kept
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.procedure import Seat, State
from conduct_records.rules.cases.records import line_of
from conduct_records.rules.cases.tallies import (
    Count,
    Outcome,
    Stage,
)
from conduct_records.rules.codebook import Sanction
from lms.ledger.actions.erasing import erasing
from lms.people.enums import UnitKind
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.conduct_records.cases.reports import reported
from tests.factories.cases import HIRED, CaseWorld, case_world
from tests.factories.people import EmployeeFactory, UnitFactory

NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)


@pytest.fixture
def world(db: None) -> CaseWorld:
    with time_machine.travel(NOW - timedelta(hours=1), tick=False):
        return case_world()


def slowly(cases: list[Case]) -> Counter[str]:
    """The same by the steps' content, case by case."""
    found: Counter[str] = Counter()
    for case in cases:
        file = file_of(case)
        if file.last(said.Commended):
            found["commendations"] += 1
            continue
        found["cases"] += 1
        stands = file.decision is not None and file.state not in (State.OVERTURNED, State.NO_CASE)
        line = line_of(charge.line for charge in file.proven)
        if stands and line:
            found[f"line/{line}"] += 1
            found.update(f"proven/{charge.line}/{charge.rule}" for charge in file.proven)
        found.update(f"charged/{charge.line}/{charge.rule}" for charge in file.charges.values())
        found["decided"] += file.decision is not None
        found["served"] += file.served_at is not None
        found["appealed"] += file.last(said.Appealed) is not None
        verdict = file.last(said.AppealDecided)
        found["appeal_decided"] += verdict is not None
        found["overturned"] += verdict is not None and verdict.upheld
    return +found


def decided_and_served(world: CaseWorld, *codes: str) -> Case:
    """Otherwise than like cases were."""
    case = world.heard(None, *codes)
    parts = Parts(warning=Sanction.WRITTEN_WARNING)
    world.decide(case, parts=parts, like_reason="情节不同。")
    service = said.Service(said.ServiceWay.SIGNED)
    serve_paper(actor=world.subject, case=case, service=service)
    return case


def overturned(world: CaseWorld) -> Case:
    case = decided_and_served(world, "Y01")
    world.step(case, world.subject, said.Appealed((said.Ground.FACTS,), "我当时在岗。"))
    world.step(case, world.hr, said.Appointed(Seat.APPEALS, world.third_hr.token))
    world.step(case, world.third_hr, said.AppealDecided(True, "监控证明其在岗。"))
    return case


def of_every_kind(world: CaseWorld) -> list[Case]:
    return [
        world.opened(),
        world.notified(None, "Y01"),
        decided_and_served(world, "Y01", "R01"),
        world.appealed(None, "F1"),
        overturned(world),
        world.commended(),
    ]


def test_the_tallies_are_what_the_steps_say(world: CaseWorld) -> None:
    with time_machine.travel(NOW, tick=False):
        cases = of_every_kind(world)
        talked = world.opened()
        world.step(talked, world.hr, said.Talked("已提醒。"))
        world.step(cases[0], world.hr, said.Withdrawn("报错了人。"))
        tally_cases(actor=Employee.objects.system())
    month = date(2026, 5, 1)
    for unit in (world.site, world.company):
        figures = kept()[unit.pk, month].figures
        expected = slowly([*cases, talked])
        assert {name: figures[name] for name in expected} == expected
        assert figures.outcomes == {
            Outcome.UNDER_WAY: 1,
            Outcome.STANDS: 2,
            Outcome.TALKED: 1,
            Outcome.NO_CASE: 0,
            Outcome.WITHDRAWN: 1,
            Outcome.OVERTURNED: 1,
        }
    # All of them about one person.
    assert kept()[world.site.pk, month].seen.cases is None
    assert counted_anew() == kept()


def test_days_per_step_by_hand(world: CaseWorld) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        case = world.charged()
        clock.shift(timedelta(days=4))
        world.notified(case)
        clock.shift(timedelta(days=2))
        world.heard(case)
        clock.shift(timedelta(days=7))
        world.decided(case)
        clock.shift(timedelta(days=1))
        world.served(case)
        tally_cases(actor=Employee.objects.system())
    figures = kept()[world.site.pk, date(2026, 5, 1)].figures
    medians = {stage: days.median for stage in Stage if (days := figures.days(stage))}
    assert medians == {
        Stage.NOTICE: 4,
        Stage.HEARING: 2,
        Stage.DECISION: 7,
        Stage.SERVICE: 1,
    }


def test_what_happens_again_after_training_counts_where_it_was_ordered(world: CaseWorld) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        first = world.served(None, "Y01")
        Case.objects.filter(pk=first.pk).update(orders_training=True)
        clock.shift(timedelta(days=40))
        decided_and_served(world, "Y01")
        tally_cases(actor=Employee.objects.system())
    site = world.site.pk
    may, june = (kept()[site, date(2026, month, 1)].figures for month in (5, 6))
    assert (may[Count.TRAINED], may[Count.REPEATED]) == (1, 1)
    assert (june[Count.TRAINED], june[Count.REPEATED]) == (0, 0)


def test_what_was_erased_counts_the_same(world: CaseWorld) -> None:
    with time_machine.travel(NOW, tick=False):
        case = world.served(None, "Y01")
        before = counted_anew()
        with erasing():
            CaseStep.objects.filter(case=case).redact(data={})
        case.erased_at = timezone.now()
        case.save(update_fields=["erased_at"])
    assert CaseStep.objects.filter(case=case, data={}).count() == case.steps.count()
    assert counted_anew() == before


def test_a_unit_counts_what_happens_below_it(world: CaseWorld) -> None:
    with time_machine.travel(NOW, tick=False):
        team = UnitFactory.create(kind=UnitKind.TEAM, parent=world.site)
        other = UnitFactory.create(kind=UnitKind.SITE, parent=world.company)
        for unit in (team, team, other):
            person = EmployeeFactory.create(unit=unit, hired_on=HIRED)
            happened_in = world.site if unit == team else unit
            world.opened(reported(world.hr, unit=happened_in, person=person), person)
        tally_cases(actor=Employee.objects.system())
    month = date(2026, 5, 1)
    cases = {unit: tally.figures["cases"] for (unit, when), tally in kept().items()}
    assert cases == {world.company.pk: 3, world.site.pk: 2, other.pk: 1}
    shown = {unit: kept()[unit, month].is_shown for unit in cases}
    assert shown == {world.company.pk: True, world.site.pk: False, other.pk: False}


def test_they_are_counted_anew_when_a_case_moved_on(world: CaseWorld) -> None:
    system = Employee.objects.system()
    with time_machine.travel(NOW, tick=False) as clock:
        assert keep_tallies(actor=system) == 0 and TallyRun.objects.count() == 1
        case = world.opened()
        assert keep_tallies(actor=system) == 2
        assert keep_tallies(actor=system) == 0
        world.investigating(case)
        assert keep_tallies(actor=system) == 2
        clock.shift(timedelta(days=1))
        assert keep_tallies(actor=system) == 2
    assert TallyRun.objects.count() == 1 and CaseTally.objects.count() == 2
    with pytest.raises(NotAllowed):
        tally_cases(actor=world.hr)
