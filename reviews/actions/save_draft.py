from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from lms.people.models import Employee
from reviews.actions.take_step import check_step, locked_review
from reviews.enums import FormKind
from reviews.errors import DraftTooLong, DraftWrittenElsewhere
from reviews.models import FormDraft, Review
from reviews.queries.files import file_of
from reviews.rules.procedure import StepKind

# What a draft is handed in as.
BECOMES = {FormKind.SELF_ASSESSMENT: StepKind.SELF_ASSESSED, FormKind.RATING: StepKind.RATED}
MOST_FIELDS = 100
# Characters, all fields together.
LONGEST = 60_000


def save_draft(
    *,
    actor: Employee,
    review: Review,
    kind: FormKind,
    values: Mapping[str, str],
    base: int | None = None,
    revision: int | None = None,
) -> FormDraft:
    """Keep what somebody has written so far of what they may hand in at this stage.

    `base` is the revision the writer began from, `revision` the one this is to be: one that is not
    newer, or was begun from another than the one that stands, overwrites nothing. Without them it
    follows on what stands. The same once more changes nothing.

    Raises `NotAllowed`, `NoPlaceForIt`, `DraftTooLong`, `DraftWrittenElsewhere` with what stands.
    """
    if len(values) > MOST_FIELDS or sum(map(len, values.values())) > LONGEST:
        raise DraftTooLong
    with transaction.atomic(durable=True):
        locked = locked_review(review)
        check_step(actor, locked, file_of(locked), BECOMES[kind])
        now = timezone.now()
        given = {"review": locked, "author": actor, "kind": kind}
        draft = FormDraft.objects.filter(**given).first() or FormDraft(**given, saved_at=now)
        if draft.pk and draft.data == dict(values):
            return draft
        number = draft.revision + 1 if revision is None else revision
        if number <= draft.revision or base not in (None, draft.revision):
            raise DraftWrittenElsewhere(draft.data, draft.revision)
        draft.data, draft.revision, draft.saved_at = dict(values), number, now
        draft.save()
    return draft


def drop_drafts(review: Review, kind: FormKind) -> None:
    """What was handed in needs no draft any more, not that of a manager before either."""
    FormDraft.objects.filter(review=review, kind=kind).delete()
