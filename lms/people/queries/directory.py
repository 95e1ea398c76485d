"""Who stands behind the tokens by which the ledger names people."""

from collections.abc import Collection

from lms.people.models import Employee
from lms.people.models.employee import normalised_staff_number
from lms.people.queries import employees_reached


def names_of(tokens: Collection[str]) -> dict[str, str]:
    """By token, the names as the reader reads them; unknown tokens are left out. One query."""
    found = Employee.objects.filter(token__in=tokens).only("token", "name", "latin_name")
    return {employee.token: employee.localised_name for employee in found}


def token_of(staff_number: str) -> str | None:
    number = normalised_staff_number(staff_number)
    found = Employee.objects.filter(staff_number=number)
    return found.values_list("token", flat=True).first()


def out_of_reach(reader: Employee, tokens: Collection[str], permission: str) -> set[str]:
    """Those of the tokens whose people stand outside the units on which the reader's roles carry
    the permission. The reader and accounts without a unit are not among them."""
    known = Employee.objects.filter(token__in=tokens, unit__isnull=False).exclude(pk=reader.pk)
    reached = employees_reached(reader, permission).order_by()
    return set(known.exclude(pk__in=reached.values("pk")).values_list("token", flat=True))
