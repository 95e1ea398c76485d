from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.people.models import Employee, PostGroup
from reviews.errors import ScorecardDraftUnderWay
from reviews.models import ScorecardDraft
from reviews.policies import check_can_write_scorecards
from reviews.rules.scorecard import Scorecard, as_json


def start_scorecard_draft(
    *, actor: Employee, group: PostGroup | None, card: Scorecard
) -> ScorecardDraft:
    """The next scorecard of the post group begins as this one.

    Raises `NotAllowed`, `ScorecardDraftUnderWay`.
    """
    check_can_write_scorecards(actor)
    try:
        with transaction.atomic(durable=True):
            return ScorecardDraft.objects.create(
                group=group, content=as_json(card), changed_by=actor, changed_at=timezone.now()
            )
    except IntegrityError as error:
        raise ScorecardDraftUnderWay from error
