"""A case in zip: one changed byte anywhere, and nothing is verified."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.ledger.rules.archive import ArchiveTooLarge, ArchiveWriter, write_archive
from lms.ledger.rules.verifier import Report, VerifierKey, canonical, leaf_hash, to_base64
from lms.ledger.rules.verifier_archive import MANIFEST, PROOFS, check_archive, members_of
from lms.ledger.rules.verifier_program import check_file
from lms.ledger.rules.verifier_text import verifier_text
from tests.ledger.small_case import PHOTO, SmallCase, sha
from tests.ledger.small_log import KEY

Done = subprocess.CompletedProcess[str]
SOUND = "VERIFIED 验证通过: every entry stands under a signed checkpoint"


@cache
def small() -> SmallCase:
    return SmallCase()


@cache
def sound() -> bytes:
    return small().zipped()


def checked(data: bytes, key: str = KEY) -> Report:
    return check_file(io.BytesIO(data), [key])


def fault(data: bytes) -> str:
    found = checked(data).fault
    assert found is not None
    return found


def flipped(data: bytes, at: int, bit: int = 0) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    return bytes(changed)


def relisted(change: Callable[[dict[str, Any]], object]) -> bytes:
    listed = deepcopy(small().listed)
    change(listed)
    return small().zipped(manifest__json=rfc8785.dumps(listed))


def test_a_sound_case_is_told_file_by_file() -> None:
    report = checked(sound())
    assert report.fault is None
    assert report.listed == small().listed and len(report.entries) == 4
    assert "file" not in report.entries[1][1]


def test_other_programs_read_it_and_it_is_written_in_one_way() -> None:
    with zipfile.ZipFile(io.BytesIO(sound())) as archive:
        assert archive.testzip() is None
        assert archive.read("evidence/1.jpg") == PHOTO
        assert archive.namelist()[-2:] == [MANIFEST, PROOFS]
    assert small().zipped() == sound()


def framing() -> list[int]:
    """Where the bytes stand that are no file's: headers, directory, end; and the list and the
    proofs themselves."""
    members = members_of(io.BytesIO(sound()))
    held = {
        at
        for member in members
        if member.path not in (MANIFEST, PROOFS)
        for at in range(member.offset + len(member.local), member.end)
    }
    return [at for at in range(len(sound())) if at not in held]


def test_one_byte_changed_anywhere_but_in_the_files_fails_it() -> None:
    for at in framing():
        assert checked(flipped(sound(), at, at % 8)).fault, at


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_one_byte_changed_anywhere_fails_it(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sound()) - 1))
    assert checked(flipped(sound(), at, data.draw(st.integers(0, 7)))).fault


@given(at=st.integers(0), cut=st.integers(0, 40), put=st.binary(max_size=40))
@settings(max_examples=100, deadline=None)
def test_nothing_can_be_put_in_or_cut_out(at: int, cut: int, put: bytes) -> None:
    at %= len(sound()) + 1
    changed = sound()[:at] + put + sound()[at + cut :]
    assert (checked(changed).fault is None) == (changed == sound())


@given(st.binary(max_size=300))
def test_a_hostile_zip_raises_nothing(data: bytes) -> None:
    for hostile in (b"PK\x03\x04" + data, sound()[:600] + data, data + sound()[-300:]):
        assert check_archive(io.BytesIO(hostile), [KEY]).fault


def test_a_key_that_did_not_sign_verifies_nothing() -> None:
    other = SmallCase(secret=Ed25519PrivateKey.from_private_bytes(b"k" * 32))
    assert checked(other.zipped(), other.key).fault is None
    assert fault(other.zipped()) == "checkpoint: no signature by a key that is trusted"
    assert check_archive(io.BytesIO(sound()), []).fault


def test_files_or_proofs_of_another_case_do_not_fit() -> None:
    other = SmallCase("2026-0002", photo=b"another picture")
    assert checked(other.zipped()).fault is None
    proofs = rfc8785.dumps(other.proofs)
    assert fault(small().zipped(proofs__json=proofs)).startswith("proofs.json: ")
    listed = rfc8785.dumps(other.listed)
    both = small().zipped(proofs__json=proofs, manifest__json=listed)
    assert fault(both).startswith("manifest.json: ")


def reproven(change: Callable[[dict[str, Any]], object]) -> bytes:
    proofs = deepcopy(small().proofs)
    change(proofs)
    return small().zipped(proofs__json=rfc8785.dumps(proofs))


def signed_too(proofs: dict[str, Any]) -> None:
    proofs["checkpoint"] += f"— other.example {to_base64(bytes(68))}\n"


def test_the_proofs_cannot_be_written_in_another_way() -> None:
    assert checked(reproven(lambda proofs: None)).fault is None
    other = str(VerifierKey.of("other.example", bytes(32)))
    changes: list[Callable[[dict[str, Any]], object]] = [
        signed_too,
        lambda proofs: proofs.update(keys=[]),
        lambda proofs: proofs.update(keys=[other]),
        lambda proofs: proofs["keys"].append(other),
        lambda proofs: proofs["keys"].append(proofs["keys"][0]),
        lambda proofs: proofs["entries"].reverse(),
        lambda proofs: proofs["earlier"].append(
            {"checkpoint": proofs["checkpoint"], "consistency": []}
        ),
    ]
    for change in changes:
        assert fault(reproven(change)).startswith(PROOFS)


def test_an_entry_exchanged_for_another_that_stands_under_the_checkpoint() -> None:
    case = SmallCase()
    case.record("evidence.added", {"sha256": "00" * 32})
    both = case._bundle({0: ["what"], 2: ["content_hash"], 3: ["content_hash"], 4: ["sha256"]})
    assert "entry 1 is missing" in fault(case.zipped(proofs__json=rfc8785.dumps(both)))
    more = case._bundle({seq: [*fields] for seq, (__, fields) in enumerate(case.entries)})
    assert "shows other fields" in fault(case.zipped(proofs__json=rfc8785.dumps(more)))


def test_a_list_that_was_rewritten_is_not_the_recorded_one() -> None:
    photo = small().zipped(**{"evidence/1__jpg": b"another picture"})
    assert fault(photo) == "manifest.json: evidence/1.jpg is missing, or is not what it was"
    altered = relisted(lambda listed: listed.update(purpose="自己留存"))
    assert fault(altered) == "proofs.json: the list of files is not the one that was recorded"
    shorter = relisted(lambda listed: listed["files"].pop())
    assert "a file that is not listed" in fault(shorter)
    twice = relisted(lambda listed: listed["files"].append(listed["files"][0]))
    assert "lists one twice" in fault(twice)
    spaced = small().zipped(manifest__json=rfc8785.dumps(small().listed) + b"\n")
    assert fault(spaced) == "manifest.json: written otherwise than it was"


def recorded(change: Callable[[dict[str, Any]], object]) -> bytes:
    """A case in which the ledger itself bears out an altered list."""
    case = SmallCase()
    change(case.listed)
    made = {
        "content_hash": sha(rfc8785.dumps(case.listed)),
        "case_number": case.number,
        "purpose": "劳动仲裁",
        "at": case.listed["made_at"],
    }
    case.record("case.bundle", made)
    shown = {0: ["what"], 1: ["sha256"], 2: ["content_hash"], 4: [*made]}
    case.proofs = case._bundle(shown)
    return case.zipped()


def test_what_the_list_claims_of_entries_is_checked_too() -> None:
    """Even where whoever writes the list is the company itself."""

    def wrong_entry(listed: dict[str, Any]) -> None:
        listed["files"][1]["stated"] = {"seq": 0, "field": "what"}

    def no_entry(listed: dict[str, Any]) -> None:
        listed["files"][1]["stated"] = None

    def no_proof(listed: dict[str, Any]) -> None:
        listed["files"][2]["stated"] = None

    assert checked(recorded(lambda listed: None)).fault is None
    assert "not the one that entry 0 states" in fault(recorded(wrong_entry))
    assert "a piece of evidence or a notice is missing" in fault(recorded(no_entry))
    assert "not the one of its entry" in fault(recorded(no_proof))


def test_paths_that_lead_elsewhere_are_neither_written_nor_read() -> None:
    for path in ("../a", "/a", "a//b", "a/../b", ".a", "a b", "a\\b", "图.jpg", "a/", ""):
        with pytest.raises(ValueError, match="no path in a case"):
            write_archive(io.BytesIO(), [(path, b"")])
    target = io.BytesIO()
    write_archive(target, [("aaaaaa", b"")])
    data = target.getvalue().replace(b"aaaaaa", b"../../")
    with pytest.raises(ValueError, match="strange name"):
        members_of(io.BytesIO(data))


def test_what_a_plain_zip_cannot_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.ledger.rules.archive.LARGEST_ARCHIVE", 1000)
    with pytest.raises(ArchiveTooLarge):
        ArchiveWriter(io.BytesIO()).add("a", [b"x" * 900])


def test_the_leaf_in_the_list_is_the_entrys() -> None:
    proofs, listed = small().proofs, small().listed
    leaves = [to_base64(leaf_hash(canonical(each["envelope"]))) for each in proofs["entries"]]
    assert [each["leaf"] for each in listed["entries"]] == leaves[:3]


# As an outsider runs it ---------------------------------------------------------------------------


@pytest.fixture
def verify(tmp_path: Path) -> Callable[[bytes], Done]:
    (tmp_path / "verifier.py").write_text(verifier_text(), encoding="utf-8")

    def run(data: bytes) -> Done:
        (tmp_path / "case.zip").write_bytes(data)
        return subprocess.run(
            [sys.executable, "-I", "verifier.py", "case.zip", "--key", KEY],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    return run


def test_alone_it_verifies_the_case_and_says_what_is_in_it(verify: Callable[[bytes], Done]) -> None:
    done = verify(sound())
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[-1] == SOUND
    assert "  3 files, all of them as listed, and none besides" in lines
    assert any(line.startswith("Case 2026-0001, taken out 2026-11-22") for line in lines)
    assert any("evidence/1.jpg" in line and "as entry 1 states" in line for line in lines)


def test_alone_it_refuses_what_was_altered(verify: Callable[[bytes], Done]) -> None:
    photo = sound().index(PHOTO)
    for at in (0, 10, photo + 3, len(sound()) // 2, len(sound()) - 1):
        done = verify(flipped(sound(), at))
        assert (done.returncode, done.stderr) == (1, ""), at
        assert done.stdout.splitlines()[-1].startswith("NOT VERIFIED 验证未通过: ")
