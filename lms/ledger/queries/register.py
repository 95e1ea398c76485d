"""The register of a log: its entries to leaf through, and how it grew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from lms.ledger.enums import Log
from lms.ledger.models import Entry, VerificationRun

SHOWN_DAYS = 28


@dataclass(frozen=True)
class Wanted:
    """Which entries to show; days are the site's, both of them included."""

    log: Log = Log.RECORDS
    seq: int | None = None
    type: str = ""
    since: date | None = None
    until: date | None = None


def entries_matching(wanted: Wanted, closed: Q | None = None) -> QuerySet[Entry]:
    """Newest first. No kind finds what is closed to the reader."""
    found = Entry.objects.filter(log=wanted.log).order_by("-seq")
    if wanted.seq is not None:
        found = found.filter(seq=wanted.seq)
    if wanted.type:
        found = found.filter(type=wanted.type)
        if closed is not None:
            found = found.exclude(closed)
    if wanted.since:
        found = found.filter(recorded_at__gte=_begin(wanted.since))
    if wanted.until:
        found = found.filter(recorded_at__lt=_begin(wanted.until + timedelta(days=1)))
    return found


def closed_among(log: Log, entries: Sequence[Entry], closed: Q) -> set[int]:
    """Of the entries those that are closed to the reader, by number; one query."""
    found = Entry.objects.filter(closed, log=log, seq__in=[entry.seq for entry in entries])
    return set(found.order_by().values_list("seq", flat=True))


def growth_of(log: Log, today: date) -> list[tuple[date, int]]:
    """How many entries each of the last days brought, today last."""
    days = [today - timedelta(days=back) for back in range(SHOWN_DAYS - 1, -1, -1)]
    found = Entry.objects.filter(log=log, recorded_at__gte=_begin(days[0]))
    by_day = found.order_by().values(day=TruncDate("recorded_at")).annotate(count=Count("seq"))
    counts = dict(by_day.values_list("day", "count"))
    return [(day, counts.get(day, 0)) for day in days]


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def last_verification() -> VerificationRun | None:
    """The last one that came to a verdict."""
    return VerificationRun.objects.exclude(is_sound=None).first()


def running_verification() -> VerificationRun | None:
    return VerificationRun.objects.filter(state__in=["waiting", "running"]).first()
