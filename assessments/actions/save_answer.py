from django.db import transaction
from django.utils import timezone

from assessments.errors import ItemNotFound
from assessments.models import Response, Sitting, SittingItem
from assessments.policies import check_can_answer
from assessments.rules import kinds
from assessments.rules.kinds.base import FormData
from assessments.rules.receipts import Receipt
from lms.people.models import Employee


def save_answer(*, actor: Employee, sitting: Sitting, position: int, data: FormData) -> Receipt:
    """Keep the answer in a posted form to the question at `position` of the actor's sitting.

    Every change is a row of its own. Saving the newest answer again changes nothing and gives its
    receipt, so that a repeated sending does no harm. Raises `SittingNotFound`, `ItemNotFound`,
    `AlreadySubmitted`, `TooLate`, `MalformedAnswer`; what was saved before stays.
    """
    with transaction.atomic(durable=True):
        locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
        now = timezone.now()
        check_can_answer(actor, locked, now)
        item = locked.items.select_related("version").filter(position=position).first()
        if item is None:
            raise ItemNotFound
        version = item.version
        answer = dict(kinds.for_kind(version.kind).read_answer(version.content, data))
        newest = item.responses.order_by("-number").first()
        if newest is None or newest.answer != answer:
            newest = _append(actor, item, answer, newest)
        return Receipt(position=position, number=newest.number, saved_at=newest.saved_at)


def _append(
    actor: Employee, item: SittingItem, answer: dict[str, object], previous: Response | None
) -> Response:
    return Response.objects.create(
        item=item,
        number=previous.number + 1 if previous else 1,
        answer=answer,
        saved_at=timezone.now(),
        attended=actor.attended,
    )
