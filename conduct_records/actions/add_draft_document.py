from pathlib import PurePosixPath
from uuid import uuid4

from django.core.files import File
from django.db import transaction

from conduct_records.actions.locked_draft import locked_draft
from conduct_records.enums import DocumentKind
from conduct_records.models import DraftDocument
from conduct_records.policies.codebook import check_can_write
from lms.people.models import Employee
from lms.people.rules.attestation import file_hash

LONGEST_NAME = 120


def add_draft_document(
    *, actor: Employee, kind: DocumentKind, file: File[bytes], name: str
) -> None:
    """Put a paper to the draft's record, with the hash of its bytes. The door has checked that it
    is what it says (`forms.documents`).

    Raises `NotAllowed`, `NoDraft`.
    """
    check_can_write(actor)
    with transaction.atomic(durable=True):
        draft = locked_draft()
        path = PurePosixPath(name)
        shown = path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix
        paper = DraftDocument(draft=draft, kind=kind, name=shown, sha256=file_hash(file))
        paper.file.save(f"{uuid4()}{path.suffix.lower()}", file, save=False)
        paper.save()
