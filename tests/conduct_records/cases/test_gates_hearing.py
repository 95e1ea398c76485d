"""Gates 3, 4 and 8: heard first; one sanction; the clocks."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from conduct_records.actions.cases.charge_rule import charge_rule
from conduct_records.actions.cases.decide_case import Parts
from conduct_records.actions.cases.issue_notice import issue_notice
from conduct_records.actions.cases.keep_cases import keep_cases
from conduct_records.actions.cases.serve_paper import serve_paper
from conduct_records.errors import CaseStands
from conduct_records.models import Case
from conduct_records.queries.cases.files import zone
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.clocks import days_after, months_after
from conduct_records.rules.cases.gates.deciding import one_sanction
from conduct_records.rules.cases.gates.verdicts import Gate, Why
from conduct_records.rules.cases.measures import Measure, Training
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.procedure import Seat, State
from conduct_records.rules.codebook import Sanction
from lms.people.models import Employee
from tests.conduct_records.cases.refusals import details, later, shut_by
from tests.factories.cases import MINIMUM_WAGE, CaseWorld, add_pack, case_world

pytestmark = pytest.mark.django_db
SIGNED = said.Service(said.ServiceWay.SIGNED)
COURSE = Training("b2d6", "门岗值守", timezone.localdate() + timedelta(days=14))


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def keep() -> int:
    return keep_cases(actor=Employee.objects.system())


def state(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def shortly_after(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment + timedelta(minutes=1))


# Gate 3: heard first -----------------------------------------------------------------------------


def test_there_is_no_decision_before_the_notice_and_the_hearing(world: CaseWorld) -> None:
    case = world.charged()
    assert details(Gate.HEARD_FIRST, case).keys() == {Why.NOT_SERVED}
    with shut_by(Gate.ORDER, Why.NOT_NOW):
        world.decide(case)
    world.notified(case)
    world.step(case, world.hr, said.Appointed(Seat.DECIDER, world.other_hr.token))
    assert details(Gate.HEARD_FIRST, case).keys() == {Why.SERVED, Why.NOT_HEARD}
    with shut_by(Gate.ORDER, Why.NOT_NOW):
        world.decide(case)
    world.step(case, world.subject, said.Stated("当时在岗。"))
    assert details(Gate.HEARD_FIRST, case).keys() == {Why.SERVED, Why.HEARD}
    world.decide(case)


def test_the_time_to_answer_lapses_by_itself_and_not_before(world: CaseWorld) -> None:
    case = world.notified()
    answer_by = world.file(case).answer_by
    assert answer_by is not None
    with shut_by(Gate.HEARD_FIRST, Why.NOT_LAPSED):
        world.step(case, Employee.objects.system(), said.Lapsed(answer_by))
    assert keep() == 0
    with shortly_after(answer_by):
        assert keep() == 1 and keep() == 0
        assert details(Gate.HEARD_FIRST, case).keys() == {Why.SERVED, Why.LAPSED}
        assert state(case) == State.HEARD
        world.step(case, world.hr, said.Appointed(Seat.DECIDER, world.other_hr.token))
        world.decide(case)


def test_nobody_but_the_calendar_lets_it_lapse(world: CaseWorld) -> None:
    case = world.notified()
    answer_by = world.file(case).answer_by
    assert answer_by is not None
    with shortly_after(answer_by), shut_by(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE):
        world.step(case, world.hr, said.Lapsed(answer_by))


def test_putting_the_hearing_off_gives_time_and_never_takes_it(world: CaseWorld) -> None:
    case, now = world.notified(), timezone.now()
    answer_by = world.file(case).answer_by
    assert answer_by is not None
    sooner = said.HearingMoved(now + timedelta(days=1), "会议室占用。")
    with shut_by(Gate.HEARD_FIRST, Why.TIME_SHORTENED):
        world.step(case, world.hr, sooner)
    hearing = answer_by + timedelta(days=10)
    with shut_by(Gate.HEARD_FIRST, Why.TIME_SHORTENED):
        world.step(case, world.hr, replace(sooner, answer_by=answer_by, hearing_at=hearing))
    world.step(case, world.hr, said.HearingMoved(hearing, "当事人出差。", hearing))
    with shortly_after(answer_by):
        assert keep() == 0
    with shortly_after(hearing):
        assert keep() == 1


def test_the_time_to_answer_counts_from_service_and_lasts_until_the_hearing(
    world: CaseWorld,
) -> None:
    case = world.investigating()
    charge_rule(actor=world.investigator, case=case, code="Y01", facts="不在岗。")
    hearing = timezone.now() + timedelta(days=9)
    issue_notice(actor=world.hr, case=case, hearing_at=hearing, place="会议室")
    now = timezone.now()
    for answer_by in (now, days_after(now, 5, zone())):
        with shut_by(Gate.HEARD_FIRST, Why.TIME_SHORTENED):
            world.step(case, world.subject, said.NoticeServed(SIGNED, answer_by))
    serve_paper(actor=world.subject, case=case, service=SIGNED)
    assert world.file(case).answer_by == days_after(hearing, 0, zone())


def test_nobody_is_given_fewer_days_than_the_region_has(world: CaseWorld) -> None:
    case = world.investigating()
    charge_rule(actor=world.investigator, case=case, code="Y01", facts="不在岗。")
    with shut_by(Gate.HEARD_FIRST, Why.TOO_FEW_DAYS):
        world.step(case, world.hr, said.NoticeIssued(4))
    world.step(case, world.hr, said.NoticeIssued(7))


ALL = said.Finding("Y01", True, "属实。")


@pytest.mark.parametrize(
    ("findings", "reasons"),
    [
        ((), "清楚。"),
        ((replace(ALL, reasons=" "),), "清楚。"),
        ((ALL, ALL), "清楚。"),
        ((ALL, replace(ALL, rule="R01")), "清楚。"),
        ((ALL,), ""),
    ],
)
def test_a_decision_finds_on_every_charge_with_reasons(
    world: CaseWorld, findings: Any, reasons: str
) -> None:
    case = world.heard()
    nothing = not findings
    with shut_by(Gate.HEARD_FIRST, Why.FINDING_MISSING):
        world.decide(
            case, findings=findings, reasons=reasons, **{"parts": Parts()} if nothing else {}
        )
    world.decide(case)


# Gate 4: one sanction ----------------------------------------------------------------------------


def test_there_is_one_case_an_incident_and_person(world: CaseWorld) -> None:
    incident = world.incident()
    case = world.served(
        world.decided(
            world.heard(world.notified(world.charged(world.investigating(world.opened(incident)))))
        )
    )
    with pytest.raises(CaseStands):
        world.opened(incident)
    world.appealed(case)
    world.step(case, world.third_hr, said.AppealDecided(True, "程序有误。"))
    again = world.opened(incident)
    world.decided(world.heard(world.notified(world.charged(world.investigating(again)))))
    other = world.opened(incident, world.other_hr)
    assert other.incident == again.incident


def test_other_cases_that_sanction_it_shut_the_gate() -> None:
    decided = said.Decided((ALL,), "清楚。", Measure(2, 6, Sanction.ORAL_WARNING))
    (found,) = one_sanction(decided, ["2026-0007"])
    assert (found.gate, found.why, found.is_open) == (Gate.ONE_SANCTION, Why.SANCTIONED, False)
    assert [each.is_open for each in one_sanction(decided, [])] == [True]


@pytest.mark.parametrize("parts", [Parts(), Parts(training=COURSE)], ids=["none", "training"])
def test_what_is_proven_is_sanctioned(world: CaseWorld, parts: Parts) -> None:
    case = world.heard()
    with shut_by(Gate.ONE_SANCTION, Why.NOTHING_IMPOSED):
        world.decide(case, parts=parts)
    world.decide(case, parts=Parts(warning=Sanction.ORAL_WARNING, training=COURSE))


def test_what_is_not_proven_is_not_sanctioned(world: CaseWorld) -> None:
    case = world.heard()
    unproven = (said.Finding("Y01", False, "证据不足。"),)
    with shut_by(Gate.ONE_SANCTION, Why.NOTHING_PROVEN):
        world.decide(case, findings=unproven)
    world.decide(case, findings=unproven, parts=Parts())
    assert state(case) == State.NO_CASE
    assert not case.notices.filter(kind="decision").exists()


@pytest.mark.parametrize("sanction", [Sanction.BONUS_DEDUCTION, Sanction.DISMISSAL])
def test_a_deduction_or_dismissal_is_no_kind_of_warning(sanction: Sanction) -> None:
    with pytest.raises(ValueError, match=sanction):
        Measure(2, 6, warning=sanction)


# Gate 8: the clocks ------------------------------------------------------------------------------


def test_overdue_needs_counsel(world: CaseWorld) -> None:
    case = world.heard()
    until = months_after(case.incident.known_at, 5, zone())
    with time_machine.travel(until, tick=False):
        assert details(Gate.CLOCK, case).keys() == {Why.IN_TIME}
    with shortly_after(until):
        with shut_by(Gate.CLOCK, Why.OVERDUE):
            world.decide(case)
        world.step(case, world.hr, said.CounselNoted("李律师", "因当事人病假顺延。"))
        assert details(Gate.CLOCK, case)[Why.COUNSEL]["counsel"] == "李律师"
        world.decide(case)


def test_the_clock_runs_from_knowledge(world: CaseWorld) -> None:
    with later(days=300):
        known = timezone.now()
        happened = known - timedelta(days=200)
        incident = world.incident(happened_at=happened, known_at=known)
        case = world.heard(
            world.notified(world.charged(world.investigating(world.opened(incident))))
        )
        world.decide(case)


def test_where_no_time_is_set_none_runs_out(world: CaseWorld) -> None:
    add_pack(world.site, Pack(decision_months=None, minimum_wage=MINIMUM_WAGE))
    case = world.heard()
    with later(days=1000):
        assert details(Gate.CLOCK, case).keys() == {Why.NO_LIMIT}
        world.decide(case)


def test_the_nearest_region_counts(world: CaseWorld) -> None:
    add_pack(world.site, Pack(decision_months=1, minimum_wage=MINIMUM_WAGE))
    case = world.heard()
    with later(days=40), shut_by(Gate.CLOCK, Why.OVERDUE):
        world.decide(case)


def test_an_appeal_comes_in_time(world: CaseWorld) -> None:
    case = world.served()
    until = days_after(world.file(case).served_at or timezone.now(), 30, zone())
    appeal = said.Appealed((said.Ground.FACTS,), "我在岗。")
    with shortly_after(until), shut_by(Gate.CLOCK, Why.APPEAL_TOO_LATE):
        world.step(case, world.subject, appeal)
    with time_machine.travel(until, tick=False):
        assert keep() == 0
        world.step(case, world.subject, appeal)


def test_a_decision_stands_once_the_time_to_appeal_is_over_and_is_spent_on_its_day(
    world: CaseWorld,
) -> None:
    case, system = world.served(), Employee.objects.system()
    with shut_by(Gate.CLOCK, Why.NOT_YET):
        world.step(case, system, said.AppealTimeEnded())
    with later(days=31):
        assert keep() == 1
        assert state(case) == State.STANDING
        with shut_by(Gate.CLOCK, Why.NOT_YET):
            world.step(case, system, said.Spent())
    spent_on = Case.objects.get().counts_until
    assert spent_on is not None
    midnight = datetime.combine(spent_on, datetime.min.time(), zone())
    with time_machine.travel(midnight - timedelta(seconds=1)):
        assert keep() == 0
    with shortly_after(midnight):
        assert keep() == 1 and keep() == 0
    assert state(case) == State.SPENT
