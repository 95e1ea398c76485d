from django.db import transaction

from conduct_records.actions.locked_draft import locked_draft
from conduct_records.errors import DraftChanged
from conduct_records.models import CodebookDraft
from conduct_records.policies.codebook import check_can_write
from conduct_records.rules.codebook import Codebook
from lms.people.models import Employee


def save_draft(
    *, actor: Employee, content: Codebook, seen_hash: str | None = None
) -> CodebookDraft:
    """Keep what the draft says now. It may be unfinished: what is wrong with it is told where it is
    to be adopted. `seen_hash` is the content hash of the draft that was worked on.

    Raises `NotAllowed`, `NoDraft`, `DraftChanged` where it says something else by now.
    """
    check_can_write(actor)
    with transaction.atomic(durable=True):
        draft = locked_draft()
        if seen_hash is not None and seen_hash != draft.codebook.content_hash:
            raise DraftChanged
        draft.content = content.as_json()
        draft.save(update_fields=["content", "changed_at"])
    return draft
