"""A process that is killed while it works leaves no entry without its change and no change without
its entry."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from random import Random

import pytest
from django.db import connection, connections

from lms.ledger.actions.verify_ledger import verify
from lms.ledger.models import Entry
from lms.people.actions.grant_role import grant_role
from lms.people.actions.revoke_role import revoke_role
from lms.people.enums import Role
from lms.people.models import Employee, RoleGrant, Unit
from lms.people.rules.evidence import ROLE_GRANTED, ROLE_WITHDRAWN
from tests.factories.people import EmployeeFactory, UnitFactory

TRIALS = int(os.environ.get("LMS_KILL_TRIALS", "10"))
PEOPLE = 4
LATEST = 0.25  # seconds after the first change
PATIENCE = 30  # seconds


@pytest.mark.django_db(transaction=True)
def test_a_killed_process_leaves_rows_and_entries_that_agree() -> None:
    unit = UnitFactory.create()
    EmployeeFactory.create_batch(PEOPLE, unit=unit)
    change(unit, Random(0))  # loads what a first change loads, before the process is copied
    random, changes = Random(), 0
    for trial in range(TRIALS):
        before = Entry.objects.count()
        with worker(unit, trial) as process:
            wait_until(lambda before=before: Entry.objects.count() > before)
            time.sleep(moment := random.uniform(0, LATEST))
        assert process.exitcode == -signal.SIGKILL
        changes += Entry.objects.count() - before
        assert disagreements() == set(), f"killed {moment} s after its first change"
        verdict = verify()
        assert verdict.is_sound, f"killed {moment} s after its first change:\n{verdict.in_words}"
    assert changes > TRIALS


@contextmanager
def worker(unit: Unit, seed: int) -> Iterator[BaseProcess]:
    """A process of its own that grants and withdraws roles; killed at the end, and gone from the
    database too. It is a copy of this one, which would take seconds to start anew."""
    connections.close_all()
    process = get_context("fork").Process(target=keep_changing, args=(unit, seed), daemon=True)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        wait_until(lambda: sessions() == 1)


def keep_changing(unit: Unit, seed: int) -> None:
    random = Random(seed)
    while True:
        change(unit, random)


def change(unit: Unit, random: Random) -> None:
    """Grant somebody a role, or take it away again."""
    employee, actor = random.choice(Employee.objects.filter(unit=unit)), Employee.objects.system()
    held = RoleGrant.objects.in_force().filter(employee=employee).first()
    if held:
        revoke_role(actor=actor, grant=held)
    else:
        grant_role(actor=actor, employee=employee, role=Role.TRAINER, unit=unit)


def sessions() -> int:
    """With the database: PostgreSQL notices only after a while that its client was killed."""
    if connection.vendor == "sqlite":
        return 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.005)


def disagreements() -> set[tuple[str, str]]:
    """What is only among the rows, or only among the entries."""
    rows = {(ROLE_GRANTED, case) for case in RoleGrant.objects.values_list("case", flat=True)}
    ended = RoleGrant.objects.filter(revoked_at__isnull=False)
    rows |= {(ROLE_WITHDRAWN, case) for case in ended.values_list("case", flat=True)}
    return rows ^ set(Entry.objects.values_list("type", "case"))
