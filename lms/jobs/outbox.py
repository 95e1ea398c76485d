"""Follow-up work is written down in the transaction that causes it.

`enqueue` stores the task as a row (django-tasks' database backend, alias `outbox`); the worker
runs it after the commit. Nothing is lost with a killed process: a committed row waits, and a
scheduled sweeper (see `lms.jobs.schedule`) derives again what a failed task left undone.
"""

from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.base import Task


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
