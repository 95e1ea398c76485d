"""A closed case taken out as one file: who may, what is in it, what is not, and that it proves
itself on a machine without the product."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from conduct_records.actions.cases.add_evidence import add_evidence
from conduct_records.actions.cases.keep_evidence import HandedIn
from conduct_records.actions.cases.make_bundle import make_bundle
from conduct_records.actions.cases.request_bundle import request_bundle
from conduct_records.actions.cases.resume_bundles import resume_bundles
from conduct_records.errors import CaseNotClosed
from conduct_records.models import BundleWork, Case, CaseBundle
from conduct_records.rules.cases import steps as said
from lms.jobs.models import SILENT
from lms.ledger.actions.verify_ledger import verify as verify_ledger
from lms.ledger.models import PendingLook
from lms.ledger.queries.entries import disclosures_of, newest_of_case
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.rules.archive import write_archive
from lms.ledger.rules.verifier import Report
from lms.ledger.rules.verifier_program import check_file
from lms.ledger.rules.verifier_text import verifier_text
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.conduct_records.cases.reports import photo
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import holder_of

pytestmark = pytest.mark.django_db(transaction=True)
PURPOSE = "劳动仲裁 · 仲案字123号"
WITNESS = "钱桂芳"
OWN_PAPERS = "index.pdf", "codebook/rules.pdf", "acknowledgement/1.pdf", "training/training.pdf"


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def with_witness(world: CaseWorld) -> Case:
    """A case with evidence from its reporter, a witness whom a charge names too, and a decision
    that was served."""
    case = world.investigating(world.opened(world.incident(what=f"{WITNESS}看见他离岗。")))
    role = said.InterviewRole.WITNESS
    text = "我看见岗亭没有人。"
    world.step(case, world.investigator, said.Interviewed(WITNESS, role, text))
    handed_in = HandedIn(photo(), f"{WITNESS}拍的.jpg", about="空岗亭")
    add_evidence(
        actor=world.investigator, incident=case.incident, case=case, files=[handed_in], device=""
    )
    return world.served(world.decided(world.heard(world.notified(world.charged(case)))))


def taken_out(world: CaseWorld, case: Case, purpose: str = PURPOSE) -> BundleWork:
    work = request_bundle(actor=world.hr, case=case, purpose=purpose)
    make(work)
    return work


def make(work: BundleWork) -> None:
    with translation.override("zh-hans"):
        make_bundle(actor=Employee.objects.system(), work=work)
    work.refresh_from_db()


def data_of(work: BundleWork) -> bytes:
    assert work.state == BundleWork.State.DONE, work.outcome
    with work.result.open("rb") as file:
        return file.read()


def checked(data: bytes) -> Report:
    return check_file(io.BytesIO(data), [str(key) for key in verifier_keys()])


def files_in(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_it_holds_what_an_arbitrator_asks_for_and_proves_it(world: CaseWorld) -> None:
    case = with_witness(world)
    work = taken_out(world, case)
    data = data_of(work)
    report, files = checked(data), files_in(data)
    assert report.fault is None
    assert set(files) >= {
        "README.txt",
        "acknowledgement/1-wording.txt",
        "acknowledgement/1.pdf",
        "codebook/rules.pdf",
        "codebook/version-1.json",
        "evidence/001.jpg",
        "index.pdf",
        "manifest.json",
        "notices/1-allegation.pdf",
        "notices/2-decision.pdf",
        "proofs.json",
        "training/training.pdf",
        "verifier.py",
    }
    assert files["verifier.py"].decode() == verifier_text()
    kinds = [envelope["type"] for envelope, __ in report.entries.values()]
    taken = [f"case.{kind}" for kind in case.steps.values_list("kind", flat=True)]
    for kind in ("incident.reported", "evidence.added", "case.notice", "codebook.signed", *taken):
        assert kind in kinds
    assert kinds[-1] == "case.bundle" and len(kinds) == len(report.listed["entries"]) + 1
    index = text_of(files["index.pdf"])
    assert case.number in index and world.subject.name in index and "仲案字123号" in index
    stated = {file["path"]: file["stated"] for file in report.listed["files"]}
    for path in ("evidence/001.jpg", "codebook/version-1.json", "acknowledgement/1-wording.txt"):
        assert stated[path] is not None, path


def test_neither_reporter_nor_witness_stands_in_it(world: CaseWorld) -> None:
    data = data_of(taken_out(world, with_witness(world)))
    files = files_in(data)
    own = {path: text_of(files[path]) for path in OWN_PAPERS}
    own["manifest.json"] = files["manifest.json"].decode()
    own["proofs.json"] = files["proofs.json"].decode()
    for path, text in own.items():
        for name in (WITNESS, world.reporter.name, world.reporter.staff_number):
            assert name not in text, (path, name)
    assert "我看见岗亭没有人。" in own["index.pdf"] and "我看见岗亭没有人。" in own["proofs.json"]
    entries = {e["type"]: shown for e, shown in checked(data).entries.values()}
    assert "what" not in entries["incident.reported"] and "place" in entries["incident.reported"]
    assert not {"reported_by", "device"} & set(entries["incident.reported"])
    assert not {"name", "person"} & set(entries["case.interviewed"])
    assert not {"file", "device", "added_by"} & set(entries["evidence.added"])


def test_row_and_entry_agree_and_the_ledger_verifies(world: CaseWorld) -> None:
    work = taken_out(world, with_witness(world))
    row = CaseBundle.objects.get(work=work)
    entry = newest_of_case(row.token, "case.bundle")
    assert entry is not None
    values = {
        name: each and each.value for name, each in disclosures_of([entry])[entry.seq].items()
    }
    assert values["content_hash"] == row.content_hash
    assert (values["purpose"], row.purpose, row.made_by) == (PURPOSE, PURPOSE, world.hr)
    assert row.made_at <= timezone.now()
    assert verify_ledger().is_sound


@pytest.mark.parametrize("ended", ["overturned", "withdrawn"])
def test_every_closed_case_can_be_taken_out(world: CaseWorld, ended: str) -> None:
    if ended == "withdrawn":
        case = world.opened()
        world.step(case, world.hr, said.Withdrawn("误报。"))
    else:
        case = getattr(world, ended)()
    assert checked(data_of(taken_out(world, case))).fault is None


def test_before_it_is_served_it_says_why_not(world: CaseWorld, client: Client) -> None:
    case = world.decided()
    with pytest.raises(CaseNotClosed):
        request_bundle(actor=world.hr, case=case, purpose=PURPOSE)
    client.force_login(world.hr)
    page = client.get(reverse("conduct_records:bundle", args=[case.pk]))
    assert str(CaseNotClosed()) in page.text
    assert reverse("conduct_records:bundle", args=[case.pk]) not in case_page(client, case)


def case_page(client: Client, case: Case) -> str:
    return client.get(reverse("conduct_records:case", args=[case.pk]), follow=True).text


def test_who_may_not_finds_nothing(world: CaseWorld, client: Client) -> None:
    case = world.served()
    work = taken_out(world, case)
    for person in (world.subject, world.investigator, world.reporter, world.other_hr):
        client.force_login(person)
        if person != world.other_hr:
            with pytest.raises(NotAllowed):
                request_bundle(actor=person, case=case, purpose=PURPOSE)
            assert client.get(reverse("conduct_records:bundle", args=[case.pk])).status_code == 404
        for name in ("bundle-work", "bundle-result"):
            url = reverse(f"conduct_records:{name}", args=[case.pk, work.pk])
            assert client.get(url).status_code == 404, (person, name)
    client.force_login(holder_of(Role.AUDITOR, world.company))
    assert client.get(reverse("conduct_records:bundle", args=[case.pk])).status_code == 404


def test_from_the_page_to_the_file(world: CaseWorld, client: Client) -> None:
    case = world.served()
    client.force_login(world.hr)
    url = reverse("conduct_records:bundle", args=[case.pk])
    assert client.post(url, {"purpose": "none"}).status_code == 422
    sent = client.post(url, {"purpose": "arbitration", "reference": "仲案字123号"})
    work = BundleWork.objects.get()
    assert sent.headers["Location"] == reverse(
        "conduct_records:bundle-work", args=[case.pk, work.pk]
    )
    again = client.post(url, {"purpose": "arbitration", "reference": "仲案字123号"})
    assert again.headers["Location"] == sent.headers["Location"]
    result = reverse("conduct_records:bundle-result", args=[case.pk, work.pk])
    assert client.get(result).status_code == 404
    make(work)
    assert result in client.get(sent.headers["Location"]).text
    PendingLook.objects.all().delete()
    fetched = client.get(result)
    data = b"".join(fetched.streaming_content)
    assert checked(data).fault is None
    assert "no-store" in fetched.headers["Cache-Control"]
    assert f"case-{case.number}.zip" in fetched.headers["Content-Disposition"]
    look = PendingLook.objects.get()
    assert (look.subject, look.purpose) == (world.subject.token, work.purpose)
    page = client.get(url).text
    assert "仲案字123号" in page and CaseBundle.objects.get().content_hash in page


def test_killed_anywhere_it_is_made_once(world: CaseWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """After it was put together, after it was recorded, after it was proven."""
    case, system = world.served(), Employee.objects.system()
    work = request_bundle(actor=world.hr, case=case, purpose=PURPOSE)
    for name in ("_record", "keep_result", ""):
        with monkeypatch.context() as killed:
            if name:
                killed.setattr(f"conduct_records.actions.cases.make_bundle.{name}", _killed)
                with pytest.raises(KeyboardInterrupt):
                    make(work)
            else:
                make(work)
        silent = timezone.now() - SILENT * 2
        BundleWork.objects.filter(pk=work.pk).update(state="running", moved_at=silent)
        assert resume_bundles(actor=system) == 1
    make(work)
    assert checked(data_of(work)).fault is None
    make(work)
    assert resume_bundles(actor=system) == 0
    assert CaseBundle.objects.count() == 1


def _killed(*args: Any, **kwargs: Any) -> None:
    raise KeyboardInterrupt


def test_evidence_that_was_altered_is_not_taken_out(world: CaseWorld) -> None:
    case = with_witness(world)
    row = case.own_evidence.get()
    with row.file.storage.open(row.file.name, "wb") as file:
        file.write(b"something else")
    work = taken_out_or_not(world, case)
    assert work.state == BundleWork.State.FAILED and work.outcome
    assert not CaseBundle.objects.exists()


def test_without_the_signing_key_nothing_is_recorded(world: CaseWorld, settings: Any) -> None:
    case = world.served()
    work = request_bundle(actor=world.hr, case=case, purpose=PURPOSE)
    settings.LEDGER_SIGNING_KEY = " "
    make(work)
    assert work.state == BundleWork.State.FAILED and work.outcome
    assert not CaseBundle.objects.exists()


def taken_out_or_not(world: CaseWorld, case: Case) -> BundleWork:
    work = request_bundle(actor=world.hr, case=case, purpose=PURPOSE)
    make(work)
    return work


def test_the_list_shows_who_when_and_what_for_at_a_constant_cost(
    world: CaseWorld, client: Client, django_assert_num_queries: Any
) -> None:
    case = world.served()
    client.force_login(world.hr)
    url = reverse("conduct_records:bundle", args=[case.pk])
    BundleWork.objects.create(case=case, owner=world.hr, purpose="一")
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)
    for purpose in ("二", "三"):
        BundleWork.objects.create(case=case, owner=world.other_hr, purpose=purpose)
    with django_assert_num_queries(QUERIES):
        page = client.get(url)
    assert all(word in page.text for word in ("一", "二", "三", world.other_hr.name))


QUERIES = 11


# As whoever gets it checks it ---------------------------------------------------------------------


@pytest.fixture
def verify(tmp_path: Path) -> Callable[[bytes], subprocess.CompletedProcess[str]]:
    (tmp_path / "verifier.py").write_text(verifier_text(), encoding="utf-8")

    def run(data: bytes) -> subprocess.CompletedProcess[str]:
        (tmp_path / "case.zip").write_bytes(data)
        key = str(verifier_keys()[-1])
        return subprocess.run(
            [sys.executable, "-I", "verifier.py", "case.zip", "--key", key],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    return run


def test_alone_without_the_product_and_not_with_a_byte_changed(
    world: CaseWorld, verify: Callable[[bytes], subprocess.CompletedProcess[str]]
) -> None:
    case = with_witness(world)
    data = data_of(taken_out(world, case))
    done = verify(data)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("VERIFIED ")
    for name in ("evidence/001.jpg", "notices/2-decision.pdf", "index.pdf", "proofs.json"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            at = archive.getinfo(name).header_offset + archive.getinfo(name).file_size // 2 + 40
        changed = bytearray(data)
        changed[at] ^= 1
        assert checked(bytes(changed)).fault, name
    done = verify(bytes(changed))
    assert done.returncode == 1 and "NOT VERIFIED" in done.stdout.splitlines()[-1]


def test_proofs_of_another_bundle_do_not_fit(world: CaseWorld) -> None:
    case = world.served()
    first, second = (files_in(data_of(taken_out(world, case, name))) for name in ("甲", "乙"))
    mixed = io.BytesIO()
    write_archive(mixed, list({**first, "proofs.json": second["proofs.json"]}.items()))
    assert checked(mixed.getvalue()).fault
    assert json.loads(first["manifest.json"])["purpose"] == "甲"
