"""Whoever tries whatever in a case, in whatever order: only what the procedure allows happens,
every refusal names its gate, the ledger verifies, and an upheld appeal leaves no trace."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from conduct_records.actions.cases.take_step import take_step
from conduct_records.errors import CaseMovedOn, CaseStands
from conduct_records.models import Case
from conduct_records.queries.cases.checking import differences
from conduct_records.queries.cases.files import file_of, files_of, records_of
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.deductions import Deduction
from conduct_records.rules.cases.procedure import (
    ENDED_WITHOUT_EFFECT,
    Seat,
    State,
    StepKind,
    steps_in,
)
from conduct_records.rules.cases.records import kept_back, still_to_take, to_pay_back
from lms.ledger.actions.verify_ledger import verify
from tests.conduct_records.cases.casework import CALENDAR_STEPS, Casework

pytestmark = pytest.mark.django_db
K = StepKind
OWN_STEPS = {K.NOTICE_SERVED, K.STATED, K.DECISION_SERVED, K.APPEALED, K.APPEAL_SERVED}
SEATED_STEPS = {
    K.INTERVIEWED: Seat.INVESTIGATOR,
    K.CHARGED: Seat.INVESTIGATOR,
    K.CHARGE_DROPPED: Seat.INVESTIGATOR,
    K.DECIDED: Seat.DECIDER,
    K.APPEAL_DECIDED: Seat.APPEALS,
}
MOST_CASES = 4


def check_hearing(file: CaseFile) -> None:
    """Nothing is decided unheard, or charged that was not known or let through."""
    kinds = [step.kind for step in file.steps]
    if K.DECIDED in kinds:
        before = kinds[: kinds.index(K.DECIDED)]
        assert K.NOTICE_SERVED in before
        assert {K.STATED, K.LAPSED} & set(before)
        assert kinds.count(K.DECIDED) == 1
    for charge in file.all(said.Charged):
        assert charge.signature or charge.rule in file.overrides


def deduction_of(file: CaseFile) -> Deduction | None:
    measure = file.decision.measure if file.decision else None
    return measure.deduction if measure else None


def check_money(file: CaseFile) -> None:
    """It is exact, and within its limits."""
    whole = deduction_of(file)
    if whole is None or file.served_at is None:
        assert kept_back(file) == to_pay_back(file) == still_to_take(file) == 0
        return
    assert whole.taken * 100 <= whole.wage * 20
    assert whole.wage - whole.taken >= whole.minimum
    assert 0 <= kept_back(file) <= whole.amount
    if file.state != State.OVERTURNED:
        left = still_to_take(file) if whole.carried_over else whole.rest
        assert kept_back(file) + left == whole.amount


def check_no_trace(row: Case, file: CaseFile) -> None:
    """Of what was overturned: neither in points nor ladder nor pay."""
    assert (row.points, row.sanction) == (0, "")
    assert (row.counts_from, row.counts_until) == (None, None)
    assert still_to_take(file) == 0
    whole = deduction_of(file)
    taken = sum(each.amount for each in file.all(said.InstalmentTaken))
    repaid = sum(each.amount for each in file.all(said.Repaid))
    assert to_pay_back(file) == (whole.taken if whole else 0) + taken - repaid


class Procedure(Casework):
    @initialize(data=st.data(), count=st.integers(0, 8))
    def begin_somewhere_on_the_way(self, data: st.DataObject, count: int) -> None:
        for __ in range(count):
            self.go_on(data, self.cases[0])

    @precondition(lambda self: len(self.cases) < MOST_CASES)
    @rule(data=st.data(), kind=st.sampled_from(["violation", "violation", "commendation"]))
    def report_and_open(self, data: st.DataObject, kind: str) -> None:
        self.open_one(kind)
        if kind == "violation":
            for __ in range(data.draw(st.integers(0, 7))):
                self.go_on(data, self.cases[-1])

    @precondition(lambda self: len(self.cases) < MOST_CASES)
    @rule(data=st.data())
    def open_a_second_case_of_the_incident(self, data: st.DataObject) -> None:
        """Only where the first ended without effect."""
        incident = self.some_case(data).incident
        stands = incident.cases.exclude(state__in=ENDED_WITHOUT_EFFECT).exists()
        with self.at_its_time():
            try:
                self.cases.append(self.world.opened(incident))
            except CaseStands:
                assert stands
            else:
                assert not stands

    @rule(data=st.data(), count=st.integers(1, 5))
    def do_what_is_next(self, data: st.DataObject, count: int) -> None:
        case = self.some_case(data)
        for __ in range(count):
            self.go_on(data, case)

    @rule(data=st.data())
    def try_what_has_its_place(self, data: st.DataObject) -> None:
        case = self.some_case(data)
        if kinds := steps_in(file_of(case).state):
            actor = data.draw(st.sampled_from(self.people))
            self.say(data, case, data.draw(st.sampled_from(kinds)), actor)

    @rule(data=st.data())
    def try_anything(self, data: st.DataObject) -> None:
        actor = data.draw(st.sampled_from(self.people))
        self.say(data, self.some_case(data), data.draw(st.sampled_from(K)), actor)

    @rule(data=st.data())
    def act_on_an_old_page(self, data: st.DataObject) -> None:
        case = self.some_case(data)
        seen = len(file_of(case).steps) - 1
        with self.at_its_time(), pytest.raises(CaseMovedOn):
            take_step(actor=self.world.hr, case=case, content=said.Recused(), seen=seen)

    @rule(days=st.sampled_from([0.1, 2, 6, 31, 95, 200]))
    def time_goes_on(self, days: float) -> None:
        self.let_time_pass_until(self.now + timedelta(days=days))

    # What holds at any time ------------------------------------------------------------------

    @invariant()
    def all_is_in_order(self) -> None:
        with self.at_its_time():
            assert list(differences()) == []
        files = files_of(self.cases)
        records = {each.case for each in records_of(self.world.subject)}
        for case in self.cases:
            file = files[case.pk]
            self.check_offices(file)
            self.check_seats(file)
            check_hearing(file)
            check_money(file)
            if file.state == State.OVERTURNED:
                assert case.token not in records
                check_no_trace(Case.objects.get(pk=case.pk), file)

    def check_offices(self, file: CaseFile) -> None:
        """Everybody kept to what is theirs to do."""
        for number, step in enumerate(file.steps[1:], start=1):
            assert step.actor not in (self.outsider.token, self.world.reporter.token)
            assert (step.actor == self.system.token) == (step.kind in CALENDAR_STEPS)
            assert step.actor != self.world.subject.token or step.kind in OWN_STEPS
            if step.kind in SEATED_STEPS:
                seats = CaseFile(file.steps[:number]).seats
                assert step.actor == seats[SEATED_STEPS[step.kind]]
            if step.kind == K.OVERRIDDEN:
                assert step.actor == self.world.director.token

    def check_seats(self, file: CaseFile) -> None:
        """Three seats are three persons, and none of them reported it or is whom it is about."""
        assert all(len(seats) == 1 for seats in file.seats_ever.values())
        outside = {self.world.subject.token, self.world.reporter.token} | file.recused
        assert not outside & set(file.seats.values())
        if appealed := file.step(said.AppealDecided):
            decided = file.step(said.Decided)
            assert decided is not None
            assert appealed.actor != decided.actor

    def teardown(self) -> None:
        try:
            with self.at_its_time():
                verdict = verify()
            assert verdict.is_sound, verdict.in_words
        finally:
            super().teardown()


def test_whoever_tries_whatever() -> None:
    run_state_machine_as_test(
        Procedure,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
