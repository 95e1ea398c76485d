from collections.abc import Collection

from lms.ledger.errors import ReasonMissing
from lms.people.errors import ReasonNames
from lms.people.models import Employee
from lms.people.queries.names import is_named_in


def check_reason(reason: str, tokens: Collection[str]) -> None:
    """For an erasure, whose reason is kept for good: it is given, and names nobody of these. A step
    of `erase_person` and `erase_record`. Raises `ReasonMissing`, `ReasonNames`."""
    if not reason.strip():
        raise ReasonMissing
    for employee in Employee.objects.filter(token__in=tokens):
        if is_named_in(reason, employee):
            raise ReasonNames
