from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.keep_evidence import HandedIn, keep_evidence
from conduct_records.actions.cases.tell_of_incident import tell_hr
from conduct_records.enums import IncidentKind, Source
from conduct_records.errors import SentBySomebodyElse, UnknownRule
from conduct_records.models import Incident
from conduct_records.policies.incidents import check_can_report
from conduct_records.queries.versions import in_force_on
from conduct_records.rules.cases.incident_evidence import added, reported
from conduct_records.rules.cases.incidents import check_employed, check_source, check_times
from lms.ledger.actions.record_entries import record_entries
from lms.people.actions.lock_people import locked_people
from lms.people.models import Employee, Unit
from lms.people.rules.devices import settled


@dataclass(frozen=True)
class Report:
    """What somebody reports. `form_id` is made when the form is begun; without `known_at` it
    became known now."""

    form_id: UUID
    what: str
    place: str
    unit: Unit
    happened_at: datetime
    source: Source
    kind: IncidentKind = IncidentKind.VIOLATION
    known_at: datetime | None = None
    person: Employee | None = None
    rule_code: str = ""
    reference: str = ""


def report_incident(
    *, actor: Employee, report: Report, files: Sequence[HandedIn] = (), device: str = ""
) -> Incident:
    """Keep what was reported, with its files, and record it. The same form sent again is the
    incident it was the first time, whatever else it says now.

    Raises `NotAllowed`, `UnitOutOfReach`, `PersonOutOfReach`, `PersonErased`, what
    `rules.cases.incidents` refuses, `UnknownRule`, `SentBySomebodyElse`, and what `keep_evidence`
    raises.
    """
    with transaction.atomic(durable=True):
        # Two sendings of one form wait for each other here.
        named = {report.person.pk} if report.person else set()
        people = {each.pk: each for each in locked_people(pks={actor.pk} | named)}
        actor = people[actor.pk]
        if first := Incident.objects.filter(form_id=report.form_id).first():
            if first.reported_by_id != actor.pk:
                raise SentBySomebodyElse
            return first
        now = timezone.now()
        if report.person is not None:
            report = replace(report, person=people[report.person.pk])
        incident = _incident(actor, report, now)
        incident.device = device
        incident.save()
        evidence = keep_evidence(actor, incident, None, files, device=device, now=now)
        tell_hr(incident)
        record_entries(reported(incident), *(added(each) for each in evidence))
    return incident


def _incident(actor: Employee, report: Report, now: datetime) -> Incident:
    """Checked and not saved yet."""
    person = report.person
    if report.source == Source.SELF and person is None:
        person = actor
    check_can_report(actor, report.unit, person)
    happened_at = settled(report.happened_at, now)
    known_at = settled(report.known_at or now, now)
    check_times(happened_at, known_at, now)
    check_source(
        report.source,
        report.reference,
        is_reporter=person == actor,
        names_somebody=person is not None,
    )
    if person is not None:
        check_employed(person.hired_on, person.left_on, timezone.localdate(happened_at))
    _check_rule(report.rule_code, happened_at)
    return Incident(
        form_id=report.form_id,
        kind=report.kind,
        what=report.what,
        place=report.place,
        unit=report.unit,
        person=person,
        rule_code=report.rule_code,
        happened_at=happened_at,
        known_at=known_at,
        source=report.source,
        reference=report.reference,
        reported_by=actor,
        reported_at=now,
    )


def _check_rule(code: str, happened_at: datetime) -> None:
    if not code:
        return
    version = in_force_on(timezone.localdate(happened_at))
    if version is None or version.codebook.rule(code) is None:
        raise UnknownRule
