from pathlib import Path

import pytest

from tests.databases import ROOT, one_at_a_time
from tests.frame.guards import GUARDS, Fault, Guard, copy_repository

pytestmark = pytest.mark.source


def run(guard: Guard, root: Path) -> tuple[bool, str]:
    with one_at_a_time(guard.name):  # mypy's cache has one writer
        return guard.run(root)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_the_repository_passes(guard: Guard) -> None:
    passes, printed = run(guard, ROOT)
    assert passes, printed


@pytest.mark.parametrize(
    ("guard", "fault"),
    [
        pytest.param(guard, fault, id=f"{guard.name}, {fault.seen_as}")
        for guard in GUARDS
        for fault in guard.faults
    ],
)
def test_a_fault_is_seen(guard: Guard, fault: Fault, tmp_path: Path) -> None:
    root = copy_repository(tmp_path)
    fault.sow(root)
    passes, printed = run(guard, root)
    assert not passes
    assert fault.seen_as in printed
