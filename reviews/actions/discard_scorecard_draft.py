from django.db import transaction

from lms.people.models import Employee, PostGroup
from reviews.actions.locked_scorecard_draft import locked_scorecard_draft
from reviews.policies import check_can_write_scorecards


def discard_scorecard_draft(*, actor: Employee, group: PostGroup | None, revision: int) -> None:
    """Throw the draft away, as it was read.

    Raises `NotAllowed`, `NoScorecardDraft`, `ScorecardDraftChanged`.
    """
    check_can_write_scorecards(actor)
    with transaction.atomic(durable=True):
        locked_scorecard_draft(group, revision).delete()
