"""Who may know who reported an incident and who witnessed it. `check_can_x` raises, `can_x`
answers."""

from django.utils import timezone

from conduct_records.models import IdentityRequest, Incident
from conduct_records.policies.cases import SEE_CASES, can_see_case
from conduct_records.queries.cases.files import case_files
from conduct_records.queries.cases.identities import granted_to, requests_for
from conduct_records.queries.cases.incidents import cases_of
from conduct_records.queries.cases.seen import incidents_seen
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.policies import may

ASK = "conduct_records.view_identity"
APPROVE = "conduct_records.approve_identity"


def identities_open_to(actor: Employee, incident: Incident) -> bool:
    """Whether a second person has opened them to the actor, and that still holds."""
    return may(actor, ASK) and granted_to(actor, incident, timezone.now()) is not None


def can_ask_identity(actor: Employee, incident: Incident) -> bool:
    """Whoever handles it or sits in one of its cases, as far as they see it and it is kept."""
    if incident.erased_at is not None or not may(actor, ASK):
        return False
    if may(actor, SEE_CASES) and incidents_seen(actor, SEE_CASES).filter(pk=incident.pk).exists():
        return True
    return any(can_see_case(actor, case, file) for case, file in case_files(cases_of(incident)))


def check_can_ask_identity(actor: Employee, incident: Incident) -> None:
    if not can_ask_identity(actor, incident):
        raise NotAllowed


def can_answer_identities(actor: Employee) -> bool:
    """Whether somebody is the second person for anybody."""
    return may(actor, APPROVE)


def check_can_answer_identities(actor: Employee) -> None:
    if not can_answer_identities(actor):
        raise NotAllowed


def check_can_answer_identity(actor: Employee, request: IdentityRequest) -> None:
    """A second person over the incident's unit or the person's: neither who asks, nor who reported
    it, nor whom it is about or who works under them."""
    check_can_answer_identities(actor)
    if not requests_for(actor, APPROVE).filter(pk=request.pk).exists():
        raise NotAllowed
