"""Tasks that run again and again. Packages add theirs in `apps.ready`."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Recurring:
    """A task by its dotted path and the time between two runs."""

    task_path: str
    every: timedelta


_recurring: dict[str, Recurring] = {}


def run_every(task_path: str, *, every: timedelta) -> None:
    """Have the worker run the task (no arguments, idempotent) at this interval."""
    _recurring[task_path] = Recurring(task_path, every)


def recurring() -> tuple[Recurring, ...]:
    return tuple(_recurring.values())


def due(last_runs: dict[str, datetime], now: datetime) -> list[Recurring]:
    """The tasks whose interval has passed since their last run, or which never ran."""
    return [
        task
        for task in recurring()
        if task.task_path not in last_runs or now - last_runs[task.task_path] >= task.every
    ]
