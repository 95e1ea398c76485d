from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from lms.people.models import Employee
from reviews.actions.take_step import locked_review
from reviews.errors import AnsweredAlready, AnswerIncomplete
from reviews.models import PeerAnswer, PeerRequest, Review
from reviews.policies import check_can_answer_as_peer
from reviews.queries.files import file_of
from reviews.queries.peers import card_for
from reviews.rules.peers import is_whole


def answer_as_peer(
    *, actor: Employee, request: PeerRequest, points: Mapping[str, int], comment: str
) -> None:
    """Say how a colleague works: points by question. What is said is kept without who said it, and
    that somebody answered without a moment; nothing is returned by which to find it.

    Raises `NotAllowed`, `PeersAreClosed`, `AnsweredAlready`, `AnswerIncomplete`.
    """
    with transaction.atomic(durable=True):
        review, request = locked_request(request)
        check_can_answer_as_peer(actor, request, review, file_of(review))
        if request.answered_on is not None:
            raise AnsweredAlready
        card = card_for(review)
        if card is None or not is_whole(points, card):
            raise AnswerIncomplete
        # In the order of the scorecard, not in the one in which somebody ticked.
        said = {question.code: points[question.code] for question in card.peer_questions}
        PeerAnswer.objects.create(review=review, points=said, comment=comment.strip())
        request.answered_on, request.declined_on = timezone.localdate(), None
        request.save(update_fields=["answered_on", "declined_on"])


def decline_as_peer(*, actor: Employee, request: PeerRequest) -> None:
    """Say that one does not know their work well enough; answering later is still possible.

    Raises `NotAllowed`, `PeersAreClosed`, `AnsweredAlready`.
    """
    with transaction.atomic(durable=True):
        review, request = locked_request(request)
        check_can_answer_as_peer(actor, request, review, file_of(review))
        if request.answered_on is not None:
            raise AnsweredAlready
        request.declined_on = timezone.localdate()
        request.save(update_fields=["declined_on"])


def locked_request(request: PeerRequest) -> tuple[Review, PeerRequest]:
    """The review first, so that no rating comes in meanwhile; then the request."""
    review = locked_review(request.review)
    rows = PeerRequest.objects.select_for_update(of=("self",))
    return review, rows.select_related("peer").get(pk=request.pk)
