import logging
from uuid import UUID

from conduct_records.models import Case, CaseStep
from conduct_records.queries.cases.files import file_of, files_of
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.measures import Training
from conduct_records.rules.cases.procedure import State, StepKind
from courses.actions.enrol_employee import enrol_employee
from courses.actions.withdraw_enrolment import withdraw_enrolment
from courses.enums import EnrolmentSource
from courses.models import Enrolment
from courses.queries import course_by_key
from lms.people.models import Employee
from lms.people.policies import check_is_system

logger = logging.getLogger(__name__)

# In these a decision that was served takes effect.
IN_EFFECT = (State.SERVED, State.APPEALED, State.STANDING)


def settle_training(*, actor: Employee, case: Case) -> None:
    """Enrol the person in the course that a served decision orders; take the enrolment back where
    an appeal was upheld and nobody began. Safe to repeat. A course that is not published (yet)
    and an account that was closed are left alone.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    file = file_of(case)
    training = ordered(file)
    if training is None:
        return
    if file.state in IN_EFFECT:
        _enrol(actor, case.subject, training)
    elif file.state == State.OVERTURNED:
        _withdraw(actor, case, file, training)


def keep_trainings(*, actor: Employee) -> None:
    """Settle what a lost or failed task left unsettled. Raises `NotAllowed`."""
    check_is_system(actor)
    decided = CaseStep.objects.filter(
        kind=StepKind.DECIDED,
        data__measure__training__course__isnull=False,
        case__state__in=(*IN_EFFECT, State.OVERTURNED),
    )
    for step in decided.select_related("case__subject").order_by("pk"):
        try:
            settle_training(actor=actor, case=step.case)
        except Exception:
            logger.exception("Training of case %s is not settled; the sweep goes on", step.case_id)


def ordered(file: CaseFile) -> Training | None:
    """What a decision that was served orders, whether it stands or not."""
    if file.decision is None or file.decision.measure is None or file.served_at is None:
        return None
    return file.decision.measure.training


def _enrol(actor: Employee, employee: Employee, training: Training) -> None:
    course = course_by_key(UUID(training.course))
    if course is None or not employee.is_active:
        return
    enrol_employee(actor=actor, employee=employee, course=course, due_on=training.due_on)


def _withdraw(actor: Employee, case: Case, file: CaseFile, training: Training) -> None:
    """The enrolment is this decision's own if the system made it after the service, for the day
    that was ordered; and no other decision that stands orders the same."""
    own = Enrolment.objects.filter(
        employee=case.subject,
        course_key=UUID(training.course),
        source=EnrolmentSource.BY_HAND,
        enrolled_by=actor,
        enrolled_at__gte=file.served_at,
        due_on=training.due_on,
    ).first()
    if own is not None and not _ordered_elsewhere(case, training):
        withdraw_enrolment(actor=actor, enrolment=own)


def _ordered_elsewhere(case: Case, training: Training) -> bool:
    others = Case.objects.filter(subject=case.subject_id, state__in=IN_EFFECT).exclude(pk=case.pk)
    found = (ordered(file) for file in files_of(others).values())
    return any(each is not None and each.course == training.course for each in found)
