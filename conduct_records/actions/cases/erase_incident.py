from django.db.models import Q
from django.utils import timezone

from conduct_records.actions.cases.erase_evidence import erase_evidence
from conduct_records.models import (
    IdentityAnswer,
    IdentityRequest,
    Incident,
    IncidentClosing,
    ReporterCode,
    ReportMessage,
    WaitingIncident,
)
from lms.people.registries import Erased


def erase_incident(incident: Incident) -> Erased:
    """Empty an incident: what was reported about whom, with its evidence, its messages and what was
    asked about its reporter. Unit, kind and times stay, which charts count.

    In the caller's transaction and inside `lms.ledger.actions.erasing.erasing`.
    """
    files = erase_evidence(Q(incident=incident))
    WaitingIncident.objects.filter(incident=incident).delete()
    ReporterCode.objects.filter(incident=incident).delete()
    ReportMessage.objects.filter(incident=incident).redact(text="")
    IdentityAnswer.objects.filter(request__incident=incident).redact(reason="")
    IdentityRequest.objects.filter(incident=incident).redact(reason="")
    IncidentClosing.objects.filter(incident=incident).redact(reason="")
    Incident.objects.filter(pk=incident.pk).redact(
        what="", place="", reference="", person=None, device="", erased_at=timezone.now()
    )
    return Erased([incident.token] if incident.has_own_key else [], files)
