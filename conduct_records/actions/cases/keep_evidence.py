"""What every way of adding evidence shares; runs inside their transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files import File

from conduct_records.enums import DRAWN_ANEW, EvidenceKind
from conduct_records.errors import NotWhatWasCaptured, SameFileTwice
from conduct_records.models import Case, Evidence, EvidenceView, Incident
from lms.files.checks.kinds import check_kind
from lms.files.limits import check_size
from lms.jobs.outbox import enqueue
from lms.people.models import Employee
from lms.people.rules.attestation import file_hash
from lms.people.rules.devices import believed

LONGEST_NAME = 120


@dataclass(frozen=True)
class HandedIn:
    """A file as it comes in. `capture_hash` and `captured_at` are what the device noted when it
    was taken; `origin` is where it comes from, such as a camera's number."""

    file: File[bytes]
    name: str
    capture_hash: str = ""
    captured_at: datetime | None = None
    about: str = ""
    origin: str = ""


def check_evidence_file(file: Any, name: str) -> EvidenceKind:
    """The kind of a file that is taken as evidence. Raises `FileRefused`."""
    check_size(file.size, settings.EVIDENCE_MAX_MB)
    kind = EvidenceKind(check_kind(file, name, megapixels=settings.PICTURE_MAX_MEGAPIXELS))
    if kind == EvidenceKind.PICTURE:
        check_size(file.size, settings.PICTURE_MAX_MB)
    return kind


def keep_evidence(
    actor: Employee | None,
    incident: Incident,
    case: Case | None,
    handed_in: Iterable[HandedIn],
    *,
    device: str,
    now: datetime,
) -> list[Evidence]:
    """Store the files with their hashes and have their viewing copies made. What was asked for is
    refused as a whole before any of it is stored. Without `actor`, nobody is kept who added it.

    Raises `FileRefused`, `NotWhatWasCaptured`, `SameFileTwice`.
    """
    rows = [_row(actor, incident, case, each, device, now) for each in handed_in]
    _check_new(incident, case, [row for row, __ in rows])
    return [_store(row, file) for row, file in rows]


def _row(
    actor: Employee | None,
    incident: Incident,
    case: Case | None,
    one: HandedIn,
    device: str,
    now: datetime,
) -> tuple[Evidence, File[bytes]]:
    kind, found = check_evidence_file(one.file, one.name), file_hash(one.file)
    if one.capture_hash and one.capture_hash != found:
        raise NotWhatWasCaptured(one.name)
    path = PurePosixPath(one.name)
    row = Evidence(
        incident=incident,
        case=case,
        kind=kind,
        name=path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix,
        size=one.file.size,
        sha256=found,
        capture_hash=one.capture_hash,
        captured_at=believed(one.captured_at, now),
        about=one.about,
        origin=one.origin,
        device=device,
        added_by=actor,
        added_at=now,
    )
    return row, one.file


def _check_new(incident: Incident, case: Case | None, rows: list[Evidence]) -> None:
    stored = incident.evidence.filter(case__isnull=True) | incident.evidence.filter(case=case)
    known = set(stored.values_list("sha256", flat=True))
    for row in rows:
        if row.sha256 in known:
            raise SameFileTwice(row.name)
        known.add(row.sha256)


def _store(row: Evidence, file: File[bytes]) -> Evidence:
    row.file.save(f"{uuid4()}{PurePosixPath(row.name).suffix.lower()}", file, save=False)
    row.save()
    if row.kind in DRAWN_ANEW:
        EvidenceView.objects.create(evidence=row)
        enqueue("conduct_records.tasks.make_evidence_view", evidence_id=row.pk)
    return row
