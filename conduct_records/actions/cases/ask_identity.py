from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.locked_incident import locked_incident
from conduct_records.actions.cases.tell_of_identities import tell_approvers
from conduct_records.errors import FormBelongsToAnother, IdentitiesAreOpen, RequestWaits
from conduct_records.models import IdentityRequest, Incident
from conduct_records.policies.identities import check_can_ask_identity
from conduct_records.queries.cases.identities import granted_to, waiting_request
from conduct_records.rules.cases.incident_evidence import identity_asked
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


def ask_identity(
    *, actor: Employee, incident: Incident, reason: str, form_id: UUID
) -> IdentityRequest:
    """Ask to learn who reported an incident and who witnessed it; the second persons are told. A
    form that is sent twice is one request.

    Raises `NotAllowed`, `RequestWaits`, `IdentitiesAreOpen`, `FormBelongsToAnother`.
    """
    with transaction.atomic(durable=True):
        incident = locked_incident(incident)
        if sent := IdentityRequest.objects.filter(form_id=form_id).first():
            if (sent.asked_by_id, sent.incident_id) != (actor.pk, incident.pk):
                raise FormBelongsToAnother
            return sent
        check_can_ask_identity(actor, incident)
        now = timezone.now()
        if waiting_request(actor, incident) is not None:
            raise RequestWaits
        if granted_to(actor, incident, now) is not None:
            raise IdentitiesAreOpen
        request = IdentityRequest.objects.create(
            form_id=form_id, incident=incident, reason=reason, asked_by=actor, asked_at=now
        )
        tell_approvers(request)
        record_entries(identity_asked(request))
    return request
