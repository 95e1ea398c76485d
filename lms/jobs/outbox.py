"""Follow-up work is written down in the transaction that causes it.

`enqueue` stores the task as a row (django-tasks' database backend, alias `outbox`); the worker
runs it after the commit. Nothing is lost with a killed process: a committed row waits, and a
scheduled sweeper (see `lms.jobs.schedule`) derives again what a failed task left undone.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lms.jobs.models import SILENT


def enqueue(task_path: str, **arguments: Any) -> None:
    """Write down that the task at `task_path` ("courses.tasks.complete_course") is to be run.

    Arguments are JSON values. The task is named, not imported, because actions lie below tasks.
    Raises `TransactionManagementError` outside a transaction: work that follows a change must be
    written together with it.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            f"{task_path} was enqueued outside the transaction that causes it"
        )
    task: Task = import_string(task_path)
    task.using(backend="outbox").enqueue(**arguments)


def is_under_way(task_path: str, **arguments: Any) -> bool:
    """Whether the task waits with these arguments or is being run. One that has been running for
    longer than `SILENT` has lost its worker and does not count."""
    since = timezone.now() - SILENT
    is_alive = Q(status=TaskResultStatus.READY) | Q(
        status=TaskResultStatus.RUNNING, started_at__gte=since
    )
    found = DBTaskResult.objects.filter(is_alive, task_path=task_path, backend_name="outbox")
    waiting = found.values_list("args_kwargs", flat=True)
    return any(each["kwargs"] == arguments for each in waiting)


def forget_finished(*, but: str = "") -> None:
    """Delete what tells of work that is over, arguments and error messages included; of one task
    that which failed stays, for whoever derives it again."""
    finished = DBTaskResult.objects.finished().filter(backend_name="outbox")
    finished.exclude(task_path=but, status=TaskResultStatus.FAILED).delete()


def take_up_again(task_path: str) -> int:
    """Have done once more what failed, or lost its worker; how many there were."""
    lost = Q(status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - SILENT)
    found = DBTaskResult.objects.filter(
        Q(status=TaskResultStatus.FAILED) | lost, task_path=task_path, backend_name="outbox"
    )
    with transaction.atomic():
        tasks = list(found.select_for_update())
        for each in tasks:
            enqueue(task_path, **each.args_kwargs["kwargs"])
        found.filter(pk__in=[each.pk for each in tasks]).delete()
    return len(tasks)
