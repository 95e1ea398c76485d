from collections.abc import Iterator, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee
from reviews.actions.take_step import locked_review
from reviews.errors import NoPeerQuestions, NotAPeer, TooFewPeers
from reviews.models import PeerRequest, Review
from reviews.policies import check_can_ask_peers
from reviews.queries.files import file_of
from reviews.queries.peers import card_for, peers_to_ask
from reviews.rules.peers import asks_peers


def ask_peers(*, actor: Employee, review: Review, peers: Sequence[Employee]) -> list[PeerRequest]:
    """Ask colleagues how somebody works, and tell them. With those asked before there have to be
    as many as the scorecard wants answers of; who was asked before is not asked twice.

    Raises `NotAllowed`, `PeersAreClosed`, `NoPeerQuestions`, `NotAPeer`, `TooFewPeers`.
    """
    with transaction.atomic(durable=True):
        review = locked_review(review)
        check_can_ask_peers(actor, review, file_of(review))
        card = card_for(review)
        if card is None or not asks_peers(card):
            raise NoPeerQuestions
        asked = set(review.peer_requests.values_list("peer", flat=True))
        fresh = {peer.pk for peer in peers} - asked
        found = list(peers_to_ask(review, actor).filter(pk__in=fresh))
        if len(found) != len(fresh):
            raise NotAPeer
        if len(asked) + len(found) < card.least_peers:
            raise TooFewPeers
        now = timezone.now()
        requests = PeerRequest.objects.bulk_create(
            PeerRequest(review=review, peer=peer, asked_by=actor, asked_at=now) for peer in found
        )
        notify_all(_letters(requests))
    return requests


def _letters(requests: Sequence[PeerRequest]) -> Iterator[Letter]:
    for request in requests:
        peer = request.peer
        with translation.override(peer.language):
            title = _("You are asked how a colleague works")
            text = _("It takes two minutes. Nobody reads a single answer.")
        url = reverse("reviews:peer-answer", args=[request.token])
        yield Letter(peer.pk, title, text, url, peer.language, email=peer.email)
