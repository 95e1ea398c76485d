from django.db import transaction
from django.utils import timezone

from lms.people.models import Employee, PostGroup
from reviews.actions.locked_scorecard_draft import locked_scorecard_draft
from reviews.models import ScorecardDraft
from reviews.policies import check_can_write_scorecards
from reviews.rules.scorecard import Scorecard, as_json


def save_scorecard_draft(
    *, actor: Employee, group: PostGroup | None, card: Scorecard, revision: int
) -> ScorecardDraft:
    """Keep what the draft says now, faults and all: they are told where it is to be adopted.
    `revision` is the one that was worked on.

    Raises `NotAllowed`, `NoScorecardDraft`, `ScorecardDraftChanged`.
    """
    check_can_write_scorecards(actor)
    with transaction.atomic(durable=True):
        draft = locked_scorecard_draft(group, revision)
        draft.content = as_json(card)
        draft.revision += 1
        draft.changed_by, draft.changed_at = actor, timezone.now()
        draft.save(update_fields=["content", "revision", "changed_by", "changed_at"])
    return draft
