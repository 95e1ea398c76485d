"""Gate 8: the clocks."""

from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.clocks import months_after
from conduct_records.rules.cases.gates.verdicts import Gate, Verdict, Why, opened, shut


def within_clock(
    file: CaseFile, known_at: datetime, now: datetime, months: int | None, zone: tzinfo
) -> Iterator[Verdict]:
    """The region's time from knowledge to decision; overdue needs counsel's note."""
    if months is None:
        yield opened(Gate.CLOCK, Why.NO_LIMIT)
        return
    until = months_after(known_at, months, zone)
    counsel = file.last(said.CounselNoted)
    if now <= until:
        yield opened(Gate.CLOCK, Why.IN_TIME, until=until, days=(until - now).days, months=months)
    elif counsel is not None:
        yield opened(Gate.CLOCK, Why.COUNSEL, until=until, counsel=counsel.counsel)
    else:
        yield shut(Gate.CLOCK, Why.OVERDUE, until=until, months=months)


def appeal_in_time(until: datetime | None, at: datetime) -> Iterator[Verdict]:
    if until is not None and at > until:
        yield shut(Gate.CLOCK, Why.APPEAL_TOO_LATE, until=until)


def reached(moment: datetime | date | None, now: datetime | date) -> Iterator[Verdict]:
    """What the calendar does waits for its day."""
    if moment is None or now < moment:
        yield shut(Gate.CLOCK, Why.NOT_YET, until=moment)
