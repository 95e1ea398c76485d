"""Gate 0: the order of steps, by the table and by time."""

from collections.abc import Iterator
from datetime import datetime

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.gates.verdicts import Gate, Verdict, Why, shut
from conduct_records.rules.cases.procedure import State, StepKind, needed_for

# What a case can begin with.
FIRST = (StepKind.INVESTIGATION_OPENED, StepKind.TALKED, StepKind.COMMENDED)


def in_order(state: State, step: StepKind) -> Iterator[Verdict]:
    if needed := needed_for(state, step):
        yield shut(Gate.ORDER, Why.NOT_NOW, state=state, needed=needed, step=step)


def in_time_order(at: datetime, last: datetime, now: datetime) -> Iterator[Verdict]:
    """What is written down later took place after the step before it, and not in the future."""
    if at > now:
        yield shut(Gate.ORDER, Why.IN_FUTURE)
    elif at < last:
        yield shut(Gate.ORDER, Why.BEFORE_LAST_STEP, last=last)


def for_kind(step: StepKind, kind: str) -> Iterator[Verdict]:
    """A commendation is commended, everything else is looked into or talked about."""
    if step in FIRST and (step == StepKind.COMMENDED) != (kind == "commendation"):
        yield shut(Gate.ORDER, Why.WRONG_KIND)


def appeal_waits_for_service(file: CaseFile) -> Iterator[Verdict]:
    """What was decided on an appeal is served once; a decision that stands may have had none."""
    if file.last(said.AppealDecided) is None or file.last(said.AppealServed) is not None:
        yield shut(Gate.ORDER, Why.NOTHING_TO_SERVE)
