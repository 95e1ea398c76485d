"""Who may write to somebody who reported without their name, and read what they answer."""

from conduct_records.models import Incident
from conduct_records.policies.incidents import can_close_incident
from conduct_records.queries.cases.owners import recused_from_incident
from lms.people.errors import NotAllowed
from lms.people.models import Employee


def can_ask_reporter(actor: Employee, incident: Incident) -> bool:
    """HR of the unit, as who may set the report aside; nobody who is concerned by one of its cases,
    works under the person, or declared an interest."""
    if not can_close_incident(actor, incident):
        return False
    return actor.pk not in recused_from_incident(incident)


def check_can_ask_reporter(actor: Employee, incident: Incident) -> None:
    """Raises `NotAllowed`."""
    if not can_ask_reporter(actor, incident):
        raise NotAllowed
