from django.utils import timezone

from lms.people.models import Employee, KeptUntil
from lms.people.policies import check_is_system
from lms.people.queries.retention import schedule, standing, to_work_out

AT_ONCE = 200


def work_out_retention(*, actor: Employee) -> int:
    """Find out until when those who left are kept, where that is not known or may have changed;
    how many these were. For the system alone."""
    check_is_system(actor)
    today, terms = timezone.localdate(), schedule()
    pks = list(to_work_out(today).values_list("pk", flat=True))
    for start in range(0, len(pks), AT_ONCE):
        found = []
        for employee in Employee.objects.filter(pk__in=pks[start : start + AT_ONCE]):
            kept = standing(employee, terms)
            found.append(
                KeptUntil(
                    employee=employee,
                    free_on=kept.free_on,
                    kept_by=kept.kept_by,
                    worked_out_on=today,
                )
            )
        KeptUntil.objects.bulk_create(
            found,
            update_conflicts=True,
            unique_fields=["employee"],
            update_fields=["free_on", "kept_by", "worked_out_on"],
        )
    return len(pks)
