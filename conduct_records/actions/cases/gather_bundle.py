"""What a case's bundle holds, file by file. Writes nothing to the database but a checkpoint."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

import rfc8785
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conduct_records.actions.cases import typeset_bundle
from conduct_records.actions.cases.print_notice import print_notice
from conduct_records.errors import BundleNotBorneOut
from conduct_records.models import BundleWork, Case
from conduct_records.queries.cases.bundle import Grounds, grounds_of
from conduct_records.queries.cases.bundle_entries import (
    CaseEntries,
    entries_of,
    tokens_beside,
    tokens_of_case,
    veil_of_bundle,
)
from conduct_records.queries.cases.files import file_of
from conduct_records.queries.cases.identities import called
from conduct_records.queries.cases.notice_content import evidence_of
from conduct_records.queries.cases.words import STEPS
from conduct_records.rules.cases.bundles import (
    INDEX,
    README,
    VERIFIER,
    Enclosed,
    EnclosedEntry,
    Stated,
)
from conduct_records.rules.cases.evidence import NOTICE_ISSUED, entry_name
from conduct_records.rules.cases.identities import Veil
from conduct_records.rules.cases.incident_evidence import EVIDENCE_ADDED, INCIDENT_REPORTED
from conduct_records.rules.cases.procedure import StepKind
from conduct_records.rules.evidence import CODEBOOK_ADOPTED, CODEBOOK_SIGNED
from courses.actions.print_certificate import print_certificate
from courses.policies import can_see_certificate
from lms.ledger.models import Entry
from lms.ledger.rules.verifier_archive import AT_ONCE
from lms.ledger.rules.verifier_text import verifier_text
from lms.people.models import Employee

# What the progress counts: the papers, the evidence, the zip, the proofs.
STAGES = 4
ENDING = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True)
class Source:
    """A file of the bundle, as it is listed, and where its bytes come from."""

    enclosed: Enclosed
    stored: FieldFile | None = None
    data: bytes = b""

    @property
    def path(self) -> str:
        return self.enclosed.path

    @property
    def what(self) -> str:
        return self.enclosed.what

    @property
    def sha256(self) -> str:
        return self.enclosed.sha256

    def pieces(self) -> Iterator[bytes]:
        if self.stored is None:
            yield self.data
        else:
            yield from _pieces(self.stored)


def gather(
    work: BundleWork, made_at: datetime, tell: Callable[[int], None]
) -> tuple[list[Source], list[EnclosedEntry]]:
    """By path; and the entries that prove it. In the language of who reads this.

    Raises `BundleNotBorneOut`; of the notices what `print_notice` raises.
    """
    case, file = work.case, file_of(work.case)
    grounds, veil = grounds_of(case, file), veil_of_bundle(case)
    beside = tokens_beside(
        grounds.versions, grounds.signatures, grounds.sittings, grounds.certificates
    )
    entries = entries_of([*tokens_of_case(case), *beside], veil)
    _check_complete(case, entries)
    papers = [
        *_notices(work.owner, case, entries),
        *_codebook(grounds, entries),
        *_acknowledgements(grounds, entries),
        *_training(work.owner, case, grounds),
        _written(README, _readme(work, entries, made_at), _("How to check this bundle")),
        _written(VERIFIER, verifier_text().encode(), _("The program that checks it")),
    ]
    tell(1)
    found = [*papers, *_evidence(case, entries, veil)]
    tell(2)
    listed = sorted((source.enclosed for source in found), key=lambda each: each.path)
    index = typeset_bundle.index(work, file, grounds, entries, veil, listed, made_at)
    found.append(_written(INDEX, index, _("This index")))
    return sorted(found, key=lambda source: source.path), entries.enclosed


def _check_complete(case: Case, entries: CaseEntries) -> None:
    """That the ledger has an entry of everything that was done."""
    wanted = [(case.incident.token, INCIDENT_REPORTED, _("The report"))]
    wanted += [
        (step.token, entry_name(step.kind), str(STEPS[StepKind(step.kind)]))
        for step in case.steps.all()
    ]
    for token, kind, what in wanted:
        if entries.of(token, kind) is None and not entries.has_left_out(token, kind):
            raise BundleNotBorneOut(what)


# The files ---------------------------------------------------------------------------------------


def _written(path: str, data: bytes, what: Any, stated: Stated | None = None) -> Source:
    enclosed = Enclosed(path, len(data), sha256(data).hexdigest(), str(what), stated)
    return Source(enclosed, data=data)


def _kept(path: str, stored: FieldFile, what: Any, stated: Stated | None, expected: str) -> Source:
    """A file that was handed in. Raises `BundleNotBorneOut` where it is not what it was."""
    digest, size = sha256(), 0
    try:
        for piece in _pieces(stored):
            digest.update(piece)
            size += len(piece)
    except OSError:
        raise BundleNotBorneOut(str(what)) from None
    if digest.hexdigest() != expected:
        raise BundleNotBorneOut(str(what))
    return Source(Enclosed(path, size, expected, str(what), stated), stored)


def _pieces(stored: FieldFile) -> Iterator[bytes]:
    with stored.storage.open(stored.name or "", "rb") as file:
        yield from file.chunks(AT_ONCE)


def _ending(name: str | None) -> str:
    """Of a file's name, if there is a plain one."""
    found = PurePosixPath(name or "").suffix.lower()
    return found if ENDING.fullmatch(found) else ""


def _stated(entries: CaseEntries, entry: Entry | None, field: str) -> Stated | None:
    """None where the field is not opened: then nothing is said of it."""
    if entry is None or field not in entries.shown[entry.seq]:
        return None
    return Stated(entry.seq, field)


def _evidence(case: Case, entries: CaseEntries, veil: Veil) -> Iterator[Source]:
    """Under neutral names: what a file was called may say who took it."""
    for number, row in enumerate(evidence_of(case), start=1):
        what = _("Evidence %(number)d") % {"number": number}
        about = veil.over_report(row.about, called)
        what = f"{what} · {about}" if about else what
        stated = _stated(entries, entries.of(row.token, EVIDENCE_ADDED), "sha256")
        if stated is None and not entries.has_left_out(row.token, EVIDENCE_ADDED):
            raise BundleNotBorneOut(what)
        path = f"evidence/{number:03d}{_ending(row.file.name)}"
        yield _kept(path, row.file, what, stated, row.sha256)


def _notices(owner: Employee, case: Case, entries: CaseEntries) -> Iterator[Source]:
    for number, notice in enumerate(case.notices.select_related("issued_by"), start=1):
        what = notice.get_kind_display()
        stated = _stated(entries, entries.of(notice.token, NOTICE_ISSUED), "content_hash")
        if stated is None:
            raise BundleNotBorneOut(what)
        pdf = print_notice(actor=owner, notice=notice, language=get_language() or "zh-hans")
        yield _written(f"notices/{number}-{notice.kind}.pdf", pdf, what, stated)


def _codebook(grounds: Grounds, entries: CaseEntries) -> Iterator[Source]:
    if grounds.rules:
        data = typeset_bundle.rules(grounds)
        yield _written("codebook/rules.pdf", data, _("The rules charged, in their words"))
    for version in grounds.versions:
        entry = entries.of(version.case, CODEBOOK_ADOPTED)
        stem = f"codebook/version-{version.number}"
        data = rfc8785.dumps(version.codebook.as_json())
        what, stated = str(version), _stated(entries, entry, "content_hash")
        yield _written(f"{stem}.json", data, what, stated)
        for number, paper in enumerate(version.documents.order_by("kind", "pk"), start=1):
            path = f"{stem}-{paper.kind}-{number}{_ending(paper.file.name)}"
            words = f"{what} · {paper.get_kind_display()}"
            yield _kept(path, paper.file, words, _stated(entries, entry, "papers"), paper.sha256)


def _acknowledgements(grounds: Grounds, entries: CaseEntries) -> Iterator[Source]:
    for number, row in enumerate(grounds.signatures, start=1):
        entry = entries.of(row.case, CODEBOOK_SIGNED)
        what = _("Signature under %(version)s") % {"version": row.version}
        yield _written(f"acknowledgement/{number}.pdf", typeset_bundle.acknowledgement(row), what)
        wording, stated = row.text.encode(), _stated(entries, entry, "wording_hash")
        words = f"{what} · {_('wording')}"
        yield _written(f"acknowledgement/{number}-wording.txt", wording, words, stated)
        if row.scan:
            path = f"acknowledgement/{number}-scan{_ending(row.scan.name)}"
            stated, words = _stated(entries, entry, "scan_hash"), f"{what} · {_('scan')}"
            yield _kept(path, row.scan, words, stated, row.scan_hash)


def _training(owner: Employee, case: Case, grounds: Grounds) -> Iterator[Source]:
    if grounds.taught or grounds.training:
        what = _("Training on these rules, before it happened and since")
        yield _written("training/training.pdf", typeset_bundle.training(case, grounds), what)
    visible = (each for each in grounds.certificates if can_see_certificate(owner, each))
    for number, certificate in enumerate(visible, start=1):
        pdf = print_certificate(actor=owner, certificate=certificate)
        what = _("Certificate %(serial)s") % {"serial": certificate.serial}
        yield _written(f"training/certificate-{number}.pdf", pdf, what)


def _readme(work: BundleWork, entries: CaseEntries, made_at: datetime) -> bytes:
    """In both languages, whoever asked."""
    context = {
        "work": work,
        "case": work.case,
        "made_at": made_at,
        "left_out": ", ".join(str(entry.seq) for entry in entries.left_out),
        **typeset_bundle.place_of_key(),
    }
    return render_to_string("conduct_records/bundle/readme.txt", context).encode()
