from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.draw_photos import photos_to_keep
from conduct_records.actions.cases.keep_evidence import keep_evidence
from conduct_records.actions.cases.locked_incident import locked_incident
from conduct_records.actions.cases.tell_of_incident import tell_hr_of_answer
from conduct_records.errors import ChannelIsClosed, FormBelongsToAnother, UnknownCode
from conduct_records.models import ReportMessage
from conduct_records.queries.cases.channel import followed_of, incident_of
from conduct_records.rules.cases.incident_evidence import added, message_written
from lms.ledger.actions.record_entries import record_entries


def answer_as_reporter(
    *, code: str, text: str, form_id: UUID, photos: Mapping[str, bytes]
) -> ReportMessage:
    """Whoever holds the code writes about their report, with photos as `drawn_photos` has them. The
    same form sent again is one message; its photos are kept once.

    Raises `UnknownCode`, `ChannelIsClosed`, `FormBelongsToAnother`.
    """
    with transaction.atomic(durable=True):
        found = incident_of(code)
        if found is None:
            raise UnknownCode
        incident = locked_incident(found)
        if first := ReportMessage.objects.filter(form_id=form_id).first():
            if first.incident_id != incident.pk or not first.is_from_reporter:
                raise FormBelongsToAnother
            return first
        if not followed_of(incident).is_open:
            raise ChannelIsClosed
        now = timezone.now()
        message = ReportMessage.objects.create(
            form_id=form_id, incident=incident, text=text, written_at=now
        )
        kept = photos_to_keep(incident, dict(photos))
        evidence = keep_evidence(None, incident, None, kept, device="", now=now)
        tell_hr_of_answer(incident)
        record_entries(message_written(message), *(added(each) for each in evidence))
    return message
