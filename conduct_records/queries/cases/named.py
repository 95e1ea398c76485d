"""What of an entry of the ledger stays closed because somebody is named in it: those who reported
or witnessed the incident that it belongs to."""

from collections.abc import Callable

from django.db import models

from conduct_records.models import (
    CaseStep,
    Evidence,
    IdentityAnswer,
    IdentityRequest,
    Incident,
    IncidentClosing,
    ReportMessage,
)
from conduct_records.queries.cases.identities import interviews_of, veil_before_strangers
from conduct_records.rules.cases.closed_texts import may_name_somebody

Rows = tuple[tuple[type[models.Model], str], ...]
# Whose tokens are the cases of entries about an incident, and where the incident is found.
OF_INCIDENTS: Rows = (
    (Incident, "pk"),
    (Evidence, "incident"),
    (IncidentClosing, "incident"),
    (ReportMessage, "incident"),
    (IdentityRequest, "incident"),
    (IdentityAnswer, "request__incident"),
)
ROWS: Rows = ((CaseStep, "case__incident"), *OF_INCIDENTS)


def hidden_in(entry_type: str) -> Callable[[str], Callable[[str, str], bool] | None]:
    """Of entries of a type, given an entry's case; a few queries."""

    def hides(token: str) -> Callable[[str, str], bool] | None:
        incident = _incident_of(token)
        if incident is None:
            return None
        veil = veil_before_strangers(incident, interviews_of(incident), ())

        def is_closed(field: str, text: str) -> bool:
            is_whole = veil.lacks_names and may_name_somebody(entry_type, field)
            return is_whole or veil.names_somebody(text)

        return is_closed

    return hides


def _incident_of(token: str) -> Incident | None:
    for model, incident in ROWS:
        rows = model._default_manager.filter(token=token)
        if (found := rows.values_list(incident, flat=True).first()) is not None:
            return Incident.objects.select_related("reported_by").get(pk=found)
    return None
