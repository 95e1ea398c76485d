from lms.people.models.attestation import AttendedSession, Attestation
from lms.people.models.employee import Employee
from lms.people.models.personal_export import PersonalExport
from lms.people.models.placement import Employment, Leave, Placement, holds_on
from lms.people.models.post import Post, PostGroup
from lms.people.models.retention import KeptUntil, RetentionTerm
from lms.people.models.role_grant import RoleGrant
from lms.people.models.roster import RosterImport, RosterRow
from lms.people.models.sign_in_failure import SignInFailure
from lms.people.models.unit import Unit

__all__ = [
    "AttendedSession",
    "Attestation",
    "Employee",
    "Employment",
    "KeptUntil",
    "Leave",
    "PersonalExport",
    "Placement",
    "Post",
    "PostGroup",
    "RetentionTerm",
    "RoleGrant",
    "RosterImport",
    "RosterRow",
    "SignInFailure",
    "Unit",
    "holds_on",
]
