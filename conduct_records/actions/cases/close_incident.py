from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.locked_incident import locked_incident
from conduct_records.actions.cases.tell_of_incident import tell_reporter, tell_second_pair
from conduct_records.enums import Source
from conduct_records.errors import IncidentIsClosed, NobodyToAsk
from conduct_records.models import Incident, IncidentClosing, ReportMessage
from conduct_records.policies.incidents import check_can_close_incident
from conduct_records.queries.cases.channel import has_code
from conduct_records.rules.cases.incident_evidence import closed, message_written
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


def close_incident(
    *, actor: Employee, incident: Incident, reason: str, last_word: str = ""
) -> IncidentClosing:
    """HR sets an incident aside without a case about anybody. `last_word` is for whoever reported
    it without their name: they read it with their code. Of such a report the HR director and the
    auditors learn, and the director may take it up all the same.

    Raises `NotAllowed`, `IncidentIsClosed` for what was set aside or taken up already,
    `NobodyToAsk`.
    """
    with transaction.atomic(durable=True):
        incident = locked_incident(incident)
        check_can_close_incident(actor, incident)
        is_erased = incident.erased_at is not None
        if hasattr(incident, "closing") or incident.cases.exists() or is_erased:
            raise IncidentIsClosed
        now = timezone.now()
        word = _last_word(actor, incident, last_word, now) if last_word else None
        closing = IncidentClosing.objects.create(
            incident=incident, reason=reason, closed_by=actor, closed_at=now
        )
        tell_reporter(incident, taken_up=False)
        if incident.source == Source.ANONYMOUS:
            tell_second_pair(incident, actor)
        record_entries(*([message_written(word)] if word else []), closed(closing))
    return closing


def _last_word(actor: Employee, incident: Incident, text: str, now: datetime) -> ReportMessage:
    if not has_code(incident):
        raise NobodyToAsk
    return ReportMessage.objects.create(
        form_id=uuid4(), incident=incident, text=text, written_by=actor, written_at=now
    )
