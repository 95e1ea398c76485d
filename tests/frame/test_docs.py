import hashlib
import re

import pytest

from tests.databases import ROOT

pytestmark = pytest.mark.source


def test_every_setting_is_described() -> None:
    described = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    sources = sorted((ROOT / "lms" / "settings").glob("*.py"))
    code = "".join(each.read_text(encoding="utf-8") for each in sources)
    code += "".join(path.read_text() for path in (ROOT / "script" / "prepare").glob("*.py"))
    read = set(re.findall(r'"(LMS_[A-Z_]+|DATABASE_URL)"', code))
    assert read
    assert {name for name in read if f"`{name}`" not in described} == set()


def test_vendored_files_are_those_that_are_listed() -> None:
    listed = dict(
        re.findall(
            r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$",
            (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"),
            flags=re.MULTILINE,
        )
    )
    folders = ("static/vendor", "lms/pdf/fonts")
    found = [path for folder in folders for path in (ROOT / folder).iterdir()]
    vendored = {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in found
        if path.suffix != ".txt"
    }
    assert vendored == listed
