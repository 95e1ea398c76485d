"""Whose staff somebody is. Keys are the values of `enums.EmploymentKind`."""

from lms.people.errors import EmployerMissing, EmployerNotWanted

# They name their employer: the agency or the contractor.
EMPLOYED_BY_OTHERS = ("dispatched", "outsourced")


def needs_employer(kind: str) -> bool:
    return kind in EMPLOYED_BY_OTHERS


def check_employer(kind: str, employer: str) -> None:
    """Those of others name their employer, one's own staff have none. Raises `EmployerMissing`,
    `EmployerNotWanted`."""
    if needs_employer(kind) and not employer.strip():
        raise EmployerMissing
    if not needs_employer(kind) and employer.strip():
        raise EmployerNotWanted
