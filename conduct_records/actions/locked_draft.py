from conduct_records.errors import NoDraft
from conduct_records.models import CodebookDraft


def locked_draft() -> CodebookDraft:
    """The draft, whose row stays locked until the transaction ends. Raises `NoDraft`."""
    draft = CodebookDraft.objects.select_for_update().first()
    if draft is None:
        raise NoDraft
    return draft
