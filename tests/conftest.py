"""The ground all tests stand on: databases that are copied, background work that really runs."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests import databases

# Tests assert what is right, not how fast a busy machine is.
hypothesis.settings.register_profile("ours", deadline=None, print_blob=True)
hypothesis.settings.load_profile("ours")


def pytest_configure(config: pytest.Config) -> None:
    """The interface's texts are compiled from their catalogues, as at every start of the site."""
    from lms.ui import catalogues

    with databases.one_at_a_time("catalogues"):
        catalogues.compile_all(databases.ROOT / "locale", only_stale=True)


@pytest.fixture(autouse=True)
def fresh_caches() -> None:
    """Rows of an earlier test, rolled back since, are not to be met again in a cache."""
    from django.contrib.contenttypes.models import ContentType

    caches["default"].clear()
    ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def checkpoint_file() -> Path:
    """Where this test's checkpoints go: those of another database would contradict them."""
    from django.conf import settings

    path = Path(settings.VAR_DIR) / f"checkpoints-{os.getpid()}.txt"
    path.unlink(missing_ok=True)
    settings.LEDGER_CHECKPOINT_FILE = str(path)
    return path


@pytest.fixture(scope="session")
def test_database(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[databases.TestDatabase]:
    """This test process's own database."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "") or "alone"
    database = databases.for_process(f"{process}_{os.getpid()}")
    with django_db_blocker.unblock():
        database.create()
    yield database
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session")
def django_db_setup(
    test_database: databases.TestDatabase,
) -> Iterator[None]:
    """In place of pytest-django's own: copies a template instead of migrating.

    A test that commits (`transaction=True`, `live_server`) gets its database restored, where
    Django would flush it and lose what migrations had put there.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda self: test_database.restore()
        )
        yield


@pytest.fixture
def demo_world(
    transactional_db: None, test_database: databases.TestDatabase
) -> databases.TestDatabase:
    """The demo company stands in the database. For tests that commit or run a live server."""
    test_database.restore("demo")
    return test_database


@contextmanager
def open_quizzes() -> Iterator[None]:
    """Stands for a package that claims every quiz and asks nothing of those who sit it."""
    from assessments.registries import start_conditions

    def open_to_all(employee: object, quiz: object) -> list[Any]:
        return []

    start_conditions.register(open_to_all)
    yield
    start_conditions.unregister(open_to_all)


@pytest.fixture
def quizzes_are_open() -> Iterator[None]:
    with open_quizzes():
        yield


@contextmanager
def nothing_swept() -> Iterator[None]:
    """All test processes share the private store, and each knows the rows of its own database
    alone: to it, the others' files are nobody's."""
    from lms.jobs import schedule

    sweep = schedule._recurring.pop("lms.files.tasks.sweep_private")
    try:
        yield
    finally:
        schedule._recurring[sweep.task_path] = sweep


@pytest.fixture
def run_jobs() -> Iterator[Callable[[], None]]:
    """Call it to have the worker run what stands in the outbox. Fails where a task failed."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    def run() -> None:
        failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
        before = set(failed.values_list("id", flat=True))
        with inside_a_test(), nothing_swept():
            call_command("run_worker", once=True)
        reports = [f"{one.task_path}: {one.traceback}" for one in failed if one.id not in before]
        assert not reports, "\n".join(reports)

    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield run
    for number, handler in handlers.items():
        signal.signal(number, handler)


@contextmanager
def inside_a_test() -> Iterator[None]:
    """Lets the worker work in the transaction that wraps a test.

    It would take its lock by a statement of its own, which SQLite refuses inside a transaction,
    and close a connection that is not in autocommit, which would end the test's transaction.
    """
    if not connections[DEFAULT_DB_ALIAS].in_atomic_block:
        yield
        return
    # The connection itself: a patch of the proxy would not be undone.
    connection = connections[DEFAULT_DB_ALIAS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
        if connection.vendor == "sqlite":
            patch.setattr(connection, "transaction_mode", "EXCLUSIVE")
        yield
