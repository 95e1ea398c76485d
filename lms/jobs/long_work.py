"""Moving long work on, and forgetting its result in time."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lms.files.sweeping import kept_with_row
from lms.jobs.models import KEPT, SILENT, LongWork
from lms.jobs.outbox import enqueue


@contextmanager
def under_way(work: LongWork, *, total: int, refusals: type[Exception]) -> Iterator[None]:
    """The work runs inside. A refusal ends it with its words; any other error ends it too and goes
    on to the worker's log. The caller asks first whether it is (still) to be done."""
    _move(work, state=LongWork.State.RUNNING, done=0, total=total)
    try:
        yield
    except refusals as refusal:
        _move(work, state=LongWork.State.FAILED, outcome=str(refusal))
    except Exception:
        _move(work, state=LongWork.State.FAILED)
        raise
    else:
        _move(work, state=LongWork.State.DONE)


def advance(work: LongWork, done: int) -> None:
    """Show that `done` of the total is done."""
    _move(work, done=done)


def keep_result(work: LongWork, name: str, file: File, *, outcome: str = "") -> None:
    """Store what the work made; `name` is what it is called when fetched. Where the work is gone by
    now, such as when somebody was erased, so is its result."""
    work.result.save(name, file, save=False)
    with kept_with_row(work.result):
        _move(work, outcome=outcome, result=work.result)


def resume(model: type[LongWork], task: str, argument: str) -> int:
    """Ask once more for what lost its worker; how many there were. `argument` is what the task
    takes the work's key as."""
    with transaction.atomic(durable=True):
        open_works = model._default_manager.select_for_update(of=("self",)).exclude(
            state__in=LongWork.OVER
        )
        found = list(open_works.filter(moved_at__lt=timezone.now() - SILENT))
        for work in found:
            _move(work, state=LongWork.State.WAITING, done=0)
            enqueue(task, **{argument: str(work.pk)})
    return len(found)


def forget_results(model: type[LongWork]) -> None:
    """Delete the results whose time is over, files included."""
    past = timezone.now() - KEPT
    for work in model._default_manager.filter(~Q(result=""), moved_at__lt=past):
        work.result.delete(save=False)
        model._default_manager.filter(pk=work.pk).update(result="")


def _move(work: LongWork, **changes: object) -> None:
    for name, value in changes.items():
        setattr(work, name, value)
    work.moved_at = timezone.now()
    work.save(update_fields=[*changes, "moved_at"])
