"""Gates 5 and 9: the range, the ladder of live records, and what like cases got."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.models import Case, CodebookVersion
from conduct_records.policies.circumstances import Circumstances
from conduct_records.queries.cases.files import zone
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.gates.verdicts import Gate, Why
from conduct_records.rules.cases.procedure import Seat
from conduct_records.rules.codebook import SANCTIONS, Sanction
from lms.people.models import Employee
from tests.conduct_records.cases.refusals import later, shut_by
from tests.factories.cases import HIRED, WARNING, CaseWorld, case_world, deduction, dismissal
from tests.factories.conduct_records import signature_of
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
WRITTEN = Parts(warning=Sanction.WRITTEN_WARNING)
DEDUCTION = Parts(deduction=deduction())
ORAL = Sanction.ORAL_WARNING
SIGNED = said.Service(said.ServiceWay.SIGNED)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def colleague(world: CaseWorld) -> Employee:
    """Somebody else at the site who signed too."""
    other = EmployeeFactory.create(unit=world.site, hired_on=HIRED)
    signature_of(other, CodebookVersion.objects.get())
    return other


def charged(world: CaseWorld, *codes: str, of: Employee | None = None, **incident: object) -> Case:
    """Heard, with somebody to decide; it happened now unless told."""
    subject = of or world.subject
    case = world.opened(world.incident(person=subject, **incident), subject)
    case = world.charged(world.investigating(case), *(codes or ("F1",)))
    world.step(case, subject, said.NoticeServed(SIGNED, timezone.now() + timedelta(days=9)))
    world.step(case, subject, said.Stated("情况属实。"))
    world.step(case, world.hr, said.Appointed(Seat.DECIDER, world.other_hr.token))
    return case


def served(
    world: CaseWorld, *codes: str, of: Employee | None = None, parts: Parts = WARNING
) -> Case:
    case = charged(world, *codes, of=of)
    world.decide(case, parts=parts, like_reason="情节不同。")
    world.step(case, case.subject, said.DecisionServed(SIGNED))
    return case


def step_of(case: Case) -> Sanction:
    """Where the ladder has come for the case."""
    found = Circumstances.of(Case.objects.get(pk=case.pk))
    return found.ladder_step(list(found.charged_rules.values()))


def step_now(world: CaseWorld, *codes: str) -> Sanction:
    return step_of(charged(world, *codes))


# Gate 5: the ladder ------------------------------------------------------------------------------


@pytest.mark.parametrize("count", range(5))
def test_each_live_record_of_the_line_is_a_step(world: CaseWorld, count: int) -> None:
    for number in range(count):
        with later(days=10 * number):
            served(world)
    with later(days=10 * count):
        assert step_now(world) == SANCTIONS[min(count, 3)]


def test_the_concierge_faults_from_an_oral_warning_to_dismissal(world: CaseWorld) -> None:
    for number in range(3):
        with later(days=14 * number + 1):
            steps = (WARNING, WRITTEN, Parts(deduction=deduction()))
            case, parts = charged(world), steps[number]
            for beyond in steps[number + 1 :]:
                if beyond != WRITTEN:
                    with shut_by(Gate.LADDER, Why.OUT_OF_RANGE):
                        world.decide(case, parts=beyond, like_reason="情节不同。")
            world.decide(case, parts=parts, like_reason="情节不同。")
            world.step(case, world.subject, said.DecisionServed(SIGNED))
    with later(days=50):
        case = charged(world)
        world.prepare_dismissal(case)
        last = Parts(deduction=deduction(), ending=dismissal().ending)
        world.decide(case, parts=last, like_reason="屡教不改。")
        world.step(case, world.subject, said.DecisionServed(SIGNED))
        kept = deduction()
    case = Case.objects.get(pk=case.pk)
    measure = world.file(case).decision.measure
    assert (case.sanction, measure.deduction.amount, measure.deduction.month) == (
        Sanction.DISMISSAL,
        kept.amount,
        kept.month,
    )


def test_a_record_counts_until_the_day_it_is_spent(world: CaseWorld) -> None:
    served(world)
    until = Case.objects.get().counts_until
    assert until is not None
    midnight = datetime.combine(until, datetime.min.time(), zone())
    with time_machine.travel(midnight - timedelta(minutes=9)):
        happened_last = timezone.now()
        assert step_now(world) == Sanction.WRITTEN_WARNING
    with time_machine.travel(midnight + timedelta(minutes=1)):
        assert step_now(world) == ORAL
        # It is the day it happened that tells, not the day of the decision.
        assert step_of(charged(world, happened_at=happened_last)) == Sanction.WRITTEN_WARNING


def test_an_appealed_record_does_not_count_unless_the_decision_stands(world: CaseWorld) -> None:
    first = served(world)
    with later(days=5):
        second = charged(world)
        assert step_of(second) == Sanction.WRITTEN_WARNING
        world.appealed(first)
        assert step_of(second) == ORAL
        world.step(first, world.third_hr, said.AppealDecided(False, "维持。"))
        assert step_of(second) == Sanction.WRITTEN_WARNING


def test_an_overturned_record_does_not_count(world: CaseWorld) -> None:
    case = served(world)
    with later(days=5):
        assert step_now(world) == Sanction.WRITTEN_WARNING
        world.overturned(world.appealed(case))
        assert step_now(world) == ORAL


def test_what_came_later_does_not_count(world: CaseWorld) -> None:
    with later(days=1):
        happened = timezone.now()
    with later(days=3):
        served(world)
    with later(days=4):
        assert step_of(charged(world, happened_at=happened)) == ORAL
        assert step_now(world) == Sanction.WRITTEN_WARNING


def test_nor_what_was_served_on_the_day_it_happened(world: CaseWorld) -> None:
    served(world)
    assert step_now(world) == ORAL


def test_other_lines_other_people_and_what_is_not_served_do_not_count(world: CaseWorld) -> None:
    served(world, "Y01")
    served(world, "F1", of=colleague(world))
    world.decide(charged(world))
    world.commended()
    with later(days=5):
        assert step_now(world) == ORAL


def test_a_red_line_knows_no_ladder(world: CaseWorld) -> None:
    for day in range(4):
        with later(days=day):
            served(world, "R01", parts=WRITTEN)
    with later(days=9):
        case = charged(world, "R01")
        assert step_of(case) == ORAL
        with shut_by(Gate.LADDER, Why.OUT_OF_RANGE):
            world.decide(case, parts=WARNING, like_reason="初犯。")


@pytest.mark.parametrize(
    ("codes", "parts"),
    [
        (("Y01",), DEDUCTION),
        (("R01",), WARNING),
        (("Y01", "R01"), WARNING),
    ],
)
def test_a_sanction_outside_the_rules_range_is_refused(
    world: CaseWorld, codes: Sequence[str], parts: Parts
) -> None:
    case = charged(world, *codes)
    with shut_by(Gate.LADDER, Why.OUT_OF_RANGE):
        world.decide(case, parts=parts)
    world.decide(case, parts=WRITTEN)


def test_only_what_is_proven_opens_its_range(world: CaseWorld) -> None:
    case = charged(world, "Y01", "R01")
    findings = (said.Finding("Y01", True, "属实。"), said.Finding("R01", False, "证据不足。"))
    with shut_by(Gate.LADDER, Why.OUT_OF_RANGE):
        world.decide(case, findings=findings, parts=DEDUCTION)
    world.decide(case, findings=findings)
    measure = world.file(case).decision.measure
    assert (measure.points, measure.months) == (2, 6)


# Gate 9: like cases ------------------------------------------------------------------------------


def given(case: Case) -> list[Sanction]:
    found = Circumstances.of(Case.objects.get(pk=case.pk))
    return found.sanctions_given(list(found.charged_rules.values()))


def test_a_sanction_outside_what_like_cases_got_needs_its_reason(world: CaseWorld) -> None:
    first = charged(world, "Y01", of=colleague(world))
    assert given(first) == []
    world.decide(first)
    case = charged(world, "Y01")
    assert given(case) == [ORAL]
    for reason in ("", "  "):
        with shut_by(Gate.LIKE_CASES, Why.UNLIKE_UNSAID):
            world.decide(case, parts=WRITTEN, like_reason=reason)
    step = world.decide(case, parts=WRITTEN, like_reason="夜间单独值守，后果较重。")
    assert step.data["like_reason"] == "夜间单独值守，后果较重。"


def test_within_what_like_cases_got_none_is_needed(world: CaseWorld) -> None:
    served(world, "R01", of=colleague(world), parts=WRITTEN)
    both = Parts(warning=Sanction.WRITTEN_WARNING, deduction=deduction())
    served(world, "R01", of=colleague(world), parts=both)
    case = charged(world, "R01")
    assert sorted(given(case)) == sorted([Sanction.WRITTEN_WARNING, Sanction.BONUS_DEDUCTION])
    world.decide(case, parts=DEDUCTION)


def test_other_rules_older_unproven_and_overturned_cases_are_not_like(world: CaseWorld) -> None:
    served(world, "F1", of=colleague(world))
    served(world, "R01", of=colleague(world), parts=WRITTEN)
    unproven = charged(world, "Y01", of=colleague(world))
    world.decide(unproven, findings=(said.Finding("Y01", False, "证据不足。"),), parts=Parts())
    world.overturned(None, "Y01")
    case = charged(world, "Y01")
    assert given(case) == []
    world.decide(case, parts=WRITTEN)
    with later(days=729):
        assert given(charged(world, "Y01", of=colleague(world))) == [Sanction.WRITTEN_WARNING]
    with later(days=735):
        assert given(charged(world, "Y01", of=colleague(world))) == []


def test_a_case_of_two_rules_is_like_both_and_counted_once(world: CaseWorld) -> None:
    served(world, "Y01", "F1", of=colleague(world))
    assert given(charged(world, "Y01", "F1")) == [ORAL]
