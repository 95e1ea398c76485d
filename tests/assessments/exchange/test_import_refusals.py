"""Files that cannot be imported, as a whole or in part: each is refused in words, by the command
and in its report."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Question
from tests.assessments.exchange.dumps import choice, dump
from tests.assessments.exchange.test_import import GIFT, png

pytestmark = pytest.mark.django_db
MB = 1024 * 1024
BOMB = """<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<quiz><question type="truefalse"><name><text>&b;</text></name></question></quiz>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>"""
WITHOUT_PICTURE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="truefalse">
  <name><text>图</text></name>
  <questiontext format="html">
    <text><![CDATA[<p>看图<img src="@@PLUGINFILE@@/a.png" alt="门"></p>]]></text>
  </questiontext>
  <defaultgrade>1</defaultgrade>
  <answer fraction="100"><text>true</text></answer>
  <answer fraction="0"><text>false</text></answer>
</question>
</quiz>"""


def archive(*names: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name in names:
            opened.writestr(name, b"x")
    return file.getvalue()


def run(tmp_path: Path, content: bytes, format: str, *options: str) -> tuple[str, dict[str, Any]]:
    """What the command says where it refuses the file, and its report."""
    file, report = tmp_path / "questions", tmp_path / "report.json"
    file.write_bytes(content)
    arguments = [str(file), f"--format={format}", f"--report={report}", "--language=en", *options]
    said = ""
    try:
        call_command("import_questions", *arguments)
    except CommandError as refusal:
        said = str(refusal)
    return said, json.loads(report.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("content", "format", "words"),
    [
        ("题目{T}".encode("gb18030"), "gift", "UTF-8"),
        ('[\n"题"]'.encode("gb18030"), "django-quiz", "UTF-8"),
        ("题目\nA. 甲".encode("gb18030"), "aiken", "UTF-8"),
        (b" " * 30 * MB, "gift", "20 MB"),
        (b" " * 30 * MB, "xlsx", "20 MB"),
        (b"", "json", "empty"),
        (archive("a.txt"), "gift", "zip"),
        (archive("a.xml"), "moodle-xml", "zip"),
        (BOMB.encode(), "moodle-xml", "entities"),
        (OUTSIDE.encode(), "moodle-xml", "entities"),
        (b"no sheet", "xlsx", ""),
        (archive("a.txt"), "xlsx", ""),
        (b"[1, 2", "django-quiz", "Line 1"),
        (b"{}", "django-quiz", "django-quiz"),
        (b"[]", "json", ""),
    ],
)
def test_a_whole_file(tmp_path: Path, content: bytes, format: str, words: str) -> None:
    said, report = run(tmp_path, content, format)
    assert said and words in said
    assert not report["imported"] and not report["lossy"]
    (refused,) = report["refused"]
    assert refused["reason"] == said and refused["place"]
    assert not Question.objects.exists()


def test_an_answer_that_is_not_closed(tmp_path: Path) -> None:
    said, report = run(tmp_path, GIFT.encode(), "gift")
    assert not said
    assert [row["name"] for row in report["imported"]] == ["茶水", "Knock"]
    (refused,) = report["refused"]
    assert (refused["name"], refused["line"]) == ("坏的", 5)
    assert Question.objects.count() == 2


def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    __, report = run(tmp_path, b"<quiz>\n<question", "moodle-xml")
    assert [bool(row["reason"]) for row in report["refused"]] == [True]


def test_a_picture_that_is_missing(tmp_path: Path) -> None:
    __, report = run(tmp_path, WITHOUT_PICTURE.encode(), "moodle-xml")
    found = [*report["refused"], *report["lossy"]]
    assert len(found) == 1 and not report["imported"]
    assert "a.png" in json.dumps(found, ensure_ascii=False)


def test_strict_writes_nothing_and_still_reports(tmp_path: Path) -> None:
    said, report = run(tmp_path, GIFT.encode(), "gift", "--strict")
    assert said and len(report["refused"]) == 3 and not report["imported"]
    assert not Question.objects.exists()


def test_a_report_that_cannot_be_written_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "questions"
    file.write_text(GIFT)
    for report in (tmp_path / "nowhere" / "report.json", tmp_path):
        with pytest.raises(CommandError) as refusal:
            call_command("import_questions", str(file), "--format=gift", f"--report={report}")
        assert str(report) in str(refusal.value)
    assert not Question.objects.exists()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    __, report = run(tmp_path, GIFT.encode(), "gift", "--dry-run")
    assert len(report["imported"]) == 2
    assert not Question.objects.exists()


def test_every_entry_says_where_and_what(tmp_path: Path) -> None:
    __, report = run(tmp_path, dump(), "django-quiz", "--dry-run")
    assert all(row["place"] and "name" in row for rows in report.values() for row in rows)
    assert all(row["loss"] for row in report["lossy"])
    assert all(row["reason"] for row in report["refused"])


def test_pictures_that_lie_beside_a_dump(tmp_path: Path) -> None:
    folder = tmp_path / "media" / "uploads"
    folder.mkdir(parents=True)
    (folder / "1.png").write_bytes(png())
    rows = choice(1, "?", (1, "a", True), (2, "b", False), figure="uploads/1.png")
    run(tmp_path, dump(*rows), "django-quiz", f"--media={tmp_path / 'media'}")
    assert Question.objects.get().current_version.picture is not None


def test_out_and_in_by_command(tmp_path: Path) -> None:
    run(tmp_path, GIFT.encode(), "gift")
    file, report = tmp_path / "out.xml", tmp_path / "losses.json"
    call_command(
        "export_questions",
        str(file),
        "--format=moodle-xml",
        "--category=服务/前台",
        f"--report={report}",
    )
    assert json.loads(report.read_text())["lossy"] == []
    __, again = run(tmp_path, file.read_bytes(), "moodle-xml")
    assert [row["came"] for row in again["imported"]] == ["unchanged", "unchanged"]
    with pytest.raises(CommandError):
        call_command("export_questions", str(file), "--format=gift", "--category=nowhere")
