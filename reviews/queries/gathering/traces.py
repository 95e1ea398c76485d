"""Traces of many reviews at once, each source asked once for all of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from reviews.models import Review, ReviewCycle
from reviews.queries.gathering import conduct, observing, said, service, training
from reviews.queries.gathering.subjects import Subject, subjects_of
from reviews.queries.scorecards import Cards, cards_at
from reviews.rules.scorecard import Scorecard
from reviews.rules.trace import Item, Trace

ABOUT_PEOPLE = (
    training.courses,
    training.examinations,
    observing.observations,
    conduct.records,
    service.figures,
    said.goals,
)


def cards_of(cycle: ReviewCycle) -> Cards:
    """The scorecards of a cycle: the newest when it was opened."""
    return cards_at(cycle.opened_at)


def traces_of(reviews: Sequence[Review], cards: Cards) -> dict[int, Trace]:
    """By the review's key; those without a scorecard are left out. The same number of queries,
    however many there are."""
    return gather(subjects_of(reviews, cards), cards.by_token())


def gather(subjects: Sequence[Subject], cards: Mapping[str, Scorecard]) -> dict[int, Trace]:
    """By the subject's key; who has no scorecard is left out."""
    subjects = [subject for subject in subjects if subject.parts]
    if not subjects:
        return {}
    items: dict[int, list[Item]] = defaultdict(list)
    for source in ABOUT_PEOPLE:
        for key, item in source(subjects):
            items[key].append(item)
    for key, item in said.of_reviews(subjects, cards):
        items[key].append(item)
    return {
        subject.key: Trace(
            subject.period_from,
            subject.period_until,
            subject.cut_off,
            subject.parts,
            tuple(items[subject.key]),
        )
        for subject in subjects
    }
