"""Checkpoints as signed notes."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

from lms.ledger.rules.notes import checkpoint_text, sign_note, signed_at
from lms.ledger.rules.verifier import (
    Checkpoint,
    VerifierKey,
    open_checkpoint,
    open_note,
    read_checkpoint,
)
from tests.ledger.small_log import KEY, NAME, ORIGIN, SECRET

ROOT = bytes(range(32))
NIGHT = datetime(2026, 11, 22, 2, 0, 0, 999_999, tzinfo=UTC)
OURS = VerifierKey.parse(KEY)
TEXT = checkpoint_text(ORIGIN, 28, ROOT, NIGHT)
NOTE = sign_note(TEXT, NAME, SECRET)


def test_a_checkpoint_says_its_log_its_size_its_root_and_when() -> None:
    assert TEXT.splitlines() == [
        "small.example/ledger/records",
        "28",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "time 2026-11-22T02:00:00Z",
    ]
    stated = open_checkpoint(NOTE, [OURS])
    assert stated == Checkpoint(ORIGIN, 28, ROOT, ("time 2026-11-22T02:00:00Z",))
    assert signed_at(stated) == NIGHT.replace(microsecond=0)


def test_the_time_is_written_in_utc() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert checkpoint_text(ORIGIN, 28, ROOT, NIGHT.astimezone(shanghai)) == TEXT


@pytest.mark.parametrize("lines", [(), ("time later",), ("time 2026-13-01T00:00:00Z",), ("x", "y")])
def test_a_checkpoint_that_names_no_time_has_none(lines: tuple[str, ...]) -> None:
    assert signed_at(Checkpoint(ORIGIN, 1, ROOT, lines)) is None


@pytest.mark.parametrize("origin", ["", "two\nlines", "a\ttab"])
def test_a_log_needs_a_name_of_one_line(origin: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        checkpoint_text(origin, 1, ROOT, NIGHT)


@pytest.mark.parametrize("text", ["", "no end", "bell\a\n", "return\r\n"])
def test_what_a_note_cannot_carry_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match="whole lines"):
        sign_note(text, NAME, SECRET)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "wide\u3000space"])
def test_a_key_needs_a_name_without_spaces(name: str) -> None:
    with pytest.raises(ValueError, match="neither spaces"):
        sign_note(TEXT, name, SECRET)


def test_only_who_has_the_key_can_sign() -> None:
    forged = sign_note(TEXT, NAME, Ed25519PrivateKey.generate())
    with pytest.raises(ValueError, match="no signature by a key that is trusted"):
        open_note(forged, [OURS])
    # With our key's number written over the forger's, the signature itself is tried.
    head, _, signature = forged.rpartition(" ")
    renumbered = b64encode(OURS.id + b64decode(signature)[4:]).decode()
    with pytest.raises(ValueError, match="false"):
        open_note(f"{head} {renumbered}\n", [OURS])


@pytest.mark.parametrize("origin", ["other.example/ledger", NAME + "2", NAME + "2/records"])
def test_a_key_speaks_for_its_own_logs_only(origin: str) -> None:
    note = sign_note(checkpoint_text(origin, 28, ROOT, NIGHT), NAME, SECRET)
    with pytest.raises(ValueError, match="another log"):
        open_checkpoint(note, [OURS])


def test_one_log_of_a_key_is_not_the_other() -> None:
    assert open_checkpoint(NOTE, [OURS], ORIGIN).size == 28
    with pytest.raises(ValueError, match="another log"):
        open_checkpoint(NOTE, [OURS], NAME + "/looks")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\nb\n",
        "log\n1\n",
        "log\n01\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "log\n-1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "log\n٣\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        f"log\n{'9' * 5000}\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "log\n1\nAAEC\n",
        "log\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=\n",
        "log\n1\n\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "log\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    ],
)
def test_what_is_no_checkpoint_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"checkpoint|base64"):
        read_checkpoint(text)


@given(some.integers(0, len(NOTE) - 1), some.characters())
def test_a_note_with_one_sign_changed_is_refused(at: int, sign: str) -> None:
    changed = NOTE[:at] + sign + NOTE[at + 1 :]
    if changed != NOTE:
        with pytest.raises(ValueError, match=r"."):
            open_note(changed, [OURS])


@given(some.text())
def test_any_text_that_nobody_signed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        open_checkpoint(text, [OURS])
