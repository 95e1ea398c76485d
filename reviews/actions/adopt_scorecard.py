from django.db import transaction
from django.utils import timezone

from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee, PostGroup
from reviews.actions.locked_scorecard_draft import locked_scorecard_draft
from reviews.errors import ScorecardHasFaults
from reviews.models import ScorecardDraft, ScorecardVersion
from reviews.policies import check_can_adopt_scorecards
from reviews.queries.fault_words import fault_in_words
from reviews.rules.evidence import scorecard_adopted
from reviews.rules.scorecard import Scorecard, as_json
from reviews.rules.scorecard_faults import faults_of


def adopt_scorecard(
    *,
    actor: Employee,
    group: PostGroup | None,
    card: Scorecard,
    note: str,
    revision: int | None = None,
) -> ScorecardVersion:
    """The scorecard becomes the next version of the post group; its draft is done with. `revision`
    is the draft's that was read, where it was read from one.

    Raises `NotAllowed`, `ScorecardHasFaults` with every reason, `NoScorecardDraft`,
    `ScorecardDraftChanged` where the draft says something else by now.
    """
    check_can_adopt_scorecards(actor)
    if faults := faults_of(card):
        raise ScorecardHasFaults([fault_in_words(fault) for fault in faults])
    with transaction.atomic(durable=True):
        # Two at once wait for each other here.
        Employee.objects.select_for_update(no_key=True).get(pk=actor.pk)
        if revision is not None:
            locked_scorecard_draft(group, revision)
        newest = ScorecardVersion.objects.filter(group=group).order_by("-number").first()
        version = ScorecardVersion.objects.create(
            group=group,
            number=newest.number + 1 if newest else 1,
            content=as_json(card),
            note=note,
            adopted_by=actor,
            adopted_at=timezone.now(),
        )
        ScorecardDraft.objects.filter(group=group).delete()
        record_entries(scorecard_adopted(version))
    return version
