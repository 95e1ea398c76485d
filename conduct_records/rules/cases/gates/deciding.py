"""Gates 3, 4, 5, 9: heard first, one sanction, within what rules, ladder and like cases allow."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.gates.verdicts import Gate, Verdict, Why, opened, shut
from conduct_records.rules.cases.measures import Range, gravity
from conduct_records.rules.codebook import Sanction


def heard_first(file: CaseFile) -> Iterator[Verdict]:
    """No decision before the notice was served and the person was heard or the time lapsed."""
    served = file.at(said.NoticeServed)
    if served is None:
        yield shut(Gate.HEARD_FIRST, Why.NOT_SERVED)
        return
    yield opened(Gate.HEARD_FIRST, Why.SERVED, at=served)
    if stated := file.at(said.Stated):
        yield opened(Gate.HEARD_FIRST, Why.HEARD, at=stated)
    elif lapsed := file.at(said.Lapsed):
        yield opened(Gate.HEARD_FIRST, Why.LAPSED, at=lapsed)
    else:
        yield shut(Gate.HEARD_FIRST, Why.NOT_HEARD, answer_by=file.answer_by)


def time_lapsed(file: CaseFile, now: datetime) -> Iterator[Verdict]:
    if file.answer_by is not None and now <= file.answer_by:
        yield shut(Gate.HEARD_FIRST, Why.NOT_LAPSED, answer_by=file.answer_by)


def days_given(days: int, least: int) -> Iterator[Verdict]:
    """Nobody is given fewer days to answer than the region has."""
    if days < least:
        yield shut(Gate.HEARD_FIRST, Why.TOO_FEW_DAYS, days=least)


def time_given(
    answer_by: datetime, least: datetime | None, hearing_at: datetime | None
) -> Iterator[Verdict]:
    """The time to answer is never shortened, and does not end before the hearing."""
    latest = max((each for each in (least, hearing_at) if each is not None), default=answer_by)
    if answer_by < latest:
        yield shut(Gate.HEARD_FIRST, Why.TIME_SHORTENED, answer_by=latest)


def findings_complete(decided: said.Decided, file: CaseFile) -> Iterator[Verdict]:
    """Each charge has one finding with its reasons, and nothing else has any."""
    found = [each.rule for each in decided.findings if each.reasons.strip()]
    missing = sorted(file.charges.keys() ^ set(found))
    if missing or len(found) != len(set(found)) or not decided.reasons.strip():
        yield shut(Gate.HEARD_FIRST, Why.FINDING_MISSING, rules=missing)


def one_sanction(decided: said.Decided, others: Iterable[str]) -> Iterator[Verdict]:
    """One sanction an incident and person. `others` are the numbers of other cases of the same
    person that already sanction the same incident."""
    measure = decided.measure
    if others := list(others):
        yield shut(Gate.ONE_SANCTION, Why.SANCTIONED, cases=others)
    elif decided.is_proven and (measure is None or measure.sanction is None):
        yield shut(Gate.ONE_SANCTION, Why.NOTHING_IMPOSED)
    elif not decided.is_proven and measure is not None:
        yield shut(Gate.ONE_SANCTION, Why.NOTHING_PROVEN)
    else:
        yield opened(Gate.ONE_SANCTION, Why.ONE_ONLY)


def in_range(sanction: Sanction | None, allowed: Range, step: Sanction) -> Iterator[Verdict]:
    """Within what the rules and the ladder allow; `step` is where the ladder has come."""
    if sanction is None:
        return
    details = {"from": allowed.mildest, "to": allowed.gravest, "step": step}
    if allowed.includes(sanction):
        yield opened(Gate.LADDER, Why.IN_RANGE, **details)
    else:
        yield shut(Gate.LADDER, Why.OUT_OF_RANGE, **details)


def like_cases(
    sanction: Sanction | None, given: Sequence[Sanction], reason: str
) -> Iterator[Verdict]:
    """`given` is what the same rules brought in the last 24 months."""
    if sanction is None:
        return
    if not given:
        yield opened(Gate.LIKE_CASES, Why.NO_LIKE_CASES)
        return
    found = Range(min(given, key=gravity), max(given, key=gravity))
    details = {"from": found.mildest, "to": found.gravest, "count": len(given)}
    if found.includes(sanction):
        yield opened(Gate.LIKE_CASES, Why.LIKE, **details)
    elif reason.strip():
        yield opened(Gate.LIKE_CASES, Why.UNLIKE_SAID, **details)
    else:
        yield shut(Gate.LIKE_CASES, Why.UNLIKE_UNSAID, **details)
