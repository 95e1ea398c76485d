from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from conduct_records.actions.cases.take_step import take_step
from conduct_records.models import Case, CaseStep
from conduct_records.policies.circumstances import Circumstances
from conduct_records.queries.cases.files import file_of
from conduct_records.rules.cases.deductions import Deduction
from conduct_records.rules.cases.measures import Ending, Measure, Training
from conduct_records.rules.cases.steps import Decided, Finding
from conduct_records.rules.codebook import Sanction
from lms.people.models import Employee


@dataclass(frozen=True)
class Parts:
    """What the decider chooses; points and time follow from the rules."""

    warning: Sanction | None = None
    deduction: Deduction | None = None
    ending: Ending | None = None
    training: Training | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.warning or self.deduction or self.ending or self.training)


def decide_case(
    *,
    actor: Employee,
    case: Case,
    findings: tuple[Finding, ...],
    reasons: str,
    parts: Parts,
    like_reason: str = "",
    seen: int | None = None,
    form_id: UUID | None = None,
    at: datetime | None = None,
) -> CaseStep:
    """Decide on every charge, with reasons, and on one sanction if anything is proven.

    Raises what `take_step` raises.
    """
    content = Decided(findings, reasons, measure_for(case, findings, parts), like_reason)
    return take_step(actor=actor, case=case, content=content, seen=seen, form_id=form_id, at=at)


def measure_for(case: Case, findings: tuple[Finding, ...], parts: Parts) -> Measure | None:
    """The sanction with its points and the months it counts: the gravest of the rules broken."""
    if parts.is_empty:
        return None
    found = Circumstances.of(case, file_of(case))
    rules = found.charged_rules
    proven = [rules[each.rule] for each in findings if each.is_proven and each.rule in rules]
    return Measure(
        points=max((rule.points for rule in proven), default=0),
        months=max((rule.months for rule in proven), default=0),
        warning=parts.warning,
        deduction=parts.deduction and within_limits(parts.deduction, found),
        ending=parts.ending,
        training=parts.training,
    )


def within_limits(deduction: Deduction, found: Circumstances) -> Deduction:
    """With what limits it there and then, whatever the form knew."""
    payroll = found.payroll(deduction.month)
    return replace(
        deduction,
        minimum=payroll.minimum or 0,
        percent=payroll.percent,
        elsewhere=payroll.elsewhere,
    )
