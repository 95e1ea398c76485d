from functools import partial

from django.db import transaction

from conduct_records.actions.locked_draft import locked_draft
from conduct_records.policies.codebook import check_can_write
from lms.people.models import Employee


def remove_draft_document(*, actor: Employee, document_id: int) -> None:
    """Take a paper out of the draft's record; one that is gone already stays gone.

    Raises `NotAllowed`, `NoDraft`.
    """
    check_can_write(actor)
    with transaction.atomic(durable=True):
        draft = locked_draft()
        paper = draft.documents.filter(pk=document_id).first()
        if paper is None:
            return
        file = paper.file
        paper.delete()
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
