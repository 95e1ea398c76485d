"""What other packages may follow. Receivers run inside the action's transaction."""

from django.dispatch import Signal

# Sent by `actions.hire_employee` with `employee` and `actor` once the employee's row stands. A
# receiver that raises undoes the hiring, so receivers enqueue what may fail.
employee_hired = Signal()
