from lms.people.models import PostGroup
from reviews.errors import NoScorecardDraft, ScorecardDraftChanged
from reviews.models import ScorecardDraft


def locked_scorecard_draft(group: PostGroup | None, revision: int) -> ScorecardDraft:
    """The draft of the post group, whose row stays locked until the transaction ends.

    Raises `NoScorecardDraft`, `ScorecardDraftChanged` where somebody saved it since `revision`.
    """
    # Without what it refers to: PostgreSQL locks no row that may be missing.
    draft = ScorecardDraft.objects.select_for_update().filter(group=group).first()
    if draft is None:
        raise NoScorecardDraft
    if draft.revision != revision:
        raise ScorecardDraftChanged
    return draft
