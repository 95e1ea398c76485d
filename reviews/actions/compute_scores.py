from collections.abc import Mapping, Sequence

from django.utils import timezone

from reviews.models import Review
from reviews.queries.files import files_of
from reviews.queries.gathering.traces import traces_of
from reviews.queries.scorecards import Cards
from reviews.rules.calibration import grades_open, has_red_line
from reviews.rules.review_file import ReviewFile
from reviews.rules.scorecard import Scorecard
from reviews.rules.scoring import Outcome, score
from reviews.rules.trace import Trace, as_json

SCORED = ("total", "grade_computed", "grade", "scores", "computed_at")


def scored(
    reviews: Sequence[Review], cards: Cards, files: Mapping[int, ReviewFile] | None = None
) -> dict[int, tuple[Trace, Outcome]]:
    """Work out what the reviews come to now, and set it on them, not saved: by their keys. Who has
    no scorecard is left out; the same number of queries, however many there are."""
    traces = traces_of(reviews, cards)
    by_token = cards.by_token()
    files = files if files is not None else files_of(review.pk for review in reviews)
    found = {pk: (trace, score(trace, by_token)) for pk, trace in traces.items()}
    for review in reviews:
        if review.pk in found:
            trace, outcome = found[review.pk]
            card = by_token[trace.parts[-1].scorecard]
            _set(review, outcome, graded(trace, outcome, files[review.pk], card))
    return found


def _set(review: Review, outcome: Outcome, grade: str) -> None:
    review.total = outcome.total
    review.grade_computed = outcome.grade
    review.grade = grade
    review.scores = as_json(outcome.scores())
    review.computed_at = timezone.now()


def graded(trace: Trace, outcome: Outcome, file: ReviewFile, card: Scorecard) -> str:
    """The grade after calibration. What a red line caps is not lifted by it."""
    moved = file.calibrated
    if moved is None or outcome.total is None:
        return outcome.grade
    to = grades_open(card, outcome.grade, is_red=has_red_line(trace.items))
    return moved.grade if moved.grade in [grade.code for grade in to] else outcome.grade


def compute_scores(
    reviews: Sequence[Review], cards: Cards, files: Mapping[int, ReviewFile] | None = None
) -> None:
    """Work the scores out and save them, in the caller's transaction; frozen ones are not to be
    among them. `files` are the reviews' own, where they are known already."""
    scored(reviews, cards, files)
    Review.objects.bulk_update(reviews, SCORED, batch_size=200)
