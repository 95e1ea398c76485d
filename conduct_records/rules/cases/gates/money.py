"""Gate 6: what may be kept back of a wage."""

from collections.abc import Iterator
from dataclasses import dataclass

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.deductions import MONTH, Basis, Deduction, ceiling
from conduct_records.rules.cases.gates.verdicts import Gate, Verdict, Why, opened, shut
from conduct_records.rules.cases.records import still_to_take, to_pay_back


@dataclass(frozen=True)
class Payroll:
    """What limits a deduction from outside: the region's `minimum` wage (None: unknown) and ceiling
    in `percent`, what other cases keep back of the same month (`elsewhere`), and between which
    months, both included, it may lie. Money in fen."""

    minimum: int | None
    percent: int
    first: str
    last: str
    elsewhere: int = 0

    def bears(self, wage: int) -> int:
        """What a month's wage still bears; needs the minimum."""
        assert self.minimum is not None
        return max(0, ceiling(wage, self.minimum, self.percent) - self.elsewhere)

    def faults_of_month(self, month: str) -> Iterator[Verdict]:
        if not MONTH.fullmatch(month) or not self.first <= month <= self.last:
            yield shut(Gate.DEDUCTION, Why.BAD_MONTH, first=self.first, latest=self.last)


def deduction_holds(deduction: Deduction, payroll: Payroll) -> Iterator[Verdict]:
    """It has its basis, and the month bears it."""
    if faults := list(_faults(deduction, payroll)):
        yield from faults
        return
    most = payroll.bears(deduction.wage)
    yield opened(
        Gate.DEDUCTION,
        Why.WITHIN_CEILING,
        taken=deduction.taken,
        rest=deduction.rest,
        most=most,
        rest_is=deduction.rest_is,
    )


def _faults(deduction: Deduction, payroll: Payroll) -> Iterator[Verdict]:
    yield from _faults_of_basis(deduction)
    if deduction.amount <= 0:
        yield shut(Gate.DEDUCTION, Why.NO_AMOUNT)
    if deduction.wage <= 0:
        yield shut(Gate.DEDUCTION, Why.NO_WAGE)
    yield from payroll.faults_of_month(deduction.month)
    if payroll.minimum is None:
        yield shut(Gate.DEDUCTION, Why.NO_MINIMUM_WAGE)
    elif (deduction.minimum, deduction.percent, deduction.elsewhere) != (
        payroll.minimum,
        payroll.percent,
        payroll.elsewhere,
    ):
        yield shut(
            Gate.DEDUCTION,
            Why.OTHER_LIMITS,
            minimum=payroll.minimum,
            percent=payroll.percent,
            elsewhere=payroll.elsewhere,
        )


def _faults_of_basis(deduction: Deduction) -> Iterator[Verdict]:
    if not deduction.reference.strip():
        yield shut(Gate.DEDUCTION, Why.NO_BASIS)
    if deduction.basis == Basis.VARIABLE_PAY:
        if deduction.bonus is None or deduction.bonus <= 0:
            yield shut(Gate.DEDUCTION, Why.NO_BONUS)
    elif deduction.loss is None or deduction.loss <= 0:
        yield shut(Gate.DEDUCTION, Why.NO_LOSS)
    elif deduction.amount > deduction.loss:
        yield shut(Gate.DEDUCTION, Why.ABOVE_LOSS, loss=deduction.loss)


def instalment_holds(
    taken: said.InstalmentTaken, file: CaseFile, payroll: Payroll
) -> Iterator[Verdict]:
    """A later month's part: one a month, within that month's ceiling and what is left."""
    left, minimum = still_to_take(file), payroll.minimum
    yield from payroll.faults_of_month(taken.month)
    if minimum is None:
        yield shut(Gate.DEDUCTION, Why.NO_MINIMUM_WAGE)
        return
    most = payroll.bears(taken.wage)
    measure = file.decision.measure if file.decision else None
    if measure and measure.deduction and measure.deduction.basis == Basis.VARIABLE_PAY:
        if taken.bonus is None or taken.bonus <= 0:
            yield shut(Gate.DEDUCTION, Why.NO_BONUS)
            return
        most = min(most, max(0, taken.bonus - payroll.elsewhere))
    if taken.amount <= 0:
        yield shut(Gate.DEDUCTION, Why.NO_AMOUNT)
    elif taken.amount > left:
        yield shut(Gate.DEDUCTION, Why.NOTHING_LEFT, left=left)
    elif taken.amount > most or taken.minimum != minimum:
        yield shut(
            Gate.DEDUCTION,
            Why.ABOVE_CEILING,
            most=most,
            minimum=minimum,
            percent=payroll.percent,
            elsewhere=payroll.elsewhere,
        )


def repayment_holds(repaid: said.Repaid, file: CaseFile, payroll: Payroll) -> Iterator[Verdict]:
    yield from payroll.faults_of_month(repaid.month)
    if not 0 < repaid.amount <= to_pay_back(file):
        yield shut(Gate.DEDUCTION, Why.NOTHING_LEFT, left=to_pay_back(file))
