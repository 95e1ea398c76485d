from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from conduct_records.actions.cases.locked_incident import locked_incident
from conduct_records.actions.cases.take_step import append_step
from conduct_records.actions.cases.tell_of_incident import tell_reporter
from conduct_records.errors import (
    CaseStands,
    FormBelongsToAnother,
    NotEmployedThen,
)
from conduct_records.models import Case, CaseStep, Incident
from conduct_records.policies.cases import check_can_open_case
from conduct_records.policies.incidents import check_can_take_up
from conduct_records.queries.cases.packs import pack_for
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.procedure import OWNERS, START
from conduct_records.rules.cases.steps import Opened
from lms.people.actions.lock_people import locked_people
from lms.people.models import Employee
from lms.people.queries import stood_on


def open_case(
    *,
    actor: Employee,
    incident: Incident,
    subject: Employee,
    reason: str = "",
    form_id: UUID | None = None,
    at: datetime | None = None,
) -> Case:
    """HR takes an incident up as a case about one person.

    Raises `NotAllowed`, `NotEmployedThen`, `IncidentIsClosed`, `FormBelongsToAnother`, `CaseStands`
    where there is such a case that did not end without effect.
    """
    check_can_open_case(actor, subject, incident)
    if stood_on(subject, timezone.localdate(incident.happened_at)) is None:
        raise NotEmployedThen
    with transaction.atomic(durable=True):
        incident = locked_incident(incident)
        locked_people(pks=[subject.pk])
        if form_id is not None and (sent := _sent(form_id, actor, incident, subject)):
            return sent
        check_can_take_up(actor, incident)
        at = at or timezone.now()
        try:
            with transaction.atomic():
                case = Case.objects.create(
                    incident=incident,
                    subject=subject,
                    opened_at=at,
                    kind=incident.kind,
                    state=START,
                    turn=OWNERS[START],
                )
        except IntegrityError:
            raise CaseStands from None
        content = Opened(incident.token, incident.kind, reason)
        pack = pack_for(subject.unit, timezone.localdate())
        if not incident.cases.exclude(pk=case.pk).exists():
            tell_reporter(incident, taken_up=True)
        append_step(case, CaseFile(()), actor, content, pack, at=at, form_id=form_id)
    return case


def _sent(form_id: UUID, actor: Employee, incident: Incident, subject: Employee) -> Case | None:
    """The case that this form opened before."""
    step = CaseStep.objects.filter(form_id=form_id).select_related("case").first()
    if step is None:
        return None
    opened = (step.actor_id, step.case.incident_id, step.case.subject_id)
    if opened != (actor.pk, incident.pk, subject.pk):
        raise FormBelongsToAnother
    return step.case
