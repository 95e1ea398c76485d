"""Two people act in one case at the same moment: real transactions, in threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.actions.cases.keep_cases import keep_cases
from conduct_records.actions.cases.open_case import open_case
from conduct_records.errors import CaseMovedOn, CaseStands, GateShut
from conduct_records.models import Case, CaseStep
from conduct_records.queries.cases.checking import differences
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.gates.verdicts import Why
from conduct_records.rules.cases.procedure import Seat, State, StepKind
from conduct_records.rules.codebook import Sanction
from lms.ledger.actions.verify_ledger import verify
from lms.people.models import Employee
from tests.conduct_records.cases.refusals import later
from tests.factories.cases import CaseWorld, case_world

pytestmark = pytest.mark.django_db(transaction=True)
REFUSALS = (CaseMovedOn, CaseStands, GateShut)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run each call in a thread with a connection of its own; a refusal is its result."""
    together = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            together.wait()
            return call()
        except REFUSALS as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def one_was_done(outcomes: list[Any], kind: StepKind) -> list[Any]:
    """One step, with the whole ledger and every column behind it; the refusals."""
    done = [each for each in outcomes if isinstance(each, CaseStep)]
    assert [each.pk for each in done] == [CaseStep.objects.get(kind=kind).pk]
    assert list(differences()) == []
    verdict = verify()
    assert verdict.is_sound, verdict.in_words
    return [each for each in outcomes if not isinstance(each, CaseStep)]


def test_two_decisions_at_once_are_one(world: CaseWorld) -> None:
    case = world.heard()
    seen = len(world.file(case).steps)
    ways = [Parts(warning=Sanction.ORAL_WARNING), Parts(warning=Sanction.WRITTEN_WARNING)]
    outcomes = at_once(
        *(lambda parts=way: world.decide(case, parts=parts, seen=seen) for way in ways)
    )
    (refusal,) = one_was_done(outcomes, StepKind.DECIDED)
    assert isinstance(refusal, CaseMovedOn)
    assert case.notices.filter(kind="decision").count() == 1


def test_also_without_the_number_of_steps_seen(world: CaseWorld) -> None:
    case = world.heard()
    outcomes = at_once(*[lambda: world.decide(case)] * 3)
    refusals = one_was_done(outcomes, StepKind.DECIDED)
    assert [[each.why for each in refusal.verdicts] for refusal in refusals] == [[Why.NOT_NOW]] * 2


def test_a_form_sent_twice_at_once_is_one_step(world: CaseWorld) -> None:
    case, form_id = world.heard(), uuid4()
    outcomes = at_once(*[lambda: world.decide(case, form_id=form_id)] * 3)
    assert {each.pk for each in outcomes} == {CaseStep.objects.get(kind=StepKind.DECIDED).pk}


def test_deciding_while_somebody_else_is_appointed_follows_one_after_the_other(
    world: CaseWorld,
) -> None:
    case = world.heard()
    appoint = said.Appointed(Seat.DECIDER, world.third_hr.token)
    outcomes = at_once(lambda: world.decide(case), lambda: world.step(case, world.hr, appoint))
    last = world.file(case)
    was_refused = any(isinstance(each, GateShut) for each in outcomes)
    assert last.state == (State.HEARD if was_refused else State.DECIDED)
    assert list(differences()) == []
    assert [row.number for row in case.steps.order_by("number")] == list(
        range(1, len(last.steps) + 1)
    )


def test_an_appeal_as_the_time_runs_out_is_made_or_refused(world: CaseWorld) -> None:
    case = world.served()
    appeal = said.Appealed((said.Ground.FACTS,), "我在岗。")
    with later(days=31):
        at_once(
            lambda: world.step(case, world.subject, appeal, seen=len(world.file(case).steps)),
            lambda: keep_cases(actor=Employee.objects.system()),
        )
    assert Case.objects.get().state == State.STANDING
    assert list(differences()) == []


def test_two_workers_move_a_case_on_once(world: CaseWorld) -> None:
    world.served()
    with later(days=31):
        moved = at_once(*[lambda: keep_cases(actor=Employee.objects.system())] * 3)
    assert sum(moved) == 1
    assert CaseStep.objects.filter(kind=StepKind.APPEAL_TIME_ENDED).count() == 1


def test_an_incident_taken_up_twice_at_once_is_one_case(world: CaseWorld) -> None:
    incident = world.incident()

    def take_up(actor: Employee) -> Callable[[], Case]:
        return lambda: open_case(actor=actor, incident=incident, subject=world.subject)

    outcomes = at_once(take_up(world.hr), take_up(world.other_hr), take_up(world.third_hr))
    assert sum(isinstance(each, CaseStands) for each in outcomes) == 2
    assert Case.objects.get().steps.count() == 1
    assert verify().is_sound
