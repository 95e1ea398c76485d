"""By what somebody is called, or was, in texts that others wrote."""

from wagtail.models import ModelLogEntry

from lms.people.models import Employee

# A name of one character is in too many words to look for.
SHORTEST = 2
CALLED = ("name", "latin_name", "email")


def names_known(employee: Employee) -> list[str]:
    """Staff number, names and address, also those from before they were changed."""
    names = [employee.staff_number, *(getattr(employee, field) for field in CALLED)]
    changes = ModelLogEntry.objects.for_instance(employee).filter(action="people.change")
    for data in changes.values_list("data", flat=True):
        before = data.get("before") or {}
        names += [str(before[field]) for field in CALLED if before.get(field)]
    return [name for name in dict.fromkeys(names) if len(name) >= SHORTEST]


def is_named_in(text: str, employee: Employee) -> bool:
    said = text.casefold()
    return any(name.casefold() in said for name in names_known(employee))
