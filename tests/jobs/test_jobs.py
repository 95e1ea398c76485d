"""The outbox keeps what must follow; the schedule says what is due."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from lms.jobs import schedule
from lms.jobs.outbox import enqueue
from lms.jobs.tasks import forget_finished_work

SWEEP = "courses.tasks.sweep_completions"


@pytest.mark.django_db(transaction=True)
def test_work_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        enqueue(SWEEP)


@pytest.mark.django_db(transaction=True)
def test_work_of_an_undone_change_is_never_run() -> None:
    with transaction.atomic():
        enqueue(SWEEP)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_committed_work_waits_until_a_worker_takes_it(run_jobs: Callable[[], None]) -> None:
    with transaction.atomic():
        enqueue(SWEEP)
    waiting = DBTaskResult.objects.get()
    assert (waiting.task_path, waiting.status) == (SWEEP, "READY")
    run_jobs()
    waiting.refresh_from_db()
    assert waiting.status == "SUCCESSFUL"


@pytest.mark.django_db
def test_a_name_that_leads_nowhere_fails_at_once() -> None:
    with pytest.raises(ImportError), transaction.atomic():
        enqueue("courses.tasks.no_such_task")


def test_every_recurring_task_can_be_found() -> None:
    assert schedule.recurring()
    for recurring in schedule.recurring():
        assert isinstance(import_string(recurring.task_path), Task)


@given(
    st.dictionaries(
        st.sampled_from([r.task_path for r in schedule.recurring()]), st.integers(0, 9999)
    )
)
def test_a_task_is_due_when_its_interval_has_passed(ages: dict[str, int]) -> None:
    now = datetime(2026, 11, 21, 8, tzinfo=UTC)
    last_runs = {path: now - timedelta(seconds=age) for path, age in ages.items()}
    due = schedule.due(last_runs, now)
    for recurring in schedule.recurring():
        age = ages.get(recurring.task_path)
        expected = age is None or timedelta(seconds=age) >= recurring.every
        assert (recurring in due) is expected


@pytest.mark.django_db
def test_what_was_done_long_ago_is_forgotten(run_jobs: Callable[[], None]) -> None:
    with transaction.atomic():
        enqueue(SWEEP)
        enqueue(SWEEP)
    run_jobs()
    old, new = DBTaskResult.objects.filter(task_path=SWEEP)[:2]
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=15))
    forget_finished_work.call()
    assert not DBTaskResult.objects.filter(pk=old.pk).exists()
    assert DBTaskResult.objects.filter(pk=new.pk).exists()
