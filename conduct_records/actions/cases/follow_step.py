from conduct_records.actions.cases.enrol_in_training import settle_training
from conduct_records.actions.cases.tell_of_step import tell_of_step
from conduct_records.models import CaseStep
from conduct_records.rules.cases.procedure import StepKind
from lms.people.models import Employee

SETTLING = (StepKind.DECISION_SERVED, StepKind.APPEAL_DECIDED)


def follow_step(*, step: CaseStep) -> None:
    """What follows from a step: people are told, ordered training is given or taken back. Safe to
    repeat. Nothing follows any more once the case is erased."""
    if step.case.erased_at is not None:
        return
    tell_of_step(step=step)
    if step.kind in SETTLING:
        settle_training(actor=Employee.objects.system(), case=step.case)
