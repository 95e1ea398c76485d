from hashlib import sha256
from pathlib import PurePosixPath
from uuid import uuid4

from django.core.files import File
from django.db import transaction

from conduct_records.enums import DocumentKind
from conduct_records.errors import NoDraft
from conduct_records.models import CodebookDraft, DraftDocument
from conduct_records.policies import check_can_write
from lms.people.models import Employee

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
        draft = CodebookDraft.objects.select_for_update().first()
        if draft is None:
            raise NoDraft
        digest = sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        path = PurePosixPath(name)
        shown = path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix
        paper = DraftDocument(draft=draft, kind=kind, name=shown, sha256=digest.hexdigest())
        paper.file.save(f"{uuid4()}{path.suffix.lower()}", file, save=False)
        paper.save()
