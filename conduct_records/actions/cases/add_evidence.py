from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.keep_evidence import HandedIn, keep_evidence
from conduct_records.actions.cases.locked_incident import locked_incident
from conduct_records.models import Case, Evidence, Incident
from conduct_records.policies.incidents import check_can_add_evidence
from conduct_records.rules.cases.incident_evidence import added
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee


def add_evidence(
    *,
    actor: Employee,
    incident: Incident,
    case: Case | None = None,
    files: Sequence[HandedIn],
    device: str = "",
) -> list[Evidence]:
    """Put files to an incident, or to one of its cases alone.

    Raises what `policies.incidents.check_can_add_evidence` and `keep_evidence` raise.
    """
    with transaction.atomic(durable=True):
        evidence = evidence_added(actor, incident, case, files, device=device)
        record_entries(*(added(each) for each in evidence))
    return evidence


def evidence_added(
    actor: Employee,
    incident: Incident,
    case: Case | None,
    files: Sequence[HandedIn],
    *,
    device: str = "",
) -> list[Evidence]:
    """The same as a part of another action, which records the entries (`added` of each)."""
    assert case is None or case.incident_id == incident.pk
    incident = locked_incident(incident)
    check_can_add_evidence(actor, incident, case)
    return keep_evidence(actor, incident, case, files, device=device, now=timezone.now())
