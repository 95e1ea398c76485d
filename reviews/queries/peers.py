"""Who is asked how somebody works, and what all of them together say."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from lms.people.enums import SignIn, Standing
from lms.people.models import Employee
from lms.people.queries import people_employed, with_sign_in
from lms.ui.language import in_readers_language
from reviews.models import PeerAnswer, PeerRequest, Review, ReviewStep
from reviews.queries.gathering.subjects import subjects_of
from reviews.queries.gathering.traces import cards_of
from reviews.rules.peers import is_large_enough
from reviews.rules.procedure import WITH_RESULT, State, StepKind
from reviews.rules.samples import rounded
from reviews.rules.scorecard import FULL, MOST, Question, Scorecard


def card_for(review: Review) -> Scorecard | None:
    """The scorecard whose questions are asked: that of the post at the end of the period. Two
    queries."""
    cards = cards_of(review.cycle)
    parts = subjects_of([review], cards)[0].parts
    return cards.by_token()[parts[-1].scorecard] if parts else None


def peers_to_ask(review: Review, actor: Employee) -> QuerySet[Employee]:
    """Who works with the person, in their unit, and can answer alone: without the person, their
    manager, whoever asks, and those they work under. Those of the same post group come first:
    `is_far` is 0 for them."""
    person = review.employee
    today = timezone.localdate()
    found = people_employed(Employee.objects.filter(unit=person.unit_id, is_active=True), today)
    left_out = [person.pk, actor.pk, *([review.manager_id] if review.manager_id else [])]
    found = found.filter(hired_on__lte=today).exclude(pk__in=left_out)
    if person.post is None or person.post.standing != Standing.MANAGER:
        found = found.exclude(post__standing=Standing.MANAGER)
    group = person.post.group_id if person.post else None
    far = Case(
        When(post__group=group, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return (
        with_sign_in(found, SignIn.OWN)
        .annotate(is_far=far)
        .select_related("unit", "post__group")
        .order_by("is_far", "sort_key", "staff_number")
    )


def not_asked_yet(people: QuerySet[Employee], review: Review) -> QuerySet[Employee]:
    asked = PeerRequest.objects.filter(review=review, peer=OuterRef("pk"))
    return people.exclude(Exists(asked))


@dataclass(frozen=True)
class Asked:
    """How many peers were asked, and how many answered; never who."""

    asked: int
    answered: int


def asked_of(review: Review) -> Asked:
    """One query."""
    counted = review.peer_requests.aggregate(
        asked=Count("pk"), answered=Count("pk", filter=Q(answered_on__isnull=False))
    )
    return Asked(**counted)


def open_requests() -> QuerySet[PeerRequest]:
    """What peers can answer still: nobody has rated yet."""
    rated = ReviewStep.objects.filter(review=OuterRef("review"), kind=StepKind.RATED)
    return PeerRequest.objects.filter(
        ~Exists(rated),
        answered_on__isnull=True,
        review__state__in=(State.SELF_ASSESSMENT, State.RATING),
    )


def requests_to(peer: Employee) -> QuerySet[PeerRequest]:
    """What somebody was asked: what is open first, then the newest. `is_open` says which."""
    waiting = Exists(open_requests().filter(pk=OuterRef("pk")))
    found = PeerRequest.objects.filter(peer=peer).annotate(is_open=waiting)
    return found.select_related(
        "review__cycle", "review__employee__unit", "review__employee__post"
    ).order_by("-is_open", "declined_on", "-asked_at", "pk")


@dataclass(frozen=True)
class Answered:
    """What peers gave a question, in the mean of all of them: `points` of `MOST`."""

    question: Question
    points: Decimal

    @property
    def text(self) -> str:
        return in_readers_language(self.question.text, self.question.text_en)

    @property
    def percent(self) -> Decimal:
        return rounded(self.points * FULL / MOST)


@dataclass(frozen=True)
class PeersSaid:
    """All answers together."""

    count: int
    questions: Sequence[Answered]
    comments: Sequence[str]


def what_peers_said(review: Review) -> PeersSaid | None:
    """Once the result is frozen, and if there were enough answers; None otherwise. The order of
    the comments is that of random keys: it tells nothing. Who may read it was asked before."""
    if State(review.state) not in WITH_RESULT:
        return None
    answers = list(PeerAnswer.objects.filter(review=review).order_by("pk"))
    card = card_for(review)
    if card is None or not is_large_enough(len(answers), card):
        return None
    given = [
        Answered(question, _mean([each.points[question.code] for each in answers]))
        for question in card.peer_questions
        if all(question.code in each.points for each in answers)
    ]
    return PeersSaid(len(answers), given, [each.comment for each in answers if each.comment])


def _mean(points: Sequence[int]) -> Decimal:
    return rounded(Decimal(sum(points)) / len(points)) if points else Decimal(0)
