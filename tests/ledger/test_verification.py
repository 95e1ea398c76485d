"""Verification: what it recomputes, what it leaves in peace, and how it says so."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.enums import Fault, Log
from lms.ledger.errors import EntryNotFound
from lms.ledger.models import Entry, PendingLook
from lms.ledger.queries.tree import root_at, size_of
from lms.ledger.queries.verification.standing import LATE
from lms.ledger.rules.envelope import Disclosure, Record, envelope
from lms.ledger.rules.sealing import new_key, seal_fields
from lms.ledger.rules.types import HOUSE
from lms.ledger.rules.verification import KeysAtHand, open_values, read_envelope
from tests.ledger.tampering import (
    ROWS,
    append,
    append_papers,
    execute,
    forget_papers,
    make_world,
    past_the_guards,
    register_papers,
    tamper,
    thing,
)

pytestmark = pytest.mark.django_db

TABLES = ("ledger_entry", "ledger_sealedfields", "ledger_node", "ledger_checkpoint")


@pytest.fixture(autouse=True)
def world() -> Iterator[None]:
    register_papers()
    make_world()
    with translation.override("en"):
        yield
    forget_papers()


def test_a_sound_ledger_is_called_sound_with_its_sizes_and_roots() -> None:
    verdict = verify()
    assert verdict.is_sound and verdict.first_bad is None
    assert [state.size for state in verdict.logs] == [size_of(log) for log in Log]
    assert [state.root for state in verdict.logs] == [root_at(log, size_of(log)) for log in Log]
    assert verdict.entries == Entry.objects.count()
    assert root_at(Log.RECORDS, size_of(Log.RECORDS)).hex() in verdict.in_words
    assert "The ledger verifies." in verdict.in_words


def test_an_empty_ledger_is_sound(checkpoint_file: Path) -> None:
    with past_the_guards():
        for table in (*TABLES, "ledger_subjectkey"):
            execute(f"DELETE FROM {table}")
    checkpoint_file.unlink()
    ROWS.clear()
    assert verify().is_sound


def test_from_an_entry_on_only_what_follows_is_recomputed() -> None:
    tamper("UPDATE ledger_entry SET envelope = envelope || ' ' WHERE seq = 2 AND log = 'records'")
    assert verify().first_bad.seq == 2
    for start in (3, 7, size_of(Log.RECORDS) - 1):
        verdict = verify(start=start)
        assert verdict.is_sound
        assert verdict.logs[0].root == root_at(Log.RECORDS, size_of(Log.RECORDS))
        assert verdict.logs[0].size - verdict.logs[0].start == size_of(Log.RECORDS) - start
        assert f"Recomputed from entry {start} on" in verdict.in_words
    assert verify(start=2).first_bad.seq == 2


def test_from_an_entry_on_the_tree_before_it_is_still_held_against_checkpoints() -> None:
    tamper("UPDATE ledger_node SET hash = %s WHERE level = 3 AND log = 'records'", bytes(32))
    assert not verify(start=9).is_sound


def test_there_is_no_beginning_beyond_the_end() -> None:
    with pytest.raises(EntryNotFound):
        verify(start=size_of(Log.RECORDS))


def test_a_look_that_waits_too_long_is_a_warning_and_no_fault() -> None:
    with time_machine.travel(timezone.now() - LATE - timedelta(minutes=1)):
        PendingLook.objects.create(
            at=timezone.now(), subject="hers", actor="a", what="w", purpose="p"
        )
    verdict = verify()
    assert verdict.is_sound and "waited for more than an hour" in verdict.in_words


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    )
)
def test_a_value_of_any_kind_opens_its_commitment_and_no_other(value: Any) -> None:
    disclosure, other = Disclosure.of(value), Disclosure.of(value)
    record = Record("test.thing", "actor", {"name": value})
    key, leaf = new_key(), bytes(32)
    sealed = {HOUSE: seal_fields(key, HOUSE, leaf, {"name": disclosure})}
    keys = KeysAtHand({HOUSE: key})
    for shown, outcome in ((disclosure, {"name": disclosure}), (other, Fault.COMMITMENT)):
        public = read_envelope(envelope(record, timezone.now(), {"name": shown}).decode())
        assert public is not None
        assert open_values(public, leaf, sealed, keys) == outcome


def test_findings_are_many_but_the_list_is_short() -> None:
    append(*[thing("hers")] * 150)
    tamper("UPDATE ledger_entry SET actor = 'x' WHERE log = 'records'")
    verdict = verify()
    assert verdict.count == size_of(Log.RECORDS) and len(verdict.findings) == 100
    assert f"… and {verdict.count - 100} more" in verdict.in_words


def test_a_chunk_costs_the_same_number_of_queries_whatever_is_in_it() -> None:
    costs = []
    for count in (1, 3):
        append_papers(count)
        with CaptureQueriesContext(connection) as queries:
            assert verify().is_sound
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_chunks_meet_without_a_seam(monkeypatch: Any) -> None:
    whole = verify()
    for size in (1, 2, 3, 7):
        monkeypatch.setattr("lms.ledger.queries.verification.entries.CHUNK", size)
        verdict = verify()
        assert verdict.is_sound and verdict.logs == whole.logs


def test_progress_comes_with_the_chunks_and_ends_at_the_total(monkeypatch: Any) -> None:
    monkeypatch.setattr("lms.ledger.queries.verification.entries.CHUNK", 4)
    seen: list[tuple[int, int]] = []
    verify(progress=lambda done, total: seen.append((done, total)))
    total = Entry.objects.count()
    assert seen[-1] == (total, total) and seen == sorted(seen) and len(seen) > 3


def test_what_is_appended_meanwhile_is_no_fault(monkeypatch: Any) -> None:
    monkeypatch.setattr("lms.ledger.queries.verification.entries.CHUNK", 4)
    times = iter(range(6))

    def append_more(done: int, total: int) -> None:
        if next(times, None) is not None:
            append(thing("hers"), thing(None))
            sign_checkpoint(Log.RECORDS)

    assert verify(progress=append_more).is_sound


def test_the_command_gives_the_verdict() -> None:
    out = StringIO()
    call_command("ledger", "verify", stdout=out)
    assert "The ledger verifies." in out.getvalue() and "a second" in out.getvalue()


def test_the_command_ends_with_1_and_the_first_bad_entry() -> None:
    tamper("UPDATE ledger_entry SET actor = 'x' WHERE log = 'records' AND seq IN (4, 6)")
    out, errors = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("ledger", "verify", stdout=out, stderr=errors)
    assert ended.value.code == 1
    assert "First fault: Records, entry 4: what the entry is searched by" in errors.getvalue()
    with pytest.raises(SystemExit):
        call_command("ledger", "verify", "--from", "5", stdout=StringIO(), stderr=errors)
    assert "First fault: Records, entry 6" in errors.getvalue()
