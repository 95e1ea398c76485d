"""Gate 7: how somebody's work here may be ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.errors import GateShut
from conduct_records.models import Case, CodebookVersion
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.gates.verdicts import Gate, Why
from conduct_records.rules.cases.measures import Ending, Leaving
from conduct_records.rules.cases.procedure import Seat
from conduct_records.rules.codebook import Line, Sanction
from lms.people.actions.note_leave import end_leave, note_leave
from lms.people.enums import EmploymentKind, LeaveKind
from lms.people.models import Employee
from tests.conduct_records.cases.refusals import later, shut_by
from tests.factories.cases import HIRED, CaseWorld, case_world, dismissal
from tests.factories.conduct_records import make_codebook, make_rule, signature_of
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
UNION = said.UnionNotified("公司工会", "拟解除劳动合同。")
REPLY = said.UnionReplied("无异议。")
OTHERS = (EmploymentKind.DISPATCHED, EmploymentKind.OUTSOURCED)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture
def case(world: CaseWorld) -> Case:
    """A red line that reaches dismissal, heard."""
    return world.heard(None, "R01")


def returned(agency: str = "安和人力") -> Parts:
    return Parts(ending=Ending(Leaving.RETURN_TO_AGENCY, timezone.localdate(), agency))


def case_of(world: CaseWorld, kind: EmploymentKind) -> Case:
    """A red line of somebody employed in this way."""
    employer = "安和人力" if kind in OTHERS else ""
    subject = EmployeeFactory.create(
        unit=world.site, hired_on=HIRED, employment_kind=kind, employer=employer
    )
    signature_of(subject, CodebookVersion.objects.get())
    case = world.opened(world.incident(person=subject), subject)
    case = world.charged(world.investigating(case), "R01")
    service = said.Service(said.ServiceWay.SIGNED)
    answer_by = timezone.now() + timedelta(days=9)
    world.step(case, subject, said.NoticeServed(service, answer_by))
    world.step(case, subject, said.Stated("情况属实。"))
    world.step(case, world.hr, said.Appointed(Seat.DECIDER, world.other_hr.token))
    return case


# Ground ------------------------------------------------------------------------------------------


def test_a_red_line_with_union_and_check_ends_it(world: CaseWorld, case: Case) -> None:
    world.prepare_dismissal(case)
    world.decide(case, parts=dismissal())
    assert world.file(case).decision.measure.sanction == Sanction.DISMISSAL


def test_a_red_line_that_does_not_reach_so_far_is_no_ground() -> None:
    upto = (Sanction.WRITTEN_WARNING, Sanction.BONUS_DEDUCTION)
    world = case_world(make_codebook(make_rule("R01", Line.RED, sanctions=upto)))
    case = world.heard(None, "R01")
    world.prepare_dismissal(case)
    with pytest.raises(GateShut) as caught:
        world.decide(case, parts=dismissal())
    assert {each.why for each in caught.value.verdicts} == {Why.OUT_OF_RANGE, Why.NO_GROUND}


def test_nor_is_a_ladder_that_is_not_climbed_to_its_end() -> None:
    whole = (Sanction.ORAL_WARNING, Sanction.DISMISSAL)
    world = case_world(make_codebook(make_rule("F1", Line.FAULT, sanctions=whole, months=12)))
    for number in range(4):
        with later(days=30 * number):
            case = world.heard(None, "F1")
            world.prepare_dismissal(case)
            if number < 3:
                with shut_by(Gate.DISMISSAL, Why.NO_GROUND):
                    world.decide(case, parts=dismissal(), like_reason="屡犯。")
                world.served(world.decided(case))
            else:
                world.decide(case, parts=dismissal(), like_reason="屡犯。")


# The union and protected status ------------------------------------------------------------------


def test_the_union_is_notified_and_its_reply_on_record(world: CaseWorld, case: Case) -> None:
    world.step(case, world.hr, said.StatusChecked())
    with shut_by(Gate.DISMISSAL, Why.UNION_NOT_NOTIFIED):
        world.decide(case, parts=dismissal())
    world.step(case, world.hr, UNION)
    with shut_by(Gate.DISMISSAL, Why.UNION_NOT_REPLIED):
        world.decide(case, parts=dismissal())
    world.step(case, world.hr, said.UnionReplied("建议从轻。", objects=True))
    world.decide(case, parts=dismissal())


def test_a_reply_is_to_what_the_union_was_told_last(world: CaseWorld, case: Case) -> None:
    world.step(case, world.hr, said.StatusChecked())
    world.step(case, world.hr, REPLY)
    world.step(case, world.hr, UNION)
    with shut_by(Gate.DISMISSAL, Why.UNION_NOT_REPLIED):
        world.decide(case, parts=dismissal())
    world.step(case, world.hr, REPLY)
    world.step(case, world.hr, UNION)
    with shut_by(Gate.DISMISSAL, Why.UNION_NOT_REPLIED):
        world.decide(case, parts=dismissal())
    world.step(case, world.hr, REPLY)
    world.decide(case, parts=dismissal())


def test_protected_status_is_checked(world: CaseWorld, case: Case) -> None:
    world.step(case, world.hr, UNION)
    world.step(case, world.hr, REPLY)
    with shut_by(Gate.DISMISSAL, Why.STATUS_UNCHECKED):
        world.decide(case, parts=dismissal())
    world.step(case, world.hr, said.StatusChecked())
    world.decide(case, parts=dismissal())


@pytest.mark.parametrize("protection", said.Protection)
def test_who_is_protected_is_not_dismissed(
    world: CaseWorld, case: Case, protection: said.Protection
) -> None:
    world.prepare_dismissal(case)
    world.step(case, world.hr, said.StatusChecked((protection,)))
    with shut_by(Gate.DISMISSAL, Why.PROTECTED):
        world.decide(case, parts=dismissal())
    world.step(case, world.hr, said.StatusChecked(note="已结束。"))
    world.decide(case, parts=dismissal())


@pytest.mark.parametrize("kind", [LeaveKind.MATERNITY, LeaveKind.SICK, LeaveKind.INJURY])
def test_a_leave_on_record_protects_whatever_was_checked(
    world: CaseWorld, case: Case, kind: LeaveKind
) -> None:
    world.prepare_dismissal(case)
    today, system = timezone.localdate(), Employee.objects.system()
    leave = note_leave(actor=system, employee=world.subject, kind=kind, from_on=today)
    with shut_by(Gate.DISMISSAL, Why.PROTECTED):
        world.decide(case, parts=dismissal())
    with later(days=2):
        end_leave(actor=system, leave=leave, back_on=timezone.localdate())
        world.decide(case, parts=dismissal())


@pytest.mark.parametrize("kind", [LeaveKind.ANNUAL, LeaveKind.PERSONAL])
def test_other_leaves_protect_nobody(world: CaseWorld, case: Case, kind: LeaveKind) -> None:
    world.prepare_dismissal(case)
    note_leave(
        actor=Employee.objects.system(),
        employee=world.subject,
        kind=kind,
        from_on=timezone.localdate(),
    )
    world.decide(case, parts=dismissal())


def test_a_protected_person_is_still_warned(world: CaseWorld, case: Case) -> None:
    world.step(case, world.hr, said.StatusChecked((said.Protection.MATERNITY,)))
    world.decide(case, parts=Parts(warning=Sanction.WRITTEN_WARNING))


# Whose staff -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", OTHERS)
def test_staff_of_an_agency_go_back_to_it(world: CaseWorld, kind: EmploymentKind) -> None:
    case = case_of(world, kind)
    world.prepare_dismissal(case)
    with shut_by(Gate.DISMISSAL, Why.AGENCY_WAY):
        world.decide(case, parts=dismissal())
    with shut_by(Gate.DISMISSAL, Why.NO_AGENCY):
        world.decide(case, parts=returned(" "))
    world.decide(case, parts=returned())


@pytest.mark.parametrize("kind", [EmploymentKind.OWN, EmploymentKind.REHIRED])
def test_the_companys_own_staff_do_not(world: CaseWorld, kind: EmploymentKind) -> None:
    case = case_of(world, kind)
    world.prepare_dismissal(case)
    with shut_by(Gate.DISMISSAL, Why.NOT_AGENCY_STAFF):
        world.decide(case, parts=returned())
    world.decide(case, parts=dismissal())


def test_nobody_is_dismissed_before_the_decision(world: CaseWorld) -> None:
    case = world.heard(None, "R01")
    world.prepare_dismissal(case)
    with shut_by(Gate.DISMISSAL, Why.LAST_DAY_PAST):
        world.decide(case, parts=dismissal(timezone.localdate() - timedelta(days=1)))
