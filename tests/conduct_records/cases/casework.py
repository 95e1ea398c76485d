"""People who work at cases: as they should, or as they please."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from conduct_records.actions.cases.charge_rule import charge_rule
from conduct_records.actions.cases.decide_case import Parts, decide_case
from conduct_records.actions.cases.issue_notice import issue_notice
from conduct_records.actions.cases.keep_cases import keep_cases
from conduct_records.actions.cases.serve_paper import serve_paper
from conduct_records.actions.cases.take_step import take_step
from conduct_records.errors import GateShut
from conduct_records.models import Case, CaseStep
from conduct_records.queries.cases.files import file_of
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.deductions import Rest
from conduct_records.rules.cases.gates.verdicts import Gate
from conduct_records.rules.cases.procedure import SEAT_OF, Office, Seat, State, StepKind
from conduct_records.rules.cases.steps import Service, ServiceWay
from conduct_records.rules.codebook import Sanction
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.conduct_records.cases import anything
from tests.factories.cases import case_world, deduction, dismissal
from tests.factories.people import EmployeeFactory

K, O = StepKind, Office  # noqa: E741
CALENDAR_STEPS = {K.LAPSED, K.APPEAL_TIME_ENDED, K.SPENT}
# The next steps of a case that is not broken off, each with who takes it.
WAY: dict[State, list[tuple[StepKind, Office]]] = {
    State.OPENED: [(K.INVESTIGATION_OPENED, O.HR)],
    State.INVESTIGATING: [(K.NOTICE_ISSUED, O.HR)],
    State.CHARGED: [(K.NOTICE_SERVED, O.SUBJECT), (K.NOTICE_SERVED, O.HR)],
    State.NOTIFIED: [(K.STATED, O.SUBJECT), (K.LAPSED, O.CALENDAR)],
    State.HEARD: [(K.DECIDED, O.DECIDER)],
    State.DECIDED: [(K.DECISION_SERVED, O.HR), (K.DECISION_SERVED, O.SUBJECT)],
    State.SERVED: [
        (K.APPEALED, O.SUBJECT),
        (K.APPEALED, O.HR),
        (K.INSTALMENT_TAKEN, O.HR),
        (K.APPEAL_TIME_ENDED, O.CALENDAR),
    ],
    State.APPEALED: [(K.APPEAL_DECIDED, O.APPEALS)],
    State.OVERTURNED: [(K.APPEAL_SERVED, O.SUBJECT), (K.REPAID, O.HR)],
    State.STANDING: [(K.INSTALMENT_TAKEN, O.HR), (K.SPENT, O.CALENDAR)],
}
WRITTEN = Parts(warning=Sanction.WRITTEN_WARNING)
CARRIED = Parts(deduction=deduction(amount=150_000, rest_is=Rest.CARRIED_OVER))


def check_refusal(refusal: GateShut) -> None:
    """It names the gates that are shut, in words."""
    assert refusal.verdicts and all(refusal.sentences)
    assert not any(each.is_open for each in refusal.verdicts)
    assert all(each.gate in Gate for each in refusal.verdicts)


class Casework(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.company = transaction.atomic()
        self.company._from_testcase = True  # actions may be the outermost inside it
        self.company.__enter__()
        self.now = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
        with self.at_its_time():
            self.world = world = case_world()
        self.now += timedelta(hours=1)
        self.system = Employee.objects.system()
        self.outsider = EmployeeFactory.create(unit=world.site)
        self.hr = [world.hr, world.other_hr, world.third_hr, world.director]
        strangers = [world.reporter, self.outsider, self.system]
        self.people = [*self.hr, world.investigator, world.subject, *strangers]
        self.tokens = [each.token for each in self.people]
        self.cases: list[Case] = []
        self.open_one()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.company.__exit__(None, None, None)

    def at_its_time(self) -> time_machine.travel:
        """Only around what is tested: the test's own engine keeps the real clock."""
        return time_machine.travel(self.now, tick=False)

    def open_one(self, kind: str = "violation") -> None:
        with self.at_its_time():
            self.cases.append(self.world.opened(self.world.incident(kind=kind)))

    def some_case(self, data: st.DataObject) -> Case:
        return data.draw(st.sampled_from(self.cases))

    def attempt(self, case: Case, action: Callable[..., CaseStep], **given: Any) -> bool:
        """Whether it was done; refused, it is by a gate that says why, and nothing is changed."""
        before = list(case.steps.values_list("pk", flat=True))
        form_id = uuid4()
        with self.at_its_time():
            try:
                done = action(case=case, form_id=form_id, **given)
            except GateShut as refusal:
                check_refusal(refusal)
                assert list(case.steps.values_list("pk", flat=True)) == before
                return False
            # The same form once more is the same step.
            assert action(case=case, form_id=form_id, **given) == done
        assert list(case.steps.values_list("pk", flat=True)) == [*before, done.pk]
        return True

    def let_time_pass_until(self, moment: datetime | None) -> None:
        """The calendar's work is done once, however often it looks, and by nobody else."""
        self.now = max(self.now, (moment or self.now) + timedelta(minutes=1))
        with self.at_its_time():
            with pytest.raises(NotAllowed):
                keep_cases(actor=self.world.hr)
            while keep_cases(actor=self.system):
                pass

    # As they please --------------------------------------------------------------------------

    def say(self, data: st.DataObject, case: Case, kind: StepKind, actor: Employee) -> None:
        """What somebody says may be sensible or not."""
        draw, file = data.draw, file_of(case)
        if kind == K.CHARGED:
            code = draw(st.sampled_from(anything.CODES))
            self.attempt(case, charge_rule, actor=actor, code=code, facts="不在岗。")
        elif kind == K.NOTICE_ISSUED:
            self.attempt(case, issue_notice, actor=actor)
        elif kind == K.DECIDED:
            given = {
                "findings": draw(anything.findings(file)),
                "parts": draw(anything.measures(self.now)),
                "like_reason": draw(st.sampled_from(["", "情节不同。"])),
            }
            self.attempt(case, decide_case, actor=actor, reasons="清楚。", **given)
        else:
            content = draw(anything.content(kind, file, self.tokens, self.now))
            self.attempt(case, take_step, actor=actor, content=content)

    # As they should --------------------------------------------------------------------------

    def go_on(self, data: st.DataObject, case: Case) -> None:
        """The next step, by whose turn it is."""
        file = file_of(case)
        if file.state not in WAY:
            return
        step, office = data.draw(st.sampled_from(WAY[file.state]))
        actor = self.who_acts(case, office)
        if step in CALENDAR_STEPS:
            self.let_time_pass_until(Case.objects.get(pk=case.pk).due_at)
        elif step in (K.NOTICE_SERVED, K.DECISION_SERVED, K.APPEAL_SERVED):
            if step != K.APPEAL_SERVED or file.last(said.AppealServed) is None:
                service = Service(ServiceWay.SIGNED, scan="b1f0")
                assert self.attempt(case, serve_paper, actor=actor, service=service)
        elif step == K.INVESTIGATION_OPENED:
            self.who_acts(case, O.INVESTIGATOR)
            content = said.InvestigationOpened(self.world.investigator.token)
            self.attempt(case, take_step, actor=actor, content=content)
        elif step == K.NOTICE_ISSUED:
            self.charge(data, case)
            self.attempt(case, issue_notice, actor=actor)
        elif step == K.DECIDED:
            self.decide(data, case, actor)
        else:
            self.say(data, case, step, actor)

    def charge(self, data: st.DataObject, case: Case) -> None:
        code = data.draw(st.sampled_from(["R01", "Y01", "F1"]))
        investigator = self.who_acts(case, O.INVESTIGATOR)
        if code not in file_of(case).charges:
            self.attempt(case, charge_rule, actor=investigator, code=code, facts="不在岗。")

    def decide(self, data: st.DataObject, case: Case, decider: Employee) -> None:
        charges = file_of(case).charges
        grave = [CARRIED, CARRIED, dismissal(self.now.date())] if "R01" in charges else []
        parts = data.draw(st.sampled_from([*grave, WRITTEN]))
        if parts.ending is not None:
            with self.at_its_time():
                self.world.prepare_dismissal(case)
        self.attempt(
            case,
            decide_case,
            actor=decider,
            findings=tuple(said.Finding(rule, True, "属实。") for rule in charges),
            reasons="清楚。",
            parts=parts,
            like_reason="情节不同。",
        )

    def who_acts(self, case: Case, office: Office) -> Employee:
        """Whoever holds the office; an empty seat is filled first, if anybody may take it."""
        seat = SEAT_OF.get(office)
        file = file_of(case)
        if seat is not None:
            if seat not in file.seats:
                self.fill(case, seat)
            holder = file_of(case).seats.get(seat, "")
            return next((each for each in self.people if each.token == holder), self.outsider)
        if office == O.SUBJECT:
            return self.world.subject
        return self.handler(file)

    def handler(self, file: CaseFile) -> Employee:
        """Somebody of HR who declared no interest."""
        free = (each for each in self.hr if each.token not in file.recused)
        return next(free, self.outsider)

    def fill(self, case: Case, seat: Seat) -> None:
        world = self.world
        first = {
            Seat.INVESTIGATOR: world.investigator,
            Seat.DECIDER: world.other_hr,
            Seat.APPEALS: world.third_hr,
        }
        for person in (first[seat], world.third_hr, world.director, world.hr):
            hr = self.handler(file_of(case))
            content = said.Appointed(seat, person.token)
            if self.attempt(case, take_step, actor=hr, content=content):
                return
