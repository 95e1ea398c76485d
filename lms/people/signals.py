"""What other packages may follow. Receivers run inside the action's transaction."""

from django.dispatch import Signal

# Sent with `employees` (a list, one or thousands) and `actor` once the rows of people who were
# hired, or taken back, stand. A receiver that raises undoes the hiring, so receivers enqueue what
# may fail; their number of queries must not grow with the number of people.
employees_hired = Signal()
