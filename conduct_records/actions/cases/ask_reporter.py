from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.locked_incident import locked_incident
from conduct_records.errors import ChannelIsClosed, FormBelongsToAnother, NobodyToAsk
from conduct_records.models import Incident, ReportMessage
from conduct_records.policies.channel import check_can_ask_reporter
from conduct_records.queries.cases.channel import followed_of, has_code
from conduct_records.rules.cases.incident_evidence import message_written
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


def ask_reporter(*, actor: Employee, incident: Incident, text: str, form_id: UUID) -> ReportMessage:
    """HR writes to somebody who reported without their name, who reads it when they come back with
    their code. The same form sent again is one message.

    Raises `NotAllowed`, `NobodyToAsk`, `ChannelIsClosed`, `FormBelongsToAnother`.
    """
    with transaction.atomic(durable=True):
        incident = locked_incident(incident)
        check_can_ask_reporter(actor, incident)
        if first := ReportMessage.objects.filter(form_id=form_id).first():
            if (first.incident_id, first.written_by_id) != (incident.pk, actor.pk):
                raise FormBelongsToAnother
            return first
        if not has_code(incident):
            raise NobodyToAsk
        if not followed_of(incident).is_open:
            raise ChannelIsClosed
        message = ReportMessage.objects.create(
            form_id=form_id,
            incident=incident,
            text=text,
            written_by=actor,
            written_at=timezone.now(),
        )
        record_entries(message_written(message))
    return message
