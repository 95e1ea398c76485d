from functools import partial

from django.db import transaction

from conduct_records.errors import NoDraft
from conduct_records.models import CodebookDraft
from conduct_records.policies import check_can_write
from lms.people.models import Employee


def discard_draft(*, actor: Employee) -> None:
    """Throw the draft away, and the papers that were collected for it.

    Raises `NotAllowed`, `NoDraft`.
    """
    check_can_write(actor)
    with transaction.atomic(durable=True):
        draft = CodebookDraft.objects.select_for_update().first()
        if draft is None:
            raise NoDraft
        files = [paper.file for paper in draft.documents.all()]
        draft.delete()
        for file in files:
            transaction.on_commit(partial(file.storage.delete, str(file.name)))
