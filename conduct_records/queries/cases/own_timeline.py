"""A case as a chronicle for the person it is about: what happened, and what lies ahead. Who
reported it, who was interviewed and what HR prepares are not in it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import singledispatch
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conduct_records.enums import Source
from conduct_records.models import Incident
from conduct_records.queries.cases.words import SERVICE_WAYS
from conduct_records.queries.words import SANCTIONS
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.deductions import in_yuan
from conduct_records.rules.cases.procedure import State
from conduct_records.rules.cases.records import Record
from conduct_records.rules.cases.steps import ServiceWay
from lms.ui.han import in_readers_script

# How it became known, as far as it names nobody.
TOLD_SOURCES = (Source.INSPECTION, Source.OBSERVATION, Source.CAMERA, Source.SELF)


@dataclass(frozen=True)
class Entry:
    """`shape` names the knot; `step` is the number of the step, 0 for what is none."""

    day: date
    shape: str
    what: str
    note: str = ""
    step: int = 0
    is_ahead: bool = False

    @property
    def year(self) -> str:
        """Where it is not this one."""
        return "" if self.day.year == timezone.localdate().year else str(self.day.year)


def timeline_of(
    incident: Incident,
    place: str,
    file: CaseFile,
    record: Record | None,
    appeal_by: datetime | None,
    now: datetime,
) -> list[Entry]:
    """In the order of time; `place` as the person may read it."""
    day = timezone.localdate(incident.happened_at)
    happened = Entry(day, "k-dot", _incident_word(file), _known(incident, place))
    entries = [happened]
    for number, step in enumerate(file.steps, start=1):
        if (told := entry_for(step.content, file)) is not None:
            shape, what, note = told
            entries.append(Entry(timezone.localdate(step.at), shape, what, note, number))
    return entries + _ahead(file, record, appeal_by, now)


def _incident_word(file: CaseFile) -> str:
    if file.last(said.Commended) is not None:
        return pgettext("chronicle", "What was done well")
    return pgettext("chronicle", "It happened")


def _known(incident: Incident, place: str) -> str:
    source = Source(incident.source)
    words = [str(source.label)] if source in TOLD_SOURCES else []
    return " · ".join([*words, in_readers_script(place)])


def _ahead(
    file: CaseFile, record: Record | None, appeal_by: datetime | None, now: datetime
) -> list[Entry]:
    found: list[tuple[datetime | date | None, str, str]] = []
    if file.state == State.NOTIFIED:
        found.append((file.hearing_at, "k-say", pgettext("chronicle", "Hearing")))
        found.append((file.answer_by, "k-ring", pgettext("chronicle", "Answer until")))
    if file.state == State.SERVED and appeal_by is not None and now <= appeal_by:
        found.append((appeal_by, "k-ring", pgettext("chronicle", "Appeal until")))
    if record is not None and not file.is_over:
        found.append((record.counts_until, "k-end", pgettext("chronicle", "Spent, counts no more")))
    ahead = [Entry(_day(when), shape, what, is_ahead=True) for when, shape, what in found if when]
    return sorted(ahead, key=lambda entry: entry.day)


def _day(when: datetime | date) -> date:
    return timezone.localdate(when) if isinstance(when, datetime) else when


# Steps -----------------------------------------------------------------------------------------

Told = tuple[str, str, str]


@singledispatch
def entry_for(content: Any, file: CaseFile) -> Told | None:
    """Shape, what, note; None for what the person has no part in."""
    return None


@entry_for.register
def _talked(content: said.Talked, file: CaseFile) -> Told:
    return "k-say", pgettext("chronicle", "Talked about"), in_readers_script(content.summary)


@entry_for.register
def _commended(content: said.Commended, file: CaseFile) -> Told:
    return "k-decide", pgettext("chronicle", "Commended"), in_readers_script(content.reasons)


@entry_for.register
def _notice_issued(content: said.NoticeIssued, file: CaseFile) -> Told | None:
    if file.last(said.NoticeServed) is not None:
        return None
    return "k-doc", pgettext("chronicle", "Notice issued"), _("waits for your signature")


@entry_for.register
def _notice_served(content: said.NoticeServed, file: CaseFile) -> Told:
    return "k-doc", pgettext("chronicle", "Notice served"), _served(content.service)


@entry_for.register
def _hearing_moved(content: said.HearingMoved, file: CaseFile) -> Told:
    when = content.hearing_at or content.answer_by
    until = date_format(timezone.localtime(when), "DATETIME_FORMAT")
    return "k-say", pgettext("chronicle", "Hearing put off"), _("to %(day)s") % {"day": until}


@entry_for.register
def _stated(content: said.Stated, file: CaseFile) -> Told:
    what = pgettext("chronicle", "I was heard") if content.held else _("I made a statement")
    note = _("with %(companion)s") % {"companion": content.companion} if content.companion else ""
    return "k-say", what, note


@entry_for.register
def _lapsed(content: said.Lapsed, file: CaseFile) -> Told:
    return "k-ring", pgettext("chronicle", "Time to answer ran out"), _("no statement was made")


@entry_for.register
def _decided(content: said.Decided, file: CaseFile) -> Told:
    if not content.is_proven:
        return "k-decide", pgettext("chronicle", "Decided: not proven"), _("nothing of it counts")
    measure = content.measure
    sanction = SANCTIONS[measure.sanction] if measure and measure.sanction else _("Training")
    training = measure.training if measure else None
    title = in_readers_script(training.title) if training else ""
    note = _("with the course “%(course)s”") % {"course": title} if training else ""
    return "k-decide", _("Decision: %(sanction)s") % {"sanction": sanction}, note


@entry_for.register
def _decision_served(content: said.DecisionServed, file: CaseFile) -> Told:
    return "k-doc", pgettext("chronicle", "Decision served"), _served(content.service)


@entry_for.register
def _appealed(content: said.Appealed, file: CaseFile) -> Told:
    note = "" if file.last(said.AppealDecided) else _("it does not count while this lasts")
    return "k-say", pgettext("chronicle", "I appealed"), note


@entry_for.register
def _appeal_decided(content: said.AppealDecided, file: CaseFile) -> Told:
    if content.upheld:
        what = pgettext("chronicle", "Appeal upheld")
        return "k-decide", what, _("the decision is cancelled with all its effects")
    return "k-decide", pgettext("chronicle", "Appeal dismissed"), _("the decision stands")


@entry_for.register
def _appeal_served(content: said.AppealServed, file: CaseFile) -> Told:
    return "k-doc", pgettext("chronicle", "Decision on the appeal served"), _served(content.service)


@entry_for.register
def _appeal_time_ended(content: said.AppealTimeEnded, file: CaseFile) -> Told:
    return "k-ring", pgettext("chronicle", "Time to appeal ended"), ""


@entry_for.register
def _instalment_taken(content: said.InstalmentTaken, file: CaseFile) -> Told:
    what = pgettext("chronicle", "Kept back")
    return "k-dot", what, _("%(yuan)s yuan, %(month)s") % _paid(content)


@entry_for.register
def _repaid(content: said.Repaid, file: CaseFile) -> Told:
    what = pgettext("chronicle", "Paid back")
    return "k-dot", what, _("%(yuan)s yuan, %(month)s") % _paid(content)


def _paid(content: said.InstalmentTaken | said.Repaid) -> dict[str, str]:
    return {"yuan": in_yuan(content.amount), "month": content.month}


@entry_for.register
def _withdrawn(content: said.Withdrawn, file: CaseFile) -> Told:
    return "k-end", pgettext("chronicle", "Withdrawn"), _("nothing of it counts")


@entry_for.register
def _spent(content: said.Spent, file: CaseFile) -> Told:
    return "k-end", pgettext("chronicle", "Spent, counts no more"), ""


def _served(service: said.Service) -> str:
    way = ServiceWay(service.way)
    if way == ServiceWay.SIGNED:
        return _("signed by me")
    return str(SERVICE_WAYS[way])
