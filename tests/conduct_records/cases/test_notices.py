"""Notices on paper: what they say in both languages, and the proof that they carry."""

import io
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from pypdf.generic import DecodedStreamObject

from conduct_records.actions.cases.charge_rule import charge_rule
from conduct_records.actions.cases.decide_case import Parts
from conduct_records.actions.cases.issue_notice import issue_notice
from conduct_records.actions.cases.print_notice import print_notice
from conduct_records.errors import NameCannotBePrinted, NoticeIsFixed
from conduct_records.models import Case, Notice
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.procedure import Seat
from conduct_records.rules.codebook import Sanction
from lms.ledger.models import Checkpoint
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.rules.verifier_papers import check_paper, files_within
from lms.ledger.rules.verifier_text import verifier_text
from lms.people.models import Employee
from tests.factories.cases import CaseWorld, case_world, deduction, dismissal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def printed(world: CaseWorld, kind: str, language: str = "zh-hans") -> bytes:
    notice = Notice.objects.select_related("case__subject").get(kind=kind)
    return print_notice(actor=world.subject, notice=notice, language=language)


def text_of(pdf: bytes) -> str:
    """Without white space, which a PDF has wherever a line breaks."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


# What they say -----------------------------------------------------------------------------------


def test_an_allegation_says_what_when_and_how_to_answer(world: CaseWorld) -> None:
    world.charged(None, "Y01", "R01")
    chinese, english = (text_of(printed(world, "allegation", each)) for each in ("zh-hans", "en"))
    for words in (
        "告知书",
        "两次点名不在岗。",
        "黄线",
        "红线",
        "送达次日起5日内",
        "陪同",
        "查看上列",
    ):
        assert words in chinese
    assert "Nothingisdecidedyet." in chinese
    for words in ("Noticeofallegation", "Within5daysfromthedayafter", "Youmaybringacolleague"):
        assert words in english
    assert "目前尚未作出任何决定" in english


def test_an_allegation_does_not_say_who_reported_it(world: CaseWorld) -> None:
    incident = world.incident(what="王芳告诉我的。", source="complaint", reference="TS-1")
    world.charged(world.investigating(world.opened(incident)))
    content = str(Notice.objects.get().content)
    assert "王芳" not in content and "TS-1" not in content and world.reporter.name not in content


def test_a_decision_says_what_it_costs_to_the_fen(world: CaseWorld) -> None:
    parts = Parts(warning=Sanction.WRITTEN_WARNING, deduction=deduction(amount=123_456))
    world.decided(None, "R01", parts=parts)
    chinese, english = (text_of(printed(world, "decision", each)) for each in ("zh-hans", "en"))
    for words in ("共1234.56元", "扣800.00元", "其余434.56元免予扣发", "当时去借手电", "罗平陪同"):
        assert words in chinese
    for words in ("1234.56yuaninall", "434.56yuaniswaived", "Proven.", "Youmayappeal"):
        assert words in english


def test_a_decision_without_a_statement_says_so(world: CaseWorld) -> None:
    case = world.notified()
    system = Employee.objects.system()
    answer_by = world.file(case).answer_by
    assert answer_by is not None
    with time_machine.travel(answer_by + timedelta(minutes=2), tick=False):
        world.step(case, system, said.Lapsed(answer_by))
        world.step(case, world.hr, said.Appointed(Seat.DECIDER, world.other_hr.token))
        world.decide(case)
        assert "在规定的期限内没有收到你的陈述" in text_of(printed(world, "decision"))


def test_a_dismissal_names_the_last_day_and_the_union(world: CaseWorld) -> None:
    case = world.heard(None, "R01")
    world.prepare_dismissal(case)
    world.decided(case, parts=dismissal())
    text = text_of(printed(world, "decision"))
    assert (
        "解除劳动合同" in text and "最后工作日" in text and "公司工会" in text and "无异议" in text
    )


def test_an_upheld_appeal_gives_everything_back(world: CaseWorld) -> None:
    world.overturned(None, "R01", parts=Parts(deduction=deduction()))
    chinese, english = (text_of(printed(world, "appeal", each)) for each in ("zh-hans", "en"))
    assert "撤销原决定" in chinese and "已扣发的300.00元全额退还" in chinese
    assert "Upheld:thedecisioniscancelled" in english and "300.00yuan" in english


def test_a_dismissed_appeal_leaves_the_decision(world: CaseWorld) -> None:
    case = world.appealed()
    world.step(case, world.third_hr, said.AppealDecided(False, "没有新的事实。"))
    text = text_of(printed(world, "appeal"))
    assert "维持原决定" in text and "没有新的事实" in text and "仲裁" in text


def test_a_commendation_carries_its_points(world: CaseWorld) -> None:
    world.commended()
    chinese, english = (text_of(printed(world, "commendation", e)) for e in ("zh-hans", "en"))
    assert "嘉奖书" in chinese and "暴雨夜协助住户转移车辆" not in chinese and "加2分" in chinese
    assert "Commended,with2points" in english


def test_traditional_characters_leave_names_and_numbers_alone(world: CaseWorld) -> None:
    world.decided()
    text = text_of(printed(world, "decision", "zh-hant"))
    assert "決定書" in text and "決定人" in text
    assert "高远" in text and "-决-1" in text


def test_what_no_font_has_is_named(world: CaseWorld) -> None:
    world.investigating()
    case = Case.objects.get()
    charge_rule(actor=world.investigator, case=case, code="Y01", facts="离岗\U0001f600。")
    issue_notice(actor=world.hr, case=case)
    assert "离岗〔U+1F600〕。" in text_of(printed(world, "allegation"))


def test_a_name_that_no_font_has_is_refused(world: CaseWorld) -> None:
    Employee.objects.filter(pk=world.subject.pk).update(name="高\U0001f600")
    world = replace(world, subject=Employee.objects.get(pk=world.subject.pk))
    world.charged()
    with pytest.raises(NameCannotBePrinted, match="U\\+1F600"):
        printed(world, "allegation")


def test_a_paper_is_tagged_and_of_its_size(world: CaseWorld) -> None:
    world.decided()
    reader = pypdf.PdfReader(io.BytesIO(printed(world, "decision")))
    box = reader.pages[0].mediabox
    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (210, 297)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"]
    assert sorted(reader.attachments) == ["notice.json", "proof.json"]


# That they stay as they are ----------------------------------------------------------------------


def changes(notice: Notice) -> dict[str, Callable[[], Any]]:
    notice.content = notice.content | {"answer_days": 1}
    rows = Notice.objects.filter(pk=notice.pk)
    table = Notice._meta.db_table
    return {
        "saved": notice.save,
        "updated": lambda: rows.update(content={}),
        "in bulk": lambda: Notice.objects.bulk_update([notice], ["content"]),
        "deleted": notice.delete,
        "deleted in bulk": rows.delete,
        "by SQL": lambda: connection.cursor().execute(f"UPDATE {table} SET content_hash = ''"),
        "deleted by SQL": lambda: connection.cursor().execute(f"DELETE FROM {table}"),
    }


@pytest.mark.parametrize(
    "way",
    ["saved", "updated", "in bulk", "deleted", "deleted in bulk", "by SQL", "deleted by SQL"],
)
def test_a_notice_that_was_issued_is_never_changed(world: CaseWorld, way: str) -> None:
    world.notified()
    notice = Notice.objects.get()
    with pytest.raises((NoticeIsFixed, DatabaseError)), transaction.atomic():
        changes(notice)[way]()
    assert Notice.objects.get().content["answer_days"] == 5


# The proof ---------------------------------------------------------------------------------------


def keys() -> list[str]:
    return [str(key) for key in verifier_keys()]


def test_a_checkpoint_is_signed_before_it_is_printed(world: CaseWorld) -> None:
    world.charged()
    assert not Checkpoint.objects.exists()
    first = printed(world, "allegation")
    assert Checkpoint.objects.count() == 1
    printed(world, "allegation")
    assert Checkpoint.objects.count() == 1
    assert check_paper(first, keys()).fault is None


def test_the_verifier_reads_the_paper_alone(world: CaseWorld, tmp_path: Path) -> None:
    world.decided()
    (tmp_path / "verifier.py").write_text(verifier_text(), encoding="utf-8")
    (tmp_path / "notice.pdf").write_bytes(printed(world, "decision"))
    command = [sys.executable, "-I", "verifier.py", "notice.pdf", "--key", keys()[0]]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("VERIFIED 验证通过")
    assert '"decision"' in done.stdout and "当时去借手电" in done.stdout


def repacked(pdf: bytes, changed: Callable[[str, bytes], bytes]) -> bytes:
    """The paper with what it carries changed."""
    writer: Any = pypdf.PdfWriter()
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    for page in reader.pages:
        writer.add_page(page)
    for name, (data,) in reader.attachments.items():
        writer.add_attachment(name, changed(name, data))
    for found in writer._objects:
        if isinstance(found, DecodedStreamObject) and found.get("/Type") == "/EmbeddedFile":
            writer._replace_object(found.indirect_reference, found.flate_encode())
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_another_writer_may_write_the_pdf_anew(world: CaseWorld) -> None:
    world.decided()
    pdf = repacked(printed(world, "decision"), lambda name, data: data)
    assert check_paper(pdf, keys()).fault is None


@pytest.mark.parametrize("file", ["proof.json", "notice.json"])
def test_a_changed_byte_of_what_it_carries_is_found(world: CaseWorld, file: str) -> None:
    world.decided()
    pdf = printed(world, "decision")
    proof, content = files_within(pdf)
    size = len(proof if file == "proof.json" else content)
    for at in [0, 1, size - 1, *range(7, size, 97)]:

        def flip(name: str, data: bytes, at: int = at) -> bytes:
            return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] if name == file else data

        assert check_paper(rebuilt(pdf, flip), keys()).fault, at


def rebuilt(pdf: bytes, changed: Callable[[str, bytes], bytes]) -> bytes:
    """As little of a PDF as the verifier reads, with what it carries changed."""
    proof, content = files_within(pdf)
    parts = [("proof.json", proof), ("notice.json", content)]
    streams = [
        b"<</Type /EmbeddedFile>>\nstream\n" + zlib.compress(changed(name, data)) + b"\nendstream"
        for name, data in parts
    ]
    return b"%PDF-1.7\n" + b"\n".join(streams)


def test_a_paper_with_more_or_less_within_is_refused(world: CaseWorld) -> None:
    world.decided()
    pdf = rebuilt(printed(world, "decision"), lambda name, data: data)
    assert check_paper(pdf, keys()).fault is None
    for wrong in (pdf + pdf[9:], pdf[: len(pdf) // 2], pdf[:-40], b"%PDF-1.7\n"):
        fault = check_paper(wrong, keys()).fault
        assert fault is not None and fault.startswith("paper: ")


def test_the_content_of_another_paper_does_not_pass(world: CaseWorld) -> None:
    world.decided()
    __, other = files_within(printed(world, "allegation"))
    pdf = rebuilt(
        printed(world, "decision"), lambda name, data: other if name == "notice.json" else data
    )
    assert check_paper(pdf, keys()).fault == (
        "content: what the paper says is not what was recorded"
    )
