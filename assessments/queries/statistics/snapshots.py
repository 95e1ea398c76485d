"""The statistics of a quiz: worked out at once where it is small, else as they were kept last."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from assessments.models import (
    Quiz,
    Regrade,
    SittingItem,
    SittingResult,
    StatisticsSnapshot,
    Suspension,
)
from assessments.queries.statistics.attempts import chosen_sittings, marked_sittings, sitting_rows
from assessments.queries.statistics.gathering import Gathering
from assessments.rules.statistics import figures
from assessments.rules.statistics.compose import statistics_of
from assessments.rules.statistics.figures import Statistics
from lms.people.models import Employee

# So many sittings are worked out while somebody waits for the page, of everybody and of the people
# of some units, for whom nothing is kept.
SMALL = 300
MOST = 2000
# As far as the column for the fingerprint goes.
MOST_KEPT = 2**31 - 1


@dataclass(frozen=True)
class Kept:
    """`statistics` as they were at `at`. `is_stale`: something was marked since. `left_out` of the
    sittings, the oldest, are not in it, as there are more than are worked out at once."""

    statistics: Statistics
    at: datetime
    is_stale: bool = False
    left_out: int = 0


def fingerprint(quiz: Quiz) -> int:
    """Another number with whatever changes the statistics: a result or its withdrawal, a suspension
    or its end, a waiver. 31 bits of the SHA-256 of what is counted: a sum could stay the same."""
    of_quiz = SittingItem.objects.filter(
        version__question=OuterRef("question"), sitting__quiz=quiz
    ).order_by()
    counted = (
        SittingResult.objects.filter(sitting__quiz=quiz).count(),
        Suspension.objects.filter(sitting__quiz=quiz).count(),
        marked_sittings(quiz).count(),
        Regrade.objects.filter(Exists(of_quiz), state__in=Regrade.OVER).count(),
    )
    digest = sha256(" ".join(map(str, counted)).encode()).digest()
    return int.from_bytes(digest[:4], "big") & MOST_KEPT


def compute(
    quiz: Quiz, attempts: str, people: QuerySet[Employee] | None = None, most: int | None = None
) -> tuple[Statistics, int]:
    """Of everybody, or of these people alone; of the newest `most` sittings, with how many were
    left out. Three queries for each five hundred sittings, and some more."""
    rows = list(sitting_rows(marked_sittings(quiz, people), attempts))
    left_out = 0
    if most is not None and len(rows) > most:
        left_out = len(rows) - most
        rows = rows[left_out:]
    gathered, drawn = Gathering(rows).run()
    return statistics_of(gathered, drawn), left_out


def is_small(quiz: Quiz, attempts: str) -> bool:
    found = chosen_sittings(marked_sittings(quiz), attempts)
    return found.values("pk")[: SMALL + 1].count() <= SMALL


def statistics_for(
    quiz: Quiz, attempts: str, people: QuerySet[Employee] | None = None
) -> Kept | None:
    """What a page shows; None where nothing has been worked out yet. `people` None: everybody."""
    if people is not None:
        statistics, left_out = compute(quiz, attempts, people, MOST)
        return Kept(statistics, timezone.now(), left_out=left_out)
    if is_small(quiz, attempts):
        return Kept(compute(quiz, attempts)[0], timezone.now())
    snapshot = StatisticsSnapshot.objects.filter(quiz=quiz, attempts=attempts).first()
    found = figures.read(snapshot.content) if snapshot else None
    if snapshot is None or found is None:
        return None
    return Kept(found, snapshot.computed_at, snapshot.results != fingerprint(quiz))


def is_fresh(quiz: Quiz, attempts: str) -> bool:
    """Whether what is kept is as new as it can be."""
    snapshot = StatisticsSnapshot.objects.filter(quiz=quiz, attempts=attempts).first()
    if snapshot is None or figures.read(snapshot.content) is None:
        return False
    return snapshot.results == fingerprint(quiz)
