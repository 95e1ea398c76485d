from django.db import transaction

from conduct_records.policies.figures import check_can_see_figures
from lms.jobs.outbox import enqueue, is_under_way
from lms.people.models import Employee

TASK = "conduct_records.tasks.tally_cases"


def ask_for_tally(*, actor: Employee) -> bool:
    """Have the worker count all cases anew; whether it was asked now. It is not while it does so
    already.

    Raises `NotAllowed` for who does not see figures.
    """
    check_can_see_figures(actor)
    with transaction.atomic(durable=True):
        if is_under_way(TASK):
            return False
        enqueue(TASK)
    return True
