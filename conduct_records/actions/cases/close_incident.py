from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.locked_incident import locked_incident
from conduct_records.actions.cases.tell_of_incident import tell_reporter
from conduct_records.errors import IncidentIsClosed
from conduct_records.models import Incident, IncidentClosing
from conduct_records.policies.incidents import check_can_close_incident
from conduct_records.rules.cases.incident_evidence import closed
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


def close_incident(*, actor: Employee, incident: Incident, reason: str) -> IncidentClosing:
    """HR sets an incident aside without a case about anybody.

    Raises `NotAllowed`, `IncidentIsClosed` for what was set aside or taken up already.
    """
    with transaction.atomic(durable=True):
        incident = locked_incident(incident)
        check_can_close_incident(actor, incident)
        if hasattr(incident, "closing") or incident.cases.exists():
            raise IncidentIsClosed
        closing = IncidentClosing.objects.create(
            incident=incident, reason=reason, closed_by=actor, closed_at=timezone.now()
        )
        tell_reporter(incident, taken_up=False)
        record_entries(closed(closing))
    return closing
