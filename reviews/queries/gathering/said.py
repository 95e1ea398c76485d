"""What people say of somebody's work: the manager's rating, peers, goals."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.db.models import QuerySet

from reviews.models import Goal, GoalNote, PeerAnswer
from reviews.queries.files import files_of
from reviews.queries.gathering.subjects import Subject, by_employee, first_and_last
from reviews.rules.peers import is_large_enough
from reviews.rules.review_file import ReviewFile
from reviews.rules.scorecard import FULL, MOST, Measure, Scorecard
from reviews.rules.trace import Item, Source


def of_reviews(
    subjects: Sequence[Subject], cards: Mapping[str, Scorecard]
) -> Iterator[tuple[int, Item]]:
    """The rating that counts, question by question; peers, once the rating is in, so that nobody
    watches single answers arrive. Two queries."""
    keys = {subject.review: subject for subject in subjects if subject.review is not None}
    files = files_of(keys)
    rated = {pk: file for pk, file in files.items() if file.rating is not None}
    for pk, file in rated.items():
        yield from ((keys[pk].key, item) for item in _rating(file, keys[pk], cards))
    answers: dict[int, list[PeerAnswer]] = defaultdict(list)
    for answer in PeerAnswer.objects.filter(review__in=rated):
        answers[answer.review_id].append(answer)
    for pk, found in answers.items():
        card = cards[keys[pk].parts[-1].scorecard]
        if is_large_enough(len(found), card):
            yield keys[pk].key, _peers(found, keys[pk])


def _rating(file: ReviewFile, subject: Subject, cards: Mapping[str, Scorecard]) -> Iterator[Item]:
    assert file.rating is not None
    questions = {
        question.code: question
        for part in subject.parts
        for question in cards[part.scorecard].questions
    }
    for rating in file.rating.ratings:
        question = questions.get(rating.question)
        yield Item(
            Measure.MANAGERS_RATING,
            Source.RATING,
            rating.question,
            Decimal(rating.points),
            Decimal(MOST),
            subject.period_until,
            question.text if question else "",
            question.text_en if question else "",
        )


def _peers(answers: Sequence[PeerAnswer], subject: Subject) -> Item:
    """All together, so that no single answer is in the trace."""
    points = [points for answer in answers for points in answer.points.values()]
    return Item(
        Measure.PEERS_RATING,
        Source.PEERS,
        str(len(answers)),
        Decimal(sum(points)),
        Decimal(MOST * len(points)),
        subject.period_until,
    )


def live_goals() -> QuerySet[Goal]:
    return Goal.objects.filter(withdrawn_at__isnull=True)


def goals(subjects: Sequence[Subject]) -> Iterator[tuple[int, Item]]:
    """The goals due in the period, as far as they were reached by its last day. Two queries."""
    first, last = first_and_last(subjects)
    people = by_employee(subjects)
    due = list(live_goals().filter(employee__in=people, due_on__range=(first, last)))
    notes: dict[int, list[GoalNote]] = defaultdict(list)
    for note in GoalNote.objects.filter(goal__in=due).order_by("on_day", "pk"):
        notes[note.goal_id].append(note)
    for goal in due:
        for subject in people[goal.employee_id]:
            if subject.period_from <= goal.due_on <= subject.period_until:
                known = [each for each in notes[goal.pk] if each.on_day <= subject.period_until]
                yield (
                    subject.key,
                    Item(
                        Measure.GOALS_REACHED,
                        Source.GOAL,
                        goal.token,
                        Decimal((known[-1].percent if known else 0) * goal.weight),
                        FULL * goal.weight,
                        goal.due_on,
                        goal.title,
                    ),
                )
