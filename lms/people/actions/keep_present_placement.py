from datetime import date

from lms.people.models import Employee
from lms.people.rules.periods import at


def keep_present_placement(employee: Employee, today: date) -> bool:
    """`Employee.unit` and `Employee.post` are those of the placement that counts today; answers
    whether they were others. A step of the actions that move people, in their transaction."""
    placements = list(employee.placements.all())
    index = at([placement.period for placement in placements], today)
    if index is None:
        return False
    present = placements[index]
    if (employee.unit_id, employee.post_id) == (present.unit_id, present.post_id):
        return False
    employee.unit_id, employee.post_id = present.unit_id, present.post_id
    employee.save(update_fields=["unit", "post"])
    return True
