"""Who may do what with incidents and their evidence. `check_can_x` raises, `can_x` answers."""

from conduct_records.enums import Source
from conduct_records.errors import (
    CaseOpened,
    ClosedToEvidence,
    IncidentIsClosed,
    PersonOutOfReach,
    UnitOutOfReach,
)
from conduct_records.models import Case, Evidence, Incident
from conduct_records.policies.cases import (
    HANDLE_CASES,
    OVERRIDE,
    SEE_CASES,
    can_read_own_case,
    can_see_case,
)
from conduct_records.queries.cases.concerned import is_concerned
from conduct_records.queries.cases.files import case_files, file_of
from conduct_records.queries.cases.incidents import cases_of, is_about, is_set_aside
from conduct_records.queries.cases.reserve import reaches_company
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.procedure import UNDER_WAY, Seat, State
from lms.people.errors import NotAllowed
from lms.people.models import Employee, Unit
from lms.people.policies import check_may, manages, may

REPORT = "conduct_records.add_incident"
# The decision on an appeal is served, and scanned, once it is made.
OPEN_TO_EVIDENCE = (*UNDER_WAY, State.STANDING, State.OVERTURNED)
# When the person it is about hands something in, with a statement or an appeal.
OPEN_TO_SUBJECT = (State.NOTIFIED, State.HEARD, State.SERVED, State.APPEALED)


def check_can_report(actor: Employee, unit: Unit, person: Employee | None) -> None:
    """In the actor's own units, about people of these; everybody about themselves.

    Raises `NotAllowed`, `UnitOutOfReach`, `PersonOutOfReach`.
    """
    check_may(actor, REPORT)
    if not may(actor, REPORT, unit):
        raise UnitOutOfReach
    if person is not None and person != actor and not may(actor, REPORT, person):
        raise PersonOutOfReach


def is_reserved_from(actor: Employee, incident: Incident) -> bool:
    """A report about human resources is for who leads all cases of the company."""
    return incident.is_reserved and not (actor.is_system or reaches_company(actor))


def check_can_take_up(actor: Employee, incident: Incident) -> None:
    """What waits, or has become a case already; see also `check_can_open_case`, about whom.

    Raises `NotAllowed`, `IncidentIsClosed`.
    """
    if is_reserved_from(actor, incident):
        raise NotAllowed
    if incident.erased_at is not None:
        raise IncidentIsClosed
    if is_set_aside(incident) and not can_take_up_all_the_same(actor, incident):
        raise IncidentIsClosed


def can_take_up_all_the_same(actor: Employee, incident: Incident) -> bool:
    """What was reported without a name has nobody who would ask why it was set aside: the HR
    director may take it up."""
    is_anonymous = incident.source == Source.ANONYMOUS
    return is_anonymous and may(actor, OVERRIDE, incident) and not is_reserved_from(actor, incident)


def can_close_incident(actor: Employee, incident: Incident) -> bool:
    """HR of the unit; not of what they reported themselves, nor of what is about them or about
    somebody they work under."""
    is_kept_out = actor == incident.reported_by or is_reserved_from(actor, incident)
    is_hr = may(actor, HANDLE_CASES, incident)
    return is_hr and not is_kept_out and not is_concerned(actor, incident.pk)


def check_can_close_incident(actor: Employee, incident: Incident) -> None:
    if not can_close_incident(actor, incident):
        raise NotAllowed


def can_see_evidence(actor: Employee, evidence: Evidence) -> bool:
    """Who handed it in with a report, HR of the unit, who sits in one of its cases; and the person
    it is about, once they were told, whatever else they are."""
    incident = evidence.incident
    if evidence.case is None and actor == evidence.added_by:
        return True
    cases = [evidence.case] if evidence.case else cases_of(incident)
    found = case_files(cases)
    if is_about(actor, incident):
        return any(can_read_own_case(actor, case, file) for case, file in found)
    if any(can_see_case(actor, case, file) for case, file in found):
        return True
    return not cases and _may_look_after(actor, incident)


def can_save_original(actor: Employee, evidence: Evidence) -> bool:
    """Of what they may look at. The person it is about has the copy that was drawn anew, and none
    where none can be made: an original may tell whose device took it."""
    if not can_see_evidence(actor, evidence):
        return False
    return actor == evidence.added_by or not is_about(actor, evidence.incident)


def _may_look_after(actor: Employee, incident: Incident) -> bool:
    """HR of an incident that nobody took up yet."""
    person = incident.person
    if is_reserved_from(actor, incident) or (person and manages(person, actor)):
        return False
    return may(actor, SEE_CASES, incident)


def check_can_add_evidence(actor: Employee, incident: Incident, case: Case | None) -> None:
    """To a report: its reporter, until HR takes it up or sets it aside, and HR. To a case: its
    investigator, HR, and the person with a statement or an appeal.

    Raises `ClosedToEvidence`, `CaseOpened`, `NotAllowed`.
    """
    if (case or incident).erased_at is not None:
        raise ClosedToEvidence
    if case is not None:
        if not can_add_to_case(actor, case, file_of(case)):
            raise NotAllowed
        return
    if is_set_aside(incident):
        raise ClosedToEvidence
    if actor == incident.reported_by:
        if incident.cases.exists():
            raise CaseOpened
    elif is_about(actor, incident) or not _may_look_after(actor, incident):
        raise NotAllowed


def can_add_to_case(actor: Employee, case: Case, file: CaseFile) -> bool:
    """Its investigator, HR, and the person while a statement or an appeal is open to them."""
    if actor == case.subject:
        return file.state in OPEN_TO_SUBJECT
    if file.state not in OPEN_TO_EVIDENCE or not can_see_case(actor, case, file):
        return False
    is_investigator = file.seats.get(Seat.INVESTIGATOR) == actor.token
    return is_investigator or may(actor, HANDLE_CASES, case.subject)
