"""Reports without a name about human resources or the management of a site: HR of the units does
not see them, only who leads all cases of the company."""

from conduct_records.models import Incident
from conduct_records.queries.cases.channel import company_unit
from conduct_records.queries.cases.owners import grants_carrying, reaching
from lms.people.models import Employee
from lms.people.queries import reach

# What an HR director has and an HR officer has not.
LEADS_CASES = "conduct_records.override_gate"


def reaches_company(employee: Employee, permission: str = LEADS_CASES) -> bool:
    """Whether somebody may do this in the whole company, and not in a part of it."""
    return any(path.count("/") == 1 for path in reach(employee, permission))


def holders_over(incident: Incident, permission: str) -> list[Employee]:
    """Who may do this with an incident; of a reserved one, who may in the whole company."""
    unit = company_unit() if incident.is_reserved else incident.unit
    return reaching(grants_carrying(permission), unit)


def somebody_reads_reserved() -> bool:
    """One query."""
    return any(grant.unit.parent_id is None for grant in grants_carrying(LEADS_CASES))
