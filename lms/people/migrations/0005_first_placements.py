from django.db import migrations
from django.utils import timezone

from lms.people.rules.name_keys import search_key, sort_key

BATCH = 500


def fill(apps, schema_editor):
    """Everybody who stands somewhere has stood there since they were hired, as far as we know."""
    employees = apps.get_model("people", "Employee").objects.using(schema_editor.connection.alias)
    _keep_name_keys(employees)
    placed = employees.filter(unit__isnull=False)
    if not placed.exists():
        return
    system, __ = employees.get_or_create(
        staff_number="SYSTEM",
        defaults={
            "name": "系统",
            "latin_name": "System",
            "is_active": False,
            "sort_key": sort_key("系统"),
            "search_key": search_key("系统", "System"),
        },
    )
    today = timezone.localdate()
    for model_name, more in (("Employment", ()), ("Placement", ("unit_id", "post_id"))):
        model = apps.get_model("people", model_name)
        model.objects.using(schema_editor.connection.alias).bulk_create(
            (
                model(
                    employee=employee,
                    from_on=employee.hired_on or today,
                    noted_by=system,
                    noted_at=timezone.now(),
                    **{field: getattr(employee, field) for field in more},
                )
                for employee in placed.iterator(BATCH)
            ),
            batch_size=BATCH,
        )
    # Everybody who stands somewhere was hired on some day.
    placed.filter(hired_on__isnull=True).update(hired_on=today)


def _keep_name_keys(employees):
    changed = []
    for employee in employees.iterator(BATCH):
        employee.sort_key = sort_key(employee.name)
        employee.search_key = search_key(employee.name, employee.latin_name)
        changed.append(employee)
    employees.bulk_update(changed, ["sort_key", "search_key"], batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [("people", "0004_placements")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
