"""Checkpoints: signed, continued, and out of the house."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail
from django.db import connection

from lms.ledger.actions.deliver_checkpoints import file_checkpoints, mail_checkpoint
from lms.ledger.actions.make_keys import make_keys
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.errors import SigningKeyMissing, SigningKeyWrong, TreeAltered
from lms.ledger.models import Checkpoint
from lms.ledger.queries.checkpoints import last_checkpoint
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.queries.tree import consistency_proof, root_at
from lms.ledger.rules.verifier import is_consistent, open_checkpoint

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_checkpoint_states_origin_size_root_and_time_and_is_signed(record_things) -> None:
    record_things(5)
    with time_machine.travel(datetime(2026, 11, 22, 6, 0, tzinfo=UTC), tick=False):
        checkpoint = sign_checkpoint(Log.RECORDS)
    stated = open_checkpoint(checkpoint.note, verifier_keys())
    assert (stated.origin, stated.size) == ("test.example/ledger/records", 5)
    assert stated.root == root_at(Log.RECORDS, 5)
    assert last_checkpoint(Log.RECORDS).signed_at == datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def test_nothing_new_is_not_signed_again(record_things) -> None:
    assert sign_checkpoint(Log.RECORDS) is None
    record_things()
    assert sign_checkpoint(Log.RECORDS) is not None
    assert sign_checkpoint(Log.RECORDS) is None
    assert sign_checkpoint(Log.LOOKS) is None


def test_a_later_checkpoint_is_shown_to_continue_an_earlier_one(record_things) -> None:
    notes = []
    for count in (3, 4):
        record_things(count)
        notes.append(open_checkpoint(sign_checkpoint(Log.RECORDS).note, verifier_keys()))
    old, new = notes
    proof = consistency_proof(Log.RECORDS, old.size, new.size)
    assert is_consistent(old.size, new.size, old.root, new.root, proof)


def test_a_tree_that_was_altered_is_never_signed(record_things) -> None:
    record_things(2)
    sign_checkpoint(Log.RECORDS)
    record_things()
    with connection.cursor() as cursor:
        _drop_triggers(cursor, "ledger_node")
        cursor.execute("UPDATE ledger_node SET hash = %s WHERE level = 1", [bytes(32)])
    with pytest.raises(TreeAltered):
        sign_checkpoint(Log.RECORDS)


def _drop_triggers(cursor, table: str) -> None:
    if connection.vendor == "postgresql":
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return
    cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=%s", [table])
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}"')


def test_without_the_signing_key_nothing_is_signed(record_things, settings, tmp_path) -> None:
    record_things()
    settings.LEDGER_KEYS_DIR, settings.LEDGER_SIGNING_KEY = str(tmp_path), ""
    with pytest.raises(SigningKeyMissing):
        sign_checkpoint(Log.RECORDS)
    assert not Checkpoint.objects.exists()


def test_a_key_that_nobody_could_check_does_not_sign(record_things, settings) -> None:
    record_things()
    settings.LEDGER_SIGNING_KEY = "YW5vdGhlciBrZXkgb2YgdGhpcnR5LXR3byBieXRlcyE="
    with pytest.raises(SigningKeyWrong):
        sign_checkpoint(Log.RECORDS)


def test_the_file_gets_every_checkpoint_once_in_order(record_things, checkpoint_file) -> None:
    for __ in range(3):
        record_things(2)
        sign_checkpoint(Log.RECORDS)
    assert file_checkpoints() == 3
    assert file_checkpoints() == 0
    record_things()
    sign_checkpoint(Log.RECORDS)
    assert file_checkpoints() == 1
    sizes = [line for line in checkpoint_file.read_text().splitlines() if line.isdigit()]
    assert sizes == ["2", "4", "6", "7"]


def test_the_mail_carries_note_and_key(record_things, settings) -> None:
    settings.LEDGER_MAIL_TO = ["keeper@example.com"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    record_things()
    note = sign_checkpoint(Log.RECORDS).note
    mail_checkpoint(Log.RECORDS, 1)
    [sent] = mail.outbox
    assert sent.to == ["keeper@example.com"]
    assert note in sent.body and str(verifier_keys()[0]) in sent.body


def test_the_first_checkpoint_of_a_day_is_mailed(record_things, settings, run_jobs) -> None:
    settings.LEDGER_MAIL_TO = ["keeper@example.com"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for moment in ("2026-11-22T01:00+08:00", "2026-11-22T02:00+08:00", "2026-11-23T01:00+08:00"):
        with time_machine.travel(datetime.fromisoformat(moment)):
            record_things()
            sign_checkpoint(Log.RECORDS)
    run_jobs()
    first, second = (message.body for message in mail.outbox)
    assert "\n1\n" in first and "\n3\n" in second


def test_a_note_that_was_cut_off_is_written_anew(record_things, checkpoint_file) -> None:
    for __ in range(2):
        record_things()
        sign_checkpoint(Log.RECORDS)
    file_checkpoints()
    whole = checkpoint_file.read_text()
    for kept in range(0, len(whole), 23):
        checkpoint_file.write_text(whole[:kept])
        file_checkpoints()
        assert checkpoint_file.read_text() == whole


def test_a_row_that_nobody_signed_is_no_checkpoint(record_things, checkpoint_file, client) -> None:
    record_things()
    note = sign_checkpoint(Log.RECORDS).note
    Checkpoint.objects.create(log=Log.RECORDS, size=8, note="garbage")
    Checkpoint.objects.create(log=Log.RECORDS, size=9000, note=note.replace("\n1\n", "\n9000\n"))
    assert last_checkpoint(Log.RECORDS).size == 1
    for address in ("/ledger/", "/ledger/checkpoint/records", "/ledger/consistency/records?from=0"):
        assert client.get(address).status_code == 200
    record_things()
    assert sign_checkpoint(Log.RECORDS).size == 2
    file_checkpoints()
    assert "9000" not in checkpoint_file.read_text()


def test_a_key_that_cannot_be_read_is_said_on_the_page(record_things, settings, client) -> None:
    record_things()
    sign_checkpoint(Log.RECORDS)
    settings.LEDGER_VERIFIER_KEYS = "garbage"
    answer = client.get("/ledger/")
    assert answer.status_code == 503


def test_no_key_is_made_where_something_was_signed(record_things, settings, tmp_path) -> None:
    record_things()
    sign_checkpoint(Log.RECORDS)
    settings.LEDGER_KEYS_DIR = str(tmp_path)
    settings.LEDGER_SIGNING_KEY = settings.LEDGER_VERIFIER_KEYS = ""
    make_keys()
    assert not list(tmp_path.iterdir())
