"""When a step of a case may be taken: the gates, asked with what the database knows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import singledispatch
from typing import Any

from django.utils import timezone

from conduct_records.policies.cases import offices_held
from conduct_records.policies.circumstances import Circumstances
from conduct_records.queries.cases.files import zone
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.clocks import days_after, next_month
from conduct_records.rules.cases.deadlines import appeal_until, spent_at
from conduct_records.rules.cases.gates import (
    charging,
    clock,
    deciding,
    ending,
    money,
    order,
    papers,
    people,
)
from conduct_records.rules.cases.gates.people import Person
from conduct_records.rules.cases.gates.verdicts import Verdict
from conduct_records.rules.cases.procedure import (
    Office,
    Seat,
    State,
    StepKind,
    offices_for,
)
from conduct_records.rules.cases.records import kept_by_month
from conduct_records.rules.cases.step_content import kind_of
from lms.people.models import Employee


def verdicts_on(
    found: Circumstances, actor: Employee, content: Any, at: datetime
) -> Iterator[Verdict]:
    """Everything the gates say to this step of this actor, open ones included."""
    kind = kind_of(content)
    state = found.file.state
    if shut := list(order.in_order(state, kind)):
        yield from shut
        return
    yield from order.for_kind(kind, found.file.opened.kind)
    yield from order.in_time_order(at, found.file.steps[-1].at, found.now)
    yield from about_actor(found, actor, state, kind)
    yield from about(content, found, actor, at)


def about_actor(
    found: Circumstances, actor: Employee, state: State, kind: StepKind
) -> Iterator[Verdict]:
    offices = offices_for(state, kind)
    held = offices_held(actor, found.case, found.file)
    if offices & held & {Office.SUBJECT, Office.CALENDAR, Office.INVOLVED}:
        return
    yield from people.holds_office(offices, held)
    yield from people.may_act(found.person(actor), found.file, found.parties)


@singledispatch
def about(content: Any, found: Circumstances, actor: Employee, at: datetime) -> Iterator[Verdict]:
    """What the gates say to the content of a step; nothing to most kinds."""
    yield from ()


@about.register
def _(
    content: said.InvestigationOpened, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from about_appointment(found, Seat.INVESTIGATOR, content.investigator)


@about.register
def _(
    content: said.Appointed, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from about_appointment(found, content.seat, content.person)


@about.register
def _(
    content: said.Overridden, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    line = found.known.knowledge_of(content.rule).line
    yield from charging.may_override(content.rule, line, content.reason)


@about.register
def _(
    content: said.Charged, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from charging.not_charged_yet(found.file, content.rule)
    yield from about_charge(found, content.rule)


@about.register
def _(
    content: said.ChargeDropped, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from charging.is_charged(found.file, content.rule)


@about.register
def _(
    content: said.NoticeIssued, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from charging.something_charged(found.file)
    yield from deciding.days_given(content.answer_days, found.pack.answer_days)


@about.register
def _(
    content: said.NoticeServed, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from papers.service_proven(content.service, found.parties.subject, actor.token)
    yield from papers.noted_in_time(content.service, at, found.now)
    issued = found.file.last(said.NoticeIssued)
    days = issued.answer_days if issued else found.pack.answer_days
    yield from deciding.time_given(
        content.answer_by, days_after(at, days, zone()), found.file.hearing_at
    )


@about.register
def _(
    content: said.HearingMoved, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from deciding.time_given(content.answer_by, found.file.answer_by, content.hearing_at)


@about.register
def _(
    content: said.DecisionServed, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from papers.service_proven(content.service, found.parties.subject, actor.token)
    yield from papers.noted_in_time(content.service, at, found.now)


@about.register
def _(
    content: said.AppealServed, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from order.appeal_waits_for_service(found.file)
    yield from papers.service_proven(content.service, found.parties.subject, actor.token)
    yield from papers.noted_in_time(content.service, at, found.now)


@about.register
def _(
    content: said.Stated, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from papers.statement_proven(content, found.parties.subject, actor.token)


@about.register
def _(
    content: said.Lapsed, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from deciding.time_lapsed(found.file, found.now)


@about.register
def _(
    content: said.Appealed, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from clock.appeal_in_time(appeal_until(found.file, found.pack, zone()), at)


@about.register
def _(
    content: said.AppealDecided, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    if found.file.seats.get(Seat.APPEALS) == actor.token:
        yield from people.took_no_part(found.person(actor), found.file)


@about.register
def _(
    content: said.AppealTimeEnded, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from clock.reached(appeal_until(found.file, found.pack, zone()), found.now)


@about.register
def _(
    content: said.Spent, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from clock.reached(spent_at(found.file, zone()), found.now)


@about.register
def _(
    content: said.InstalmentTaken, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    last = max(kept_by_month(found.file), default="")
    payroll = replace(found.payroll(content.month), first=next_month(last))
    yield from money.instalment_holds(content, found.file, payroll)


@about.register
def _(
    content: said.Repaid, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from money.repayment_holds(content, found.file, found.payroll(content.month))


@about.register
def _(
    content: said.Decided, found: Circumstances, actor: Employee, at: datetime
) -> Iterator[Verdict]:
    yield from about_decision(found, content)


def about_appointment(found: Circumstances, seat: Seat, token: str) -> Iterator[Verdict]:
    person = Employee.objects.select_related("unit", "post").filter(token=token).first()
    if person is None or not person.is_active:
        yield from people.may_sit(Person(token, has_right=False), seat, found.file, found.parties)
    else:
        yield from about_appointment_of(found, seat, person)


def about_appointment_of(found: Circumstances, seat: Seat, person: Employee) -> Iterator[Verdict]:
    """`person` is at work here, and comes with unit and post."""
    yield from people.may_sit(found.person(person, seat), seat, found.file, found.parties)


def about_charge(found: Circumstances, rule: str) -> Iterator[Verdict]:
    known = found.known.knowledge_of(rule)
    yield from charging.rule_known(rule, known, found.file.overrides.get(rule))


def before_decision(found: Circumstances) -> Iterator[Verdict]:
    """What can be said before anybody has written the decision: for the page."""
    for rule in found.file.charges:
        yield from about_charge(found, rule)
    yield from deciding.heard_first(found.file)
    months = found.pack.decision_months
    yield from clock.within_clock(
        found.file, found.case.incident.known_at, found.now, months, zone()
    )


def about_decision(found: Circumstances, decided: said.Decided) -> Iterator[Verdict]:
    file, measure = found.file, decided.measure
    yield from before_decision(found)
    yield from deciding.findings_complete(decided, file)
    yield from deciding.one_sanction(decided, found.other_sanctions())
    proven = {each.rule for each in decided.findings if each.is_proven}
    rules = [rule for code, rule in found.charged_rules.items() if code in proven]
    if measure is None or not rules:
        return
    yield from deciding.in_range(measure.sanction, found.allowed(rules), found.ladder_step(rules))
    if measure.deduction is not None:
        payroll = found.payroll(measure.deduction.month)
        yield from money.deduction_holds(measure.deduction, payroll)
    yield from ending.may_end(
        measure,
        file,
        found.employed,
        has_ground=found.has_ground_to_end(rules),
        today=timezone.localdate(found.now),
    )
    yield from deciding.like_cases(
        measure.sanction, found.sanctions_given(rules), decided.like_reason
    )
