"""Who may take a case out as a bundle."""

from conduct_records.errors import CaseIsErased, CaseNotClosed
from conduct_records.models import Case
from conduct_records.policies.cases import can_see_case
from conduct_records.rules.cases.bundles import is_closed
from conduct_records.rules.cases.case_file import CaseFile
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.policies import may

EXPORT = "conduct_records.export_case"


def can_export_case(actor: Employee, case: Case, file: CaseFile) -> bool:
    """Who sees the case at the desk and may take out cases about that person."""
    return may(actor, EXPORT, case.subject) and can_see_case(actor, case, file)


def check_can_export_case(actor: Employee, case: Case, file: CaseFile) -> None:
    """Raises `NotAllowed`, `CaseNotClosed`, `CaseIsErased`."""
    if not can_export_case(actor, case, file):
        raise NotAllowed
    if case.erased_at is not None or case.incident.erased_at is not None:
        raise CaseIsErased
    if not is_closed(file.state):
        raise CaseNotClosed
