from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.enums import SittingState
from assessments.errors import AnswerOfAnotherItem, ChoiceStands, ItemNotFound
from assessments.models import Response, Sitting, SittingItem
from assessments.policies.sitting import check_owns
from assessments.queries import ItemToAnswer, Saving, item_to_answer, unless_overtaken
from assessments.rules import late
from assessments.rules.kinds.base import FormData
from assessments.rules.receipts import MOST_REVISIONS, Receipt, Sent
from lms.people.models import Employee


def save_answer(
    *,
    actor: Employee,
    sitting_id: UUID,
    position: int,
    data: FormData,
    sent: Sent | None = None,
) -> Receipt | None:
    """Keep the answer in a posted form to the question at `position` of the actor's sitting.

    Every change is a row of its own, whenever it arrives: `rules.late` says whether it counts, and
    the receipt repeats it. What was saved before under the same client id, or what says the same as
    the newest, is not kept twice and gives the receipt it has. None for a blank answer where there
    was none before. Four statements of SQL with the session and the user, BEGIN and COMMIT aside.
    Raises `SittingNotFound`, `ItemNotFound`, `MalformedAnswer`, `ChoiceStands`,
    `AnswerOfAnotherItem`.
    """
    sent = sent or Sent()
    try:
        return _save(actor, sitting_id, position, data, sent)
    except IntegrityError:
        # Somebody else saved between our look at the item and our turn to write.
        return _save(actor, sitting_id, position, data, sent, waits=True)


def _save(
    actor: Employee,
    sitting_id: UUID,
    position: int,
    data: FormData,
    sent: Sent,
    *,
    waits: bool = False,
) -> Receipt | None:
    """`waits`: look only once the sitting is ours, which costs a statement more."""
    client_id = sent.client_id or uuid4()
    with transaction.atomic(durable=True):
        if waits:
            Sitting.objects.select_for_update(no_key=True).filter(pk=sitting_id).first()
        found = item_to_answer(sitting_id, position, client_id)
        if found is None:
            raise ItemNotFound
        item, newest, same = found.item, found.newest, found.same
        check_owns(actor, item.sitting)
        bound = item.interaction
        answer = bound.read(item.option_order, data)
        if same and same.item != item.pk:
            raise AnswerOfAnotherItem
        place = _place(sent, item.sitting, newest)
        if same and same.answer == answer:
            return _receipt(item, same, place)
        if newest is None and sent.revision is None and bound.is_blank(answer):
            return None
        before = late.Save(newest.epoch, newest.revision) if newest else None
        if newest and newest.answer == answer and (sent.revision is None or place == before):
            return _receipt(item, newest, place)
        # A choice stands against newer answers; an older one that comes after it stands behind.
        if newest and before and before <= place and not bound.may_follow(newest.answer, answer):
            raise ChoiceStands
        kept = Response(
            item=item,
            epoch=place.epoch,
            # A form that was sent once and then changed and sent again has the same id twice.
            client_id=uuid4() if same else client_id,
            answer=answer,
            given_at=sent.given_at,
            seen_at=sent.seen_at,
            attended=actor.attended,
        )
        return _keep(kept, found, place)


def _place(sent: Sent, sitting: Sitting, newest: Saving | None) -> late.Save:
    """Where the answer comes among those to the same question. A form that does not count comes
    after all that is kept; no device is ahead of the sitting."""
    epoch = sitting.epoch if sent.epoch is None else min(sent.epoch, sitting.epoch)
    if sent.revision is not None:
        return late.Save(epoch, sent.revision)
    return late.Save(epoch, min(newest.revision + 1, MOST_REVISIONS) if newest else 1)


def _keep(kept: Response, found: ItemToAnswer, place: late.Save) -> Receipt:
    sitting: Sitting = found.item.sitting
    kept.saved_at = timezone.now()
    kept.lateness, kept.counts = late.judge(
        now=kept.saved_at,
        deadline=sitting.deadline,
        is_open=sitting.state == SittingState.OPEN,
        item_closed=found.item.closed_at is not None,
        handed_in_by_learner=sitting.submitted_by_id == sitting.employee_id,
        policy=sitting.late_policy,
        grace_seconds=sitting.grace_seconds,
    )
    kept.revision = unless_overtaken(found, place.revision)
    kept.save(force_insert=True)
    kept.revision = place.revision
    return _receipt(found.item, kept, place)


def _receipt(item: SittingItem, saved: Response | Saving, place: late.Save) -> Receipt:
    return Receipt(
        item.position,
        saved.revision,
        saved.saved_at,
        saved.lateness,
        saved.counts,
        is_elsewhere=place.epoch < item.sitting.epoch,
    )
