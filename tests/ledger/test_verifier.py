"""The verifier as an outsider runs it: one file, copied alone to an empty directory."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lms.ledger.rules import verifier
from lms.ledger.rules.verifier import LARGEST_BUNDLE
from lms.ledger.rules.verifier_text import verifier_text
from tests.ledger.small_log import KEY, NAME, SmallLog, written

LOG = SmallLog(11)
BUNDLE = LOG.bundle(11, {2: ["title"], 7: ["score", "passed"]}, since=[4])
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A directory that holds the verifier and the bundle, and nothing else."""
    (tmp_path / "verifier.py").write_text(verifier_text(), encoding="utf-8")
    (tmp_path / "bundle.json").write_bytes(written(BUNDLE))
    return tmp_path


@pytest.fixture
def verify(alone: Path) -> Callable[..., Done]:
    def run(*arguments: str, python: tuple[str, ...] = ("-I",), **environment: str) -> Done:
        return subprocess.run(
            [sys.executable, *python, "verifier.py", *arguments],
            cwd=alone,
            env={"PATH": os.environ["PATH"], **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    return run


def put(alone: Path, found: Any) -> None:
    (alone / "bundle.json").write_bytes(found if isinstance(found, bytes) else written(found))


def last_line(done: Done) -> str:
    assert done.stderr == ""
    return done.stdout.splitlines()[-1]


def test_a_sound_bundle_is_told_entry_by_entry(verify: Callable[..., Done]) -> None:
    done = verify("bundle.json", "--key", KEY)
    assert done.stdout.splitlines() == [
        "small.example/ledger/records: 4 entries, time 2026-11-26T02:00:00Z, signed, and continued "
        "by the one below",
        "small.example/ledger/records: 11 entries, time 2026-12-03T02:00:00Z, signed",
        "entry 2: test.result, recorded 2026-11-22T02:02:00.000000Z, included there",
        "  actor trainer, subject person-2, case case-2",
        "  passed: not shown",
        "  score: not shown",
        '  title: "消防演练", as recorded',
        "entry 7: test.result, recorded 2026-11-22T02:07:00.000000Z, included there",
        "  actor trainer, subject person-7, case case-7",
        "  passed: true, as recorded",
        "  score: 93, as recorded",
        "  title: not shown",
        "VERIFIED 验证通过: every entry stands under a signed checkpoint",
    ]
    assert (done.returncode, done.stderr) == (0, "")


def test_one_of_several_keys_is_enough(verify: Callable[..., Done]) -> None:
    other = str(verifier.VerifierKey.of("other.example", b"k" * 32))
    assert verify("bundle.json", "--key", other, "--key", KEY).returncode == 0
    done = verify("bundle.json", "--key", other)
    assert done.returncode == 1
    assert last_line(done) == (
        "NOT VERIFIED 验证未通过: checkpoint: no signature by a key that is trusted"
    )


def test_without_a_key_it_says_what_to_compare(verify: Callable[..., Done]) -> None:
    done = verify("bundle.json")
    assert done.returncode == 1
    assert f"The bundle names {KEY}: if the same was published elsewhere" in done.stdout
    assert last_line(done).startswith("NOT VERIFIED 验证未通过: checkpoint: ")


def test_without_cryptography_nothing_is_verified(verify: Callable[..., Done]) -> None:
    done = verify("bundle.json", "--key", KEY, python=("-I", "-S"))
    assert done.returncode == 1
    assert last_line(done) == (
        "NOT VERIFIED 验证未通过: checkpoint: signatures need the Python package `cryptography`"
    )


def test_a_tampered_entry_is_named(alone: Path, verify: Callable[..., Done]) -> None:
    found = LOG.bundle(11, {2: ["title"], 7: ["score"]})
    found["entries"][1]["disclosed"]["score"]["value"] = 100
    put(alone, found)
    done = verify("bundle.json", "--key", KEY)
    assert done.returncode == 1
    assert last_line(done) == (
        "NOT VERIFIED 验证未通过: entries[1] (entry 7), field score: "
        "what is shown is not what was recorded"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        written(BUNDLE)[:-1],
        written(BUNDLE)[: len(written(BUNDLE)) // 2],
        b"[" * 1_000_000,
        b'{"format": ' * 1_000_000,
        b"1" * 1_000_000,
        b"\xff\xfe\x00",
        b"NaN",
    ],
    ids=["empty", "cut by one", "half", "deep", "deep object", "long number", "binary", "NaN"],
)
def test_bad_input_is_refused_without_a_crash(
    alone: Path, verify: Callable[..., Done], data: bytes
) -> None:
    put(alone, data)
    done = verify("bundle.json", "--key", KEY)
    assert done.returncode == 1
    assert last_line(done).startswith("NOT VERIFIED 验证未通过: bundle: ")


def test_a_huge_file_is_not_read_to_its_end(alone: Path, verify: Callable[..., Done]) -> None:
    with (alone / "bundle.json").open("wb") as file:
        file.truncate(200 * LARGEST_BUNDLE)
    done = verify("bundle.json", "--key", KEY)
    assert last_line(done) == (
        f"NOT VERIFIED 验证未通过: bundle: larger than {LARGEST_BUNDLE} bytes"
    )


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "required: bundle"),
        (["missing.json"], "No such file"),
        (["."], "Is a directory"),
        (["bundle.json", "--key", "abc"], "not 33 bytes in base64"),
        (["bundle.json", "--key", KEY.replace("+", "+0", 1)], "not an Ed25519 key"),
        (["bundle.json", "--force"], "unrecognized arguments"),
    ],
)
def test_a_wrong_command_is_explained(
    verify: Callable[..., Done], arguments: list[str], reason: str
) -> None:
    done = verify(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr


def test_what_is_shown_cannot_play_with_the_terminal(
    alone: Path, verify: Callable[..., Done]
) -> None:
    log = SmallLog(1, {"title": "\x1b[2J\u202egnp.\x9b", "x\nVERIFIED": 1})
    put(alone, log.bundle(1, {0: ["title", "x\nVERIFIED"]}))
    done = verify("bundle.json", "--key", KEY)
    assert done.returncode == 0
    assert '  title: "\\u001b[2J\\u202egnp.\\x9b", as recorded' in done.stdout.splitlines()
    assert "  x\\nVERIFIED: 1, as recorded" in done.stdout.splitlines()


def test_a_terminal_without_chinese_is_no_obstacle(verify: Callable[..., Done]) -> None:
    done = verify("bundle.json", "--key", KEY, python=(), PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert last_line(done).startswith("VERIFIED \\u9a8c\\u8bc1\\u901a\\u8fc7")


def test_it_needs_nothing_of_the_product() -> None:
    text = verifier_text()
    assert "lms." not in text and "django" not in text
    assert NAME not in text
