"""Verification finds what was tampered with, and says where."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.utils import timezone, translation

from lms.ledger.actions.install_triggers import lift_triggers
from lms.ledger.actions.legal_hold import lift_hold, place_hold
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.enums import Fault, Log
from lms.ledger.models import Checkpoint, Entry, Head
from lms.ledger.queries.tree import root_at, size_of
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.notes import checkpoint_text, sign_note
from lms.ledger.rules.types import HOLD_LIFTED, HOLD_PLACED, HOUSE, KEY_DESTROYED
from tests.ledger.erasures import erase_subject
from tests.ledger.tampering import (
    ROWS,
    append,
    execute,
    forge,
    forget_papers,
    make_world,
    new_case,
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


def forget_tail(size: int) -> None:
    """Delete whatever shows that the records ever had more entries than these; not their
    checkpoints."""
    with past_the_guards():
        for table in ("ledger_entry", "ledger_sealedfields"):
            execute(f"DELETE FROM {table} WHERE log = 'records' AND seq >= %s", size)
        execute(
            "DELETE FROM ledger_node WHERE log = 'records' AND (\"index\" + 1) << level > %s", size
        )


def found() -> list[tuple[str | None, int | None, Fault]]:
    return [(each.log, each.seq, each.fault) for each in verify().findings]


def test_two_exchanged_rows_are_both_named() -> None:
    with past_the_guards():
        for old, new in ((4, 900), (6, 4), (900, 6)):
            execute("UPDATE ledger_entry SET seq = %s WHERE seq = %s AND log = 'records'", new, old)
    assert found() == [("records", seq, Fault.LEAF) for seq in (4, 6)]


def test_values_exchanged_between_two_entries_are_both_named() -> None:
    with past_the_guards():
        for old, new in ((6, 900), (8, 6), (900, 8)):
            execute("UPDATE ledger_sealedfields SET seq = %s WHERE seq = %s", new, old)
    assert found() == [("records", seq, Fault.SEALED_ALTERED) for seq in (6, 8)]


def test_rows_deleted_in_the_middle_are_named() -> None:
    tamper("DELETE FROM ledger_entry WHERE seq IN (5, 6) AND log = 'records'")
    assert found()[:2] == [("records", seq, Fault.MISSING) for seq in (5, 6)]


def test_a_tail_deleted_from_every_table_contradicts_the_checkpoints() -> None:
    size = size_of(Log.RECORDS)
    forget_tail(size - 2)
    assert found() == [
        ("records", None, Fault.CHECKPOINT_BEYOND),  # in the database
        ("records", size - 2, Fault.CHECKPOINT_BEYOND),  # in the file
    ]


def test_a_tail_deleted_together_with_its_checkpoints_contradicts_the_file() -> None:
    size = size_of(Log.RECORDS)
    forget_tail(size - 2)
    tamper("DELETE FROM ledger_checkpoint WHERE log = 'records' AND size > %s", size - 2)
    assert found() == [("records", size - 2, Fault.CHECKPOINT_BEYOND)]
    assert "checkpoints-" in verify().findings[0].detail


def test_entries_deleted_from_their_own_table_alone_leave_the_rest_astray() -> None:
    size = size_of(Log.RECORDS)
    tamper("DELETE FROM ledger_entry WHERE log = 'records' AND seq >= %s", size - 2)
    assert ("records", size - 2, Fault.NODE_STRAY) in found()
    assert ("records", size - 2, Fault.SEALED_STRAY) in found()


def test_an_inserted_row_is_named() -> None:
    size = size_of(Log.RECORDS)
    columns = "envelope, type, recorded_at, subject, actor"
    execute(
        f'INSERT INTO ledger_entry (log, seq, {columns}, "case") '
        f"SELECT log, %s, {columns}, \"case\" FROM ledger_entry WHERE seq = 1 AND log = 'records'",
        size,
    )
    assert found() == [("records", size, Fault.NODE_MISSING)]


def test_a_history_written_anew_with_every_key_but_the_signing_one_is_found() -> None:
    with past_the_guards():
        for table in ("ledger_entry", "ledger_sealedfields", "ledger_node"):
            execute(f"DELETE FROM {table} WHERE log = 'records'")
    ROWS.clear()
    append(*[thing("hers")] * 20)
    faults = {fault for __, __, fault in found()}
    assert faults == {Fault.CHECKPOINT_ROOT}


def test_a_checkpoint_signed_by_another_key_is_named() -> None:
    size, key = size_of(Log.RECORDS), Ed25519PrivateKey.generate()
    append(thing("hers"))
    text = checkpoint_text(
        Head.objects.get(log=Log.RECORDS).origin,
        size + 1,
        root_at(Log.RECORDS, size + 1),
        timezone.now(),
    )
    note = sign_note(text, "test.example/ledger", key)
    Checkpoint.objects.create(log=Log.RECORDS, size=size + 1, note=note)
    [finding] = verify().findings
    assert (finding.fault, finding.log) == (Fault.CHECKPOINT, Log.RECORDS)
    assert str(size + 1) in finding.detail


def test_a_note_with_anything_added_to_it_is_not_ours() -> None:
    row = Checkpoint.objects.filter(log=Log.RECORDS).first()
    foreign = sign_note("x\n", "somebody", Ed25519PrivateKey.generate()).splitlines()[-1]
    tamper(
        "UPDATE ledger_checkpoint SET note = %s WHERE size = %s", f"{row.note}{foreign}\n", row.size
    )
    assert found() == [("records", None, Fault.CHECKPOINT)]


def test_what_is_no_checkpoint_in_the_file_is_named_by_line(checkpoint_file: Path) -> None:
    with checkpoint_file.open("a") as file:
        file.write("something else\n\nentirely")
    lines = checkpoint_file.read_text().count("\n")
    [finding] = verify().findings
    assert finding.fault == Fault.CHECKPOINT and f"line {lines - 1}" in finding.detail


def test_the_wrong_master_key_is_said_once(settings: Any) -> None:
    settings.LEDGER_MASTER_KEY = "YW5vdGhlciBtYXN0ZXIga2V5OiBhbm90aGVyIGtleSE="
    assert found() == [(None, None, Fault.MASTER_KEY)]
    settings.LEDGER_MASTER_KEY = "no key"
    assert found() == [(None, None, Fault.MASTER_KEY)]


def test_a_key_that_vanished_without_an_entry_is_found_at_its_first_entry() -> None:
    execute("DELETE FROM ledger_subjectkey WHERE token = 'his'")
    assert verify().first_bad.seq == 1
    assert {fault for __, __, fault in found()} == {Fault.KEY_MISSING}


def test_a_destroyed_key_that_is_put_back_is_named_by_the_entry_that_destroyed_it() -> None:
    append(thing("leaving"))
    [row] = execute("SELECT token, wrapped FROM ledger_subjectkey WHERE token = 'leaving'")
    seq = erase_subject(actor="actor", subject="leaving", reason="the time is over")
    execute("INSERT INTO ledger_subjectkey (token, wrapped) VALUES (%s, %s)", *row)
    assert found() == [("records", seq, Fault.KEY_BACK)]


def test_an_altered_business_row_is_named_by_its_entry() -> None:
    case = list(ROWS)[3]
    seq = Entry.objects.get(case=case).seq
    ROWS[case].fields["score"] = 100  # type: ignore[index]
    assert found() == [("records", seq, Fault.ROW_ALTERED)]
    assert verify().findings[0].detail == "score"


def test_a_business_row_under_another_name_is_named() -> None:
    case = list(ROWS)[3]
    object.__setattr__(ROWS[case], "subject", "his")
    assert found() == [("records", Entry.objects.get(case=case).seq, Fault.ROW_ALTERED)]


def test_who_was_erased_has_another_token_in_the_rows_and_that_is_no_fault() -> None:
    erase_subject(actor="actor", subject="hers", reason="the time is over")
    for record in ROWS.values():
        object.__setattr__(record, "subject", "renewed")
        record.fields["score"] = 100  # type: ignore[index]
    assert verify().is_sound


def test_what_is_only_called_otherwise_by_now_is_no_fault() -> None:
    for record in ROWS.values():
        record.fields["unit"] = "South Gate"  # type: ignore[index]
    assert verify().is_sound


def test_a_business_row_that_is_gone_or_has_no_entry_is_named() -> None:
    gone = next(iter(ROWS))
    ROWS["nobody recorded it"] = ROWS.pop(gone)
    assert found() == [
        ("records", Entry.objects.get(case=gone).seq, Fault.ROW_MISSING),
        (None, None, Fault.NOT_RECORDED),
    ]


def test_a_missing_trigger_is_named_with_its_table() -> None:
    lift_triggers(connection, "ledger_node")
    [finding] = verify().findings
    assert (finding.fault, finding.detail) == (Fault.TRIGGERS, "ledger_node")


def test_an_entry_dated_before_its_predecessor_is_named() -> None:
    from lms.ledger.actions import record_entries

    with time_machine.travel("2020-01-01", tick=False), pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_entries, "_not_before", lambda newest: timezone.now())
        [seq] = append(thing("hers"))
    assert found() == [("records", seq, Fault.TIME)]


@pytest.mark.skipif("connection.vendor != 'sqlite'")  # where a column takes anything
@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("entry", "recorded_at", "'some day'"),
        ("entry", "recorded_at", "'2026-13-45 00:00:00'"),
        ("entry", "envelope", "x'ff00'"),
        ("entry", "envelope", "CAST(x'ff00' AS TEXT)"),
        ("entry", "envelope", f"'{'[' * 100_000}'"),
        ("entry", "actor", "CAST(x'ff' AS TEXT)"),
        ("node", "hash", "'text'"),
        ("node", "hash", "7"),
        ("sealedfields", "sealed", "'text'"),
        ("sealedfields", "sealed", "7"),
        ("sealedfields", "key", "x'00'"),
        ("sealedfields", "key", "CAST(x'ff' AS TEXT)"),
    ],
)
def test_rows_that_hold_anything_are_named_and_stop_nothing(
    table: str, column: str, value: str
) -> None:
    place = 'level = 0 AND "index" = 7' if table == "node" else "seq = 7"
    with past_the_guards(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE ledger_{table} SET {column} = {value} WHERE {place} AND log = 'records'"
        )
    assert verify().first_bad.seq == 7


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_an_entry_whose_number_is_none_is_found() -> None:
    tamper("UPDATE ledger_entry SET seq = 'seven' WHERE seq = 7 AND log = 'records'")
    assert verify().first_bad.seq == 7
    assert any(fault == Fault.NUMBER for __, __, fault in found())


REASON = {"reason": "retention over"}


def faults_from(seq: int) -> list[tuple[int | None, Fault]]:
    return [(number, fault) for __, number, fault in found() if number is None or number >= seq]


def destroy_key(token: str) -> None:
    execute("DELETE FROM ledger_subjectkey WHERE token = %s", token)


@pytest.mark.parametrize(
    ("fields", "keys", "sealed", "fault"),
    [
        ({}, {}, [], Fault.IMPOSSIBLE),
        (REASON, {}, [HOUSE], Fault.IMPOSSIBLE),
        (REASON, {}, ["his"], Fault.IMPOSSIBLE),
        (REASON, {"reason": "gone"}, ["gone"], Fault.IMPOSSIBLE),
        ({**REASON, "more": 1}, dict.fromkeys([*REASON, "more"], HOUSE), [HOUSE], Fault.IMPOSSIBLE),
        (REASON, {"reason": HOUSE}, [], Fault.SEALED_MISSING),
        (REASON, {"reason": HOUSE}, [HOUSE], Fault.SEALED_ALTERED),
    ],
)
def test_a_forged_erasure_is_named_and_excuses_nothing(
    fields: Any, keys: Any, sealed: list[str], fault: Fault
) -> None:
    first = Entry.objects.filter(log=Log.RECORDS, subject="his").earliest("seq").seq
    seq = forge(Record(KEY_DESTROYED, "actor", fields, "his", None, keys), sealed)
    assert found() == [("records", seq, fault)]  # not that a key is back
    destroy_key("his")
    faults = found()
    assert ("records", first, Fault.KEY_MISSING) in faults
    assert ("records", seq, fault) in faults


def test_a_forged_erasure_does_not_excuse_other_people_in_a_row() -> None:
    case = next(iter(ROWS))
    forged = forge(Record(KEY_DESTROYED, "actor", {}, "actor"))
    object.__setattr__(ROWS[case], "actor", "another")
    assert found() == [
        ("records", Entry.objects.get(case=case).seq, Fault.ROW_ALTERED),
        ("records", forged, Fault.IMPOSSIBLE),
    ]


@pytest.mark.parametrize("kind", [HOLD_PLACED, HOLD_LIFTED])
@pytest.mark.parametrize(
    ("fields", "keys", "sealed", "fault"),
    [
        ({}, {}, [], Fault.IMPOSSIBLE),
        (REASON, {"reason": "gone"}, ["gone"], Fault.IMPOSSIBLE),
        (REASON, {"reason": HOUSE}, [HOUSE], Fault.IMPOSSIBLE),
        (REASON, {}, ["his"], Fault.SEALED_ALTERED),
    ],
)
def test_a_forged_hold_is_named(
    kind: str, fields: Any, keys: Any, sealed: list[str], fault: Fault
) -> None:
    seq = forge(Record(kind, "actor", fields, "his", None, keys), sealed)
    assert found() == [("records", seq, fault)]


def test_holds_verify_also_when_their_subject_was_erased_later() -> None:
    place_hold(actor="actor", subject="his", reason="a case")
    lift_hold(actor="actor", subject="his", reason="settled")
    erase_subject(actor="actor", subject="his", reason="the time is over")
    assert verify().is_sound


@pytest.mark.parametrize("kind", ["test.thing", "test.paper", HOLD_LIFTED])
def test_nothing_is_recorded_for_who_was_erased(kind: str) -> None:
    seq = forge(Record(kind, "actor", REASON, "gone", new_case()), ["gone"])
    assert faults_from(0)[0] == (seq, Fault.IMPOSSIBLE)


def test_nothing_is_recorded_under_a_key_that_is_destroyed() -> None:
    seq = forge(Record("test.thing", "actor", REASON, "hers", None, {"reason": "gone"}), ["gone"])
    assert found() == [("records", seq, Fault.IMPOSSIBLE)]
    assert str(Entry.objects.get(type=KEY_DESTROYED).seq) in verify().findings[0].detail
    assert not verify(start=seq).is_sound


def test_a_second_entry_of_the_same_case_is_named() -> None:
    case = list(ROWS)[3]
    first = Entry.objects.get(case=case).seq
    [seq] = append(ROWS[case])
    assert found() == [("records", seq, Fault.IMPOSSIBLE)]
    assert str(first) in verify().findings[0].detail
    assert not verify(start=seq).is_sound


@pytest.mark.parametrize("kind", [KEY_DESTROYED, "test.thing"])
def test_an_entry_played_once_more_is_named(kind: str) -> None:
    last = Entry.objects.filter(log=Log.RECORDS).latest("seq").seq
    if kind == KEY_DESTROYED:
        last = erase_subject(actor="actor", subject="his", reason="the time is over")
    seqs = [forge(Record("", "", {}), seq=last) for __ in range(2)]
    assert found() == [("records", seq, Fault.IMPOSSIBLE) for seq in seqs]
    verdict = verify(start=seqs[0])
    assert [each.seq for each in verdict.findings] == seqs
    assert str(last) in verdict.findings[0].detail


def test_entries_that_say_nothing_may_be_alike() -> None:
    append(*[Record("test.thing", "actor", {}, "hers")] * 2)
    assert verify().is_sound


def test_an_earlier_entry_played_once_more_is_dated_wrongly() -> None:
    seq = forge(Record("", "", {}), seq=1)
    assert found() == [("records", seq, Fault.TIME)]


def test_a_row_whose_field_stands_under_another_key_is_named() -> None:
    case = new_case()
    fields, keys = {"score": 1, "unit": "u", "parts": []}, {"score": "his"}
    ROWS[case] = Record("test.paper", "actor", fields, "hers", case, keys)
    [seq] = append(ROWS[case])
    assert verify().is_sound
    for other in ({}, {"score": "hers"}, {"score": "his", "parts": "his"}, {"parts": "his"}):
        object.__setattr__(ROWS[case], "keys", other)
        assert found() == [("records", seq, Fault.ROW_ALTERED)]
    erase_subject(actor="actor", subject="his", reason="the time is over")
    object.__setattr__(ROWS[case], "keys", {"score": "renewed"})
    assert verify().is_sound


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("start", [0, 3])
@pytest.mark.parametrize(
    "table",
    [
        "entry",
        "subjectkey",
        "pendinglook",
        "head",
        "node",
        "sealedfields",
        "checkpoint",
    ],
)
def test_a_table_that_is_missing_is_a_finding(table: str, start: int) -> None:
    execute(f"ALTER TABLE ledger_{table} RENAME TO ledger_elsewhere")
    try:
        verdict = verify(start=start)
        assert f"ledger_{table}" in verdict.in_words
    finally:
        execute(f"ALTER TABLE ledger_elsewhere RENAME TO ledger_{table}")
    assert any(each.fault == Fault.UNREADABLE for each in verdict.findings)
    assert verify().is_sound


@pytest.mark.skipif("connection.vendor != 'sqlite'")  # where a column takes anything
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("head", "origin"),
        ("subjectkey", "wrapped"),
        ("subjectkey", "token"),
        ("entry", "subject"),
        ("entry", "type"),
        ("entry", "seq"),
        ("entry", "log"),
        ("node", "hash"),
        ("node", "index"),
        ("node", "level"),
        ("sealedfields", "seq"),
        ("checkpoint", "note"),
        ("checkpoint", "size"),
    ],
)
@pytest.mark.parametrize("value", ["CAST(x'ff' AS TEXT)", "x'ff'", "'text'", "1.5"])
def test_no_value_stops_verification(table: str, column: str, value: str) -> None:
    with past_the_guards(), connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE ledger_{table} SET "{column}" = {value} '
            f"WHERE rowid = (SELECT min(rowid) FROM ledger_{table})"
        )
    assert not verify().is_sound
    verify(start=3)
