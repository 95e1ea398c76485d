from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.draw_photos import photos_to_keep
from conduct_records.actions.cases.keep_evidence import keep_evidence
from conduct_records.actions.cases.tell_of_incident import tell_hr
from conduct_records.enums import Source
from conduct_records.models import Incident, ReporterCode
from conduct_records.queries.cases.channel import company_unit, incident_of
from conduct_records.rules.cases.incident_evidence import added, reported
from conduct_records.rules.cases.incidents import check_times
from conduct_records.rules.cases.reporter_codes import hash_of
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Unit


@dataclass(frozen=True)
class AnonymousReport:
    """What somebody reports without their name; `code` was drawn when the form was begun. With
    `is_reserved` it is for the HR director of the company alone."""

    code: str
    what: str
    place: str
    unit: Unit
    happened_at: datetime
    is_reserved: bool = False
    photos: Mapping[str, bytes] = field(default_factory=dict)


def report_anonymously(*, report: AnonymousReport) -> Incident:
    """Keep what was reported, with its photos as `drawn_photos` has them, and record it. There is
    no actor: that is the point of it. The same form sent again is the incident it was the first
    time, whatever else it says now.

    Raises `InTheFuture`.
    """
    with transaction.atomic(durable=True):
        # Two sendings of one form wait for each other here.
        company = company_unit() or report.unit
        Unit.objects.select_for_update(no_key=True).get(pk=company.pk)
        if first := incident_of(report.code):
            return first
        now = timezone.now()
        check_times(report.happened_at, now, now)
        incident = Incident.objects.create(
            form_id=uuid4(),
            what=report.what,
            place=report.place,
            unit=report.unit,
            happened_at=report.happened_at,
            known_at=now,
            source=Source.ANONYMOUS,
            is_reserved=report.is_reserved,
            reported_at=now,
        )
        ReporterCode.objects.create(incident=incident, code_hash=hash_of(report.code))
        photos = photos_to_keep(incident, dict(report.photos))
        evidence = keep_evidence(None, incident, None, photos, device="", now=now)
        tell_hr(incident)
        record_entries(reported(incident), *(added(each) for each in evidence))
    return incident
