"""Everything that is kept of somebody's conduct, or one record of it."""

from collections.abc import Iterable

from django.db.models import Q

from conduct_records.actions.cases.erase_case import erase_case
from conduct_records.actions.cases.erase_incident import erase_incident
from conduct_records.models import (
    Case,
    CaseStep,
    CodebookSignature,
    Evidence,
    Incident,
    SigningRequest,
)
from conduct_records.queries.cases.retention import (
    cases_past,
    incidents_past,
    kept_cases,
    kept_incidents,
)
from conduct_records.rules.cases.erasing import is_left_alone, neutral_name, without_name
from conduct_records.rules.cases.evidence import is_under_own_key
from conduct_records.rules.cases.procedure import StepKind
from lms.people.models import Employee
from lms.people.registries import Erased
from lms.ui.erased import ERASED


def erase_conduct(employee: Employee) -> Erased:
    """The cases about somebody, the incidents that concern nobody else, their codebook signatures,
    and their name where they were interviewed.

    As all of these: in the caller's transaction and inside `lms.ledger.actions.erasing.erasing`.
    """
    cases = kept_cases().filter(subject=employee).order_by("pk")
    done = [erase_case(case, gone={employee.token}) for case in cases]
    about = Q(person=employee) | Q(cases__subject=employee)
    incidents = kept_incidents().filter(about).select_related("person").distinct()
    done += [
        erase_incident(incident)
        for incident in incidents.order_by("pk")
        if _concerns_nobody_else(incident, employee) and _can_be_emptied(incident, employee)
    ]
    done.append(_erase_signatures(employee))
    done.append(_forget_name(employee))
    _forget_devices(employee)
    return _together(done)


def erase_conduct_record(token: str) -> Erased | None:
    """One case or incident that is over, by its token, with the case its incident if that concerns
    nobody any more; None where there is none."""
    case = cases_past().filter(token=token).select_related("incident__person").first()
    if case is not None:
        done = [erase_case(case)]
        incident = case.incident
        is_kept = incident.erased_at is None and incident.has_own_key
        if is_kept and _concerns_nobody_else(incident, case.subject):
            done.append(erase_incident(incident))
        return _together(done)
    found = incidents_past().filter(token=token).first()
    return erase_incident(found) if found is not None else None


def erase_conduct_again(token: str) -> Erased | None:
    """After an older database was restored: the case or incident with this token, or whom the
    interview with it was with, and nothing else, whatever state it is in there. What went with it
    has a token of its own."""
    case = kept_cases().filter(token=token, has_own_key=True).first()
    if case is not None:
        return erase_case(case)
    incident = kept_incidents().filter(token=token, has_own_key=True).first()
    if incident is not None:
        return erase_incident(incident)
    interviews = CaseStep.objects.filter(kind=StepKind.INTERVIEWED, token=token, has_own_key=True)
    tokens = _without_names(interviews.exclude(data={}))
    return Erased(tokens) if tokens else None


def _concerns_nobody_else(incident: Incident, employee: Employee) -> bool:
    """Once their own case is erased. Whoever the report names is concerned until their case is
    erased, or they are."""
    cases = Case.objects.filter(incident=incident)
    person = incident.person
    is_gone = person is not None and (
        person == employee or person.erased_at is not None or cases.filter(subject=person).exists()
    )
    are_erased = [each.erased_at is not None for each in cases]
    return is_left_alone(are_erased, person is not None, is_gone)


def _can_be_emptied(incident: Incident, employee: Employee) -> bool:
    """Entries of reports from before they had keys of their own stand under that of the person
    named, and under the house's, which is never destroyed, where nobody was."""
    if incident.has_own_key:
        return True
    person = incident.person
    return person is not None and (person == employee or person.erased_at is not None)


def _erase_signatures(employee: Employee) -> Erased:
    """That somebody signed stays, and when; what they drew and what was scanned goes."""
    signatures = CodebookSignature.objects.filter(employee=employee)
    scanned = signatures.exclude(scan="")
    files = [row.scan for row in scanned]
    scanned.redact(scan=ERASED)
    signatures.exclude(signature="").redact(signature=ERASED)
    signatures.redact(text="", scan_hash="")
    SigningRequest.objects.filter(employee=employee).delete()
    return Erased(files=files)


def _forget_name(employee: Employee) -> Erased:
    """Where they were interviewed in other people's cases."""
    interviews = CaseStep.objects.filter(
        kind=StepKind.INTERVIEWED, data__person=employee.token
    ).exclude(data__name="")
    return Erased(_without_names(interviews))


def _without_names(interviews: Iterable[CaseStep]) -> list[str]:
    """The tokens of those that stand under keys of their own."""
    tokens = []
    for step in interviews:
        has_own_key = is_under_own_key(step)
        left = without_name(step.data, has_own_key=has_own_key)
        CaseStep.objects.filter(pk=step.pk).redact(data=left)
        tokens += [step.token] if has_own_key else []
    return tokens


def _forget_devices(employee: Employee) -> None:
    """Of what they reported of others, with which device, and how they called their files."""
    Incident.objects.filter(reported_by=employee).exclude(device="").redact(device="")
    told = Evidence.objects.filter(case=None, added_by=employee, incident__reported_by=employee)
    for row in told.exclude(file=""):
        name = neutral_name(row.kind, row.name)
        Evidence.objects.filter(pk=row.pk).redact(name=name, origin="", device="")


def _together(done: Iterable[Erased]) -> Erased:
    every = list(done)
    return Erased(
        [token for each in every for token in each.tokens],
        [file for each in every for file in each.files],
    )
