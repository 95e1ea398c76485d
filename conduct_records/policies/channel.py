"""Who may write to somebody who reported without their name, and read what they answer."""

from conduct_records.models import Incident
from conduct_records.policies.cases import HANDLE_CASES
from conduct_records.policies.incidents import check_can_close_incident
from conduct_records.queries.cases.owners import recused_from
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.policies import check_may, manages


def check_can_ask_reporter(actor: Employee, incident: Incident) -> None:
    """HR of the unit, as who may set the report aside; nobody who is concerned by one of its cases,
    works under the person, or declared an interest. Raises `NotAllowed`."""
    check_may(actor, HANDLE_CASES, incident)
    check_can_close_incident(actor, incident)
    cases = list(incident.cases.select_related("subject__unit", "subject__post"))
    recused = set().union(*recused_from(cases).values())
    if actor.pk in recused or any(manages(case.subject, actor) for case in cases):
        raise NotAllowed


def can_ask_reporter(actor: Employee, incident: Incident) -> bool:
    try:
        check_can_ask_reporter(actor, incident)
    except NotAllowed:
        return False
    return True
