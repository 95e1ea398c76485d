"""Until when whoever's turn it is should act."""

from datetime import datetime, time, tzinfo

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.clocks import days_after, months_after
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.procedure import State
from conduct_records.rules.cases.turns import remainders
from lms.people.rules.periods import add_months


def appeal_until(file: CaseFile, pack: Pack, zone: tzinfo) -> datetime | None:
    """The last moment to appeal, by what the decision promised; None before it is served."""
    if file.served_at is None or file.decision is None:
        return None
    promised = file.decision.appeal_days
    return days_after(file.served_at, pack.appeal_days if promised is None else promised, zone)


def decide_until(known_at: datetime, pack: Pack, zone: tzinfo) -> datetime | None:
    """Until when a decision must be made, counted from knowledge; None where no time is set."""
    if pack.decision_months is None:
        return None
    return months_after(known_at, pack.decision_months, zone)


def spent_at(file: CaseFile, zone: tzinfo) -> datetime | None:
    """The beginning of the day from which it counts no more."""
    commended = file.last(said.Commended)
    measure = file.decision.measure if file.decision else None
    if commended is not None:
        since, months = file.at(said.Commended), commended.months
    elif measure is not None:
        since, months = file.served_at, measure.months
    else:
        return None
    if since is None:
        return None
    return datetime.combine(add_months(since.astimezone(zone).date(), months), time(), zone)


def due_at(file: CaseFile, pack: Pack, known_at: datetime, zone: tzinfo) -> datetime | None:
    """When the present state should end, or what an appeal leaves be done; None for what waits for
    nobody."""
    decided_at = file.at(said.AppealDecided)
    if decided_at is not None and remainders(file):
        return days_after(decided_at, pack.days[State.DECIDED], zone)
    match file.state:
        case State.NOTIFIED:
            return file.answer_by
        case State.SERVED:
            return appeal_until(file, pack, zone)
        case State.STANDING | State.PRAISED:
            return spent_at(file, zone)
    days = pack.days.get(file.state)
    if days is None:
        return None
    due = days_after(file.entered_at, days, zone)
    last = decide_until(known_at, pack, zone)
    return min(due, last) if file.state == State.HEARD and last is not None else due
