"""Who may do what with cases. `check_can_x` raises `NotAllowed`, `can_x` answers; when a step is
possible, the gates say (`policies.gates`)."""

from conduct_records.models import Case, Incident, Notice
from conduct_records.queries.cases.concerned import is_concerned
from conduct_records.queries.cases.reserve import LEADS_CASES
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.procedure import RIGHT_OF, SEAT_OF, Office, Seat
from conduct_records.rules.cases.telling import is_open_to_subject
from lms.people.errors import NotAllowed
from lms.people.models import Employee, Unit
from lms.people.policies import check_can_attest, check_may, manages, may
from lms.people.rules.attestation import Proof

SEE_CASES = "conduct_records.view_case"
HANDLE_CASES = "conduct_records.change_case"
OVERRIDE = LEADS_CASES
SEE_PACKS = "conduct_records.view_rulepack"
ADD_PACK = "conduct_records.add_rulepack"
OFFICES = {seat: office for office, seat in SEAT_OF.items()}


def has_right(actor: Employee, seat: Seat, subject: Employee) -> bool:
    """Whether somebody may be appointed to a seat in a case about the subject."""
    return may(actor, RIGHT_OF[seat], subject)


def offices_held(actor: Employee, case: Case, file: CaseFile) -> frozenset[Office]:
    """In which capacities somebody may act in a case."""
    if actor.is_system:
        return frozenset({Office.CALENDAR})
    held = {
        OFFICES[seat]
        for seat, token in file.seats.items()
        if token == actor.token and has_right(actor, seat, case.subject)
    }
    if may(actor, HANDLE_CASES, case.subject):
        held.add(Office.HR)
    if may(actor, OVERRIDE, case.subject):
        held.add(Office.DIRECTOR)
    if held:
        held.add(Office.INVOLVED)
    if actor == case.subject:
        held.add(Office.SUBJECT)
    return frozenset(held)


def can_see_cases(actor: Employee) -> bool:
    """The desk's inbox: HR, and whoever may be appointed."""
    return any(may(actor, right) for right in (SEE_CASES, *RIGHT_OF.values()))


def check_can_see_cases(actor: Employee) -> None:
    if not can_see_cases(actor):
        raise NotAllowed


def can_see_case(actor: Employee, case: Case, file: CaseFile) -> bool:
    """At the desk: HR of the person's unit, and who holds a seat; not the person themselves, nor
    whoever else the incident is about, nobody below one of these, nobody who declared an
    interest."""
    if actor == case.subject or actor.token in file.recused or manages(case.subject, actor):
        return False
    holds_seat = offices_held(actor, case, file) & frozenset(OFFICES.values())
    if not holds_seat and not may(actor, SEE_CASES, case.subject):
        return False
    return not is_concerned(actor, case.incident_id)


def can_read_own_case(actor: Employee, case: Case, file: CaseFile) -> bool:
    """The person it is about, once they were told."""
    return actor == case.subject and is_open_to_subject(file)


def check_can_answer(actor: Employee, case: Case, proof: Proof) -> None:
    """Sign, state and appeal: the person it is about, by themselves or attended; what they signed
    on paper, HR enters.

    Raises `NotAllowed`, `SignatureMissing`.
    """
    check_can_attest(actor, case.subject, proof, paper=HANDLE_CASES)


def can_read_notice(actor: Employee, notice: Notice, file: CaseFile) -> bool:
    """The person it is addressed to, and who sees the case at the desk."""
    case = notice.case
    return can_read_own_case(actor, case, file) or can_see_case(actor, case, file)


def check_can_open_case(actor: Employee, subject: Employee, incident: Incident) -> None:
    """HR, for people of their units; not for themselves, nor for those they work under, nor where
    the incident is about one of these as well."""
    check_may(actor, HANDLE_CASES, subject)
    if actor == subject or manages(subject, actor) or is_concerned(actor, incident.pk):
        raise NotAllowed


def can_see_packs(actor: Employee) -> bool:
    """Who works with cases, too: their time limits come from there."""
    return may(actor, SEE_PACKS) or may(actor, HANDLE_CASES)


def check_can_see_packs(actor: Employee) -> None:
    if not can_see_packs(actor):
        raise NotAllowed


def check_can_add_pack(actor: Employee, unit: Unit | None = None) -> None:
    """For the unit and all below it; without one, whether for any."""
    check_may(actor, ADD_PACK, unit)
