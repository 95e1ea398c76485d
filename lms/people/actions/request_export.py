from django.db import transaction

from lms.jobs.outbox import enqueue
from lms.people.actions.look_at import look_at
from lms.people.errors import ExportUnderWay
from lms.people.models import Employee, PersonalExport
from lms.people.policies import check_can_export
from lms.people.rules.sights import Sight

TASK = "lms.people.tasks.export_person"


def request_export(*, actor: Employee, employee: Employee, sight: Sight) -> PersonalExport:
    """Have the worker gather all that is kept about somebody: for themselves, or for whoever may
    answer their request, whose look at it is noted. Raises `NotAllowed`, `ExportUnderWay`."""
    check_can_export(actor, employee)
    with transaction.atomic(durable=True):
        Employee.objects.select_for_update(no_key=True).get(pk=actor.pk)
        made = PersonalExport.objects.filter(owner=actor, employee=employee)
        if made.exclude(state__in=PersonalExport.OVER).exists():
            raise ExportUnderWay
        export = PersonalExport.objects.create(owner=actor, employee=employee)
        look_at(actor=actor, tokens=[employee.token], sight=sight)
        enqueue(TASK, export_id=str(export.pk))
    return export
