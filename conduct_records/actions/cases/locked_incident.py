from conduct_records.models import Incident
from lms.people.models import Unit


def locked_incident(incident: Incident) -> Incident:
    """As nobody else takes it up or sets it aside until the transaction ends. Rows of evidence
    cannot be locked by an account that may not change them: the unit stands for its incidents."""
    Unit.objects.select_for_update(no_key=True).get(pk=incident.unit_id)
    return Incident.objects.select_related("closing").get(pk=incident.pk)
