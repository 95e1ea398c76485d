from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.locked_incident import locked_incident
from conduct_records.models import Incident, ReportMessage
from conduct_records.policies.channel import check_can_ask_reporter
from conduct_records.queries.cases.channel import has_waiting_answer
from conduct_records.rules.cases.incident_evidence import message_written
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


def note_answer(*, actor: Employee, incident: Incident) -> ReportMessage | None:
    """HR has read what an anonymous reporter wrote and asks nothing: a message without words, so
    that the reporter learns it and the answer waits no longer. None where no answer waits.

    Raises `NotAllowed`.
    """
    with transaction.atomic(durable=True):
        incident = locked_incident(incident)
        check_can_ask_reporter(actor, incident)
        if not has_waiting_answer(incident):
            return None
        message = ReportMessage.objects.create(
            form_id=uuid4(), incident=incident, written_by=actor, written_at=timezone.now()
        )
        record_entries(message_written(message))
    return message
