from django.db import transaction

from assessments.models import Quiz
from assessments.policies.statistics import check_can_see_statistics
from lms.jobs.outbox import enqueue, is_under_way
from lms.people.models import Employee

TASK = "assessments.tasks.make_statistics"


def ask_for_statistics(*, actor: Employee, quiz: Quiz, attempts: str) -> None:
    """Have the worker work out the statistics, unless it is about to. Raises
    `lms.people.errors.NotAllowed`."""
    check_can_see_statistics(actor)
    asked = {"quiz_id": quiz.pk, "attempts": str(attempts)}
    with transaction.atomic(durable=True):
        if not is_under_way(TASK, **asked):
            enqueue(TASK, **asked)
