import re
from pathlib import Path

import pytest

from tests.databases import ROOT

pytestmark = pytest.mark.source

PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z0-9,_-]+\])?==([^\s;\\]+)", re.IGNORECASE | re.MULTILINE)
FILES = ("run.txt", "test.txt", "uv.txt")


def pins_of(path: Path) -> set[tuple[str, str]]:
    return set(PIN.findall(path.read_text(encoding="utf-8")))


def faults_in(text: str) -> list[str]:
    """Requirements without a hash, and addresses of registries."""
    faults = []
    for block in re.split(r"\n(?=[a-z0-9])", text, flags=re.IGNORECASE):
        if (pin := PIN.match(block)) and "--hash=sha256:" not in block:
            faults.append(f"no hash: {pin[1]}")
    faults += re.findall(r"^(?:--|-)(?!-hash).*", text, flags=re.MULTILINE)
    return faults + re.findall(r"\w+://\S+", text)


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_locked_by_hash_and_names_no_registry(name: str) -> None:
    assert faults_in((ROOT / "requirements" / name).read_text(encoding="utf-8")) == []


def test_an_unlocked_requirement_is_seen() -> None:
    text = "--index-url https://x.example/\na==1 \\\n    --hash=sha256:00\nb==2\n"
    assert faults_in(text) == [
        "no hash: b",
        "--index-url https://x.example/",
        "https://x.example/",
    ]


def test_an_environment_for_tests_serves_the_site_too() -> None:
    run, test = (pins_of(ROOT / "requirements" / name) for name in ("run.txt", "test.txt"))
    assert run
    assert run - test == set()
