"""A record is erased while somebody places a hold: real transactions, in threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from conduct_records.models import Case
from conduct_records.rules.cases import steps as said
from lms.ledger.actions.record_entries import lock_head
from lms.ledger.enums import Log
from lms.ledger.errors import OnLegalHold
from lms.people.actions.erase_record import erase_record
from lms.people.actions.hold_records import place_hold
from tests.conduct_records.cases.erased import signed
from tests.factories.cases import case_world


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_hold_that_is_placed_meanwhile_keeps_the_record() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write after the other")
    world = case_world()
    case = world.overturned()
    world.step(case, world.subject, said.AppealServed(signed()))

    def in_a_thread(act, **given):
        try:
            return act(actor=world.director, **given)
        finally:
            connection.close()

    with (
        time_machine.travel(timezone.now() + timedelta(days=500)),
        ThreadPoolExecutor(2) as pool,
    ):
        with transaction.atomic():
            lock_head(Log.LOOKS)  # where the erasure waits, after all that it asks before
            erasing = pool.submit(in_a_thread, erase_record, token=case.token, reason="期满")
            while not waits_for_a_lock():
                assert not erasing.done(), erasing.result()
                sleep(0.01)
            hold = {"employee": world.subject, "reason": "仲裁 17 号"}
            pool.submit(in_a_thread, place_hold, **hold).result()
        with pytest.raises(OnLegalHold, match="仲裁 17 号"):
            erasing.result()
    assert Case.objects.get(pk=case.pk).erased_at is None
