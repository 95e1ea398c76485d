"""What higher floors register here, in their `apps.ready`."""

_after_overturning: list[str] = []


def after_overturning(task_path: str) -> None:
    """Have the task run, with the token of the case as `case`, when an appeal is upheld; it may run
    twice."""
    if task_path not in _after_overturning:
        _after_overturning.append(task_path)


def tasks_after_overturning() -> tuple[str, ...]:
    return tuple(_after_overturning)
