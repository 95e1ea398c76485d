"""What a step says, line by line, each with its label (empty where the text speaks for itself)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import singledispatch
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conduct_records.queries.cases.words import (
    ACTS,
    BASES,
    GROUNDS,
    INTERVIEW_ROLES,
    LEAVING,
    PROTECTIONS,
    RESTS,
    SEATS,
    SERVICE_WAYS,
)
from conduct_records.queries.words import SANCTIONS
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.deductions import Deduction, in_yuan
from conduct_records.rules.cases.measures import Measure
from conduct_records.rules.cases.procedure import Seat

Line = tuple[str, str]
Names = Mapping[str, str]


def moment_in_words(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def yuan(fen: int) -> str:
    return _("¥%(yuan)s") % {"yuan": in_yuan(fen)}


def lines_of(content: Any, names: Names) -> list[Line]:
    """`names` are people's by their tokens."""
    return [(label, text) for label, text in lines(content, names) if text]


def tokens_in(content: Any) -> set[str]:
    """Of the people whom a step names."""
    found = {getattr(content, name, "") for name in ("investigator", "person", "attended_by")}
    service = getattr(content, "service", None)
    if service is not None:
        found |= {*service.witnesses, service.attended_by}
    return found - {""}


@singledispatch
def lines(content: Any, names: Names) -> Iterator[Line]:
    """What stands in the fields that most steps have."""
    for name in ("summary", "text", "reply", "reasons", "what", "reason", "note"):
        yield "", getattr(content, name, "")


@lines.register
def _talked(content: said.Talked, names: Names) -> Iterator[Line]:
    yield "", content.summary
    yield _("Agreed"), content.agreed


@lines.register
def _commended(content: said.Commended, names: Names) -> Iterator[Line]:
    yield "", content.reasons
    yield pgettext("conduct", "Points"), f"+{content.points}"


@lines.register
def _investigation(content: said.InvestigationOpened, names: Names) -> Iterator[Line]:
    yield str(SEATS[Seat.INVESTIGATOR]), names.get(content.investigator, "—")


@lines.register
def _appointed(content: said.Appointed, names: Names) -> Iterator[Line]:
    yield str(SEATS[content.seat]), names.get(content.person, "—")


@lines.register
def _interviewed(content: said.Interviewed, names: Names) -> Iterator[Line]:
    yield str(INTERVIEW_ROLES[content.role]), content.name or _("somebody who was erased")
    yield _("Where"), content.place
    yield "", content.text


@lines.register
def _overridden(content: said.Overridden, names: Names) -> Iterator[Line]:
    yield content.rule, str(ACTS[content.act])
    yield _("Reason"), content.reason


@lines.register
def _charged(content: said.Charged, names: Names) -> Iterator[Line]:
    yield content.rule, content.facts


@lines.register
def _dropped(content: said.ChargeDropped, names: Names) -> Iterator[Line]:
    yield content.rule, content.reason


@lines.register
def _issued(content: said.NoticeIssued, names: Names) -> Iterator[Line]:
    days = content.answer_days
    yield (
        _("To answer"),
        ngettext("%(days)d day from service", "%(days)d days from service", days) % {"days": days},
    )
    yield _("Hearing"), moment_in_words(content.hearing_at) if content.hearing_at else ""
    yield _("Where"), content.place


@lines.register
def _notice_served(content: said.NoticeServed, names: Names) -> Iterator[Line]:
    yield from _service(content.service, names)
    yield _("Answer by"), moment_in_words(content.answer_by)


@lines.register(said.DecisionServed)
@lines.register(said.AppealServed)
def _served(content: Any, names: Names) -> Iterator[Line]:
    yield from _service(content.service, names)


def _service(service: said.Service, names: Names) -> Iterator[Line]:
    yield "", " · ".join(filter(None, (str(SERVICE_WAYS[service.way]), service.detail)))
    yield _("Witnesses"), _(", ").join(names.get(each, "—") for each in service.witnesses)
    yield _("Witness"), names.get(service.attended_by, "") if service.attended_by else ""


@lines.register
def _moved(content: said.HearingMoved, names: Names) -> Iterator[Line]:
    yield _("Hearing"), moment_in_words(content.hearing_at) if content.hearing_at else ""
    yield _("Where"), content.place
    yield _("Answer by"), moment_in_words(content.answer_by)
    yield _("Reason"), content.reason


@lines.register
def _stated(content: said.Stated, names: Names) -> Iterator[Line]:
    yield "", content.text
    yield _("How"), _("In a hearing") if content.held else _("In writing")
    yield _("Companion"), content.companion


@lines.register
def _lapsed(content: said.Lapsed, names: Names) -> Iterator[Line]:
    yield "", _("Nothing came until %(at)s.") % {"at": moment_in_words(content.answer_by)}


@lines.register
def _union(content: said.UnionNotified, names: Names) -> Iterator[Line]:
    yield content.union, content.text


@lines.register
def _replied(content: said.UnionReplied, names: Names) -> Iterator[Line]:
    yield _("The union objects") if content.objects else _("No objection"), content.reply


@lines.register
def _checked(content: said.StatusChecked, names: Names) -> Iterator[Line]:
    held = _(", ").join(str(PROTECTIONS[each]) for each in content.protections)
    yield "", held or _("No protected status found.")
    yield "", content.note


@lines.register
def _counsel(content: said.CounselNoted, names: Names) -> Iterator[Line]:
    yield content.counsel, content.text


@lines.register
def _decided(content: said.Decided, names: Names) -> Iterator[Line]:
    for finding in content.findings:
        proven = pgettext("finding", "Proven")
        found = proven if finding.is_proven else pgettext("finding", "Not proven")
        yield f"{finding.rule} · {found}", finding.reasons
    yield _("Reasons"), content.reasons
    if content.measure is not None:
        yield from measure_lines(content.measure)
    yield _("Beside like cases"), content.like_reason


@lines.register
def _appealed(content: said.Appealed, names: Names) -> Iterator[Line]:
    yield _("Grounds"), _(", ").join(str(GROUNDS[each]) for each in content.grounds)
    yield "", content.text


@lines.register
def _appeal_decided(content: said.AppealDecided, names: Names) -> Iterator[Line]:
    yield _("The appeal is upheld") if content.upheld else _("It is dismissed"), content.reasons


@lines.register
def _instalment(content: said.InstalmentTaken, names: Names) -> Iterator[Line]:
    yield content.month, yuan(content.amount)


@lines.register
def _repaid(content: said.Repaid, names: Names) -> Iterator[Line]:
    yield content.month, yuan(content.amount)


def measure_lines(measure: Measure) -> Iterator[Line]:
    """One sanction, part by part."""
    if measure.warning is not None:
        yield _("Warning"), str(SANCTIONS[measure.warning])
    if measure.deduction is not None:
        yield from deduction_lines(measure.deduction)
    if measure.ending is not None:
        words = [str(LEAVING[measure.ending.way]), measure.ending.agency]
        words.append(formats.date_format(measure.ending.last_day, "DATE_FORMAT"))
        yield _("End of the work here"), " · ".join(filter(None, words))
    if measure.training is not None:
        due = formats.date_format(measure.training.due_on, "DATE_FORMAT")
        yield (
            _("Training"),
            _("%(title)s, by %(due)s")
            % {
                "title": measure.training.title,
                "due": due,
            },
        )
    yield (
        _("Counts"),
        _("%(points)d points, for %(months)d months from service")
        % {"points": measure.points, "months": measure.months},
    )


def deduction_lines(deduction: Deduction) -> Iterator[Line]:
    yield _("Deduction"), yuan(deduction.amount)
    yield _("Basis"), f"{BASES[deduction.basis]} · {deduction.reference}"
    yield (
        _("The month bears"),
        _("%(month)s: %(taken)s of a wage of %(wage)s")
        % {
            "month": deduction.month,
            "taken": yuan(deduction.taken),
            "wage": yuan(deduction.wage),
        },
    )
    if deduction.elsewhere:
        yield _("Other cases keep back"), yuan(deduction.elsewhere)
    if deduction.rest:
        yield _("Rest"), f"{yuan(deduction.rest)} · {RESTS[deduction.rest_is]}"
