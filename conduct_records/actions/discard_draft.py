from functools import partial

from django.db import transaction

from conduct_records.actions.locked_draft import locked_draft
from conduct_records.policies.codebook import check_can_write
from lms.people.models import Employee


def discard_draft(*, actor: Employee) -> None:
    """Throw the draft away, and the papers that were collected for it.

    Raises `NotAllowed`, `NoDraft`.
    """
    check_can_write(actor)
    with transaction.atomic(durable=True):
        draft = locked_draft()
        files = [paper.file for paper in draft.documents.all()]
        draft.delete()
        for file in files:
            transaction.on_commit(partial(file.storage.delete, str(file.name)))
