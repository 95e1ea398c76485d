from django.conf import settings
from django.db import transaction

from lms.people.enums import Scheme
from lms.people.errors import UnknownLanguage
from lms.people.models import Employee


def set_preferences(
    *, actor: Employee, language: str | None = None, scheme: Scheme | None = None
) -> Employee:
    """The actor's own language and light or dark; what is not given stays. Raises
    `UnknownLanguage`."""
    if language is not None and language not in dict(settings.LANGUAGES):
        raise UnknownLanguage
    given = {"language": language, "scheme": scheme}
    values = {field: value for field, value in given.items() if value is not None}
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=actor.pk)
        for field, value in values.items():
            setattr(employee, field, value)
        if values:
            employee.save(update_fields=list(values))
    return employee
