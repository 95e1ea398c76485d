"""Everything that happened in a case, and what lies ahead, in one line of time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conduct_records.models import Case, CaseStep
from conduct_records.queries.cases.files import step_of, zone
from conduct_records.queries.cases.identities import called
from conduct_records.queries.cases.shown_evidence import ShownEvidence
from conduct_records.queries.cases.step_lines import Line, Names, lines_of
from conduct_records.queries.cases.words import STEPS
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.closed_texts import INTERNAL, SUBJECTS_OWN
from conduct_records.rules.cases.deadlines import appeal_until, decide_until, spent_at
from conduct_records.rules.cases.identities import WORDS, Veil
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.procedure import BEFORE_DECISION, State, StepKind
from conduct_records.rules.cases.step_content import kind_of
from conduct_records.rules.cases.steps import Interviewed

ICONS = {
    StepKind.INTERVIEWED: "k-say",
    StepKind.STATED: "k-say",
    StepKind.APPEALED: "k-say",
    StepKind.TALKED: "k-say",
    StepKind.CHARGED: "k-doc",
    StepKind.NOTICE_ISSUED: "k-doc",
    StepKind.NOTICE_SERVED: "k-doc",
    StepKind.DECISION_SERVED: "k-doc",
    StepKind.APPEAL_SERVED: "k-doc",
    StepKind.DECIDED: "k-decide",
    StepKind.APPEAL_DECIDED: "k-decide",
    StepKind.CLOSED: "k-end",
    StepKind.WITHDRAWN: "k-end",
    StepKind.SPENT: "k-end",
}


@dataclass(frozen=True)
class Event:
    """`at` is None for what has no day yet. `recorded_at` is told where it was written down
    another day; `notice` is the token of the paper that came of it."""

    at: datetime | None
    title: str
    icon: str = "k-dot"
    lines: tuple[Line, ...] = ()
    by: str = ""
    tag: str = ""
    evidence: tuple[ShownEvidence, ...] = ()
    notice: str = ""
    recorded_at: datetime | None = None
    is_ahead: bool = False


def timeline_of(
    case: Case,
    file: CaseFile,
    rows: Sequence[CaseStep],
    evidence: Iterable[ShownEvidence],
    names: Names,
    pack: Pack,
    veil: Veil,
) -> list[Event]:
    """No query: all of it was read before. What happened at the same moment keeps the order in
    which it stands here. Who reported and who witnessed it is said as far as the veil allows."""
    known = list(evidence)
    past = [
        *_beginning(case, pack, veil),
        *_added(known),
        *(_step(row, names, known, veil) for row in rows),
    ]
    return [*sorted(past, key=_moment), *_ahead(case, file, pack)]


def _moment(event: Event) -> datetime:
    assert event.at is not None
    return event.at


def _beginning(case: Case, pack: Pack, veil: Veil) -> Iterator[Event]:
    incident = case.incident
    happened = _("It happened · %(place)s") % {"place": veil.over_report(incident.place, called)}
    what = veil.over_report(incident.what, called)
    yield Event(incident.happened_at, happened, lines=(("", what),))
    months = pack.decision_months
    tag = ""
    if months is not None:
        tag = ngettext("%(months)d month begins", "%(months)d months begin", months)
        tag %= {"months": months}
    source = incident.get_source_display()
    words = " · ".join(filter(None, (source, veil.over_report(incident.reference, called))))
    yield Event(incident.known_at, _("It became known"), lines=((_("Source"), words),), tag=tag)


def _added(evidence: list[ShownEvidence]) -> Iterator[Event]:
    """What somebody handed in together is one event."""
    for (at, person), group in groupby(evidence, key=lambda e: (e.row.added_at, e.row.added_by)):
        files = tuple(group)
        title = ngettext("%(count)d piece of evidence", "%(count)d pieces of evidence", len(files))
        # Who reported is nobody's business here.
        by = person.localised_name if person and files[0].row.case_id else ""
        lines = tuple((each.name, each.about) for each in files if each.about)
        yield Event(
            at, title % {"count": len(files)}, "picture", by=by, evidence=files, lines=lines
        )


def _step(row: CaseStep, names: Names, evidence: list[ShownEvidence], veil: Veil) -> Event:
    content = step_of(row).content
    is_later = row.recorded_at.date() != row.at.date()
    return Event(
        row.at,
        str(STEPS[StepKind(row.kind)]),
        ICONS.get(StepKind(row.kind), "k-dot"),
        lines=tuple(under(veil, content, names)),
        by="" if row.actor.is_system else row.actor.localised_name,
        evidence=tuple(each for each in evidence if each.row.token in _files_in(content)),
        notice=getattr(content, "notice", ""),
        recorded_at=row.recorded_at if is_later else None,
    )


def under(veil: Veil, content: Any, names: Names) -> list[Line]:
    """What a step says, without the names that are closed to the reader. What the person concerned
    says is left as it is: whom they guess at must not be told from it."""
    if isinstance(content, Interviewed) and (cover := veil.cover_of(content.name)):
        content = replace(content, name=called(cover))
    said = lines_of(content, names)
    if said and veil.lacks_names and kind_of(content) in INTERNAL:
        return [("", called(WORDS))]
    if kind_of(content) in SUBJECTS_OWN:
        return said
    return [(label, veil.over(text, called)) for label, text in said]


def _files_in(content: Any) -> set[str]:
    named = getattr(content, "evidence", "")
    found = set(named) if isinstance(named, tuple) else {named}
    for holder in (content, getattr(content, "service", None)):
        found.add(getattr(holder, "scan", ""))
    return found - {""}


def _ahead(case: Case, file: CaseFile, pack: Pack) -> Iterator[Event]:
    if file.state in (State.OPENED, State.INVESTIGATING, State.CHARGED):
        yield _to_come(None, _("Notice → hearing or statement"))
    if file.state == State.NOTIFIED:
        if file.hearing_at:
            yield _to_come(file.hearing_at, _("Hearing"))
        yield _to_come(file.answer_by, _("The time to answer runs out"))
    days = {"days": pack.appeal_days}
    if file.state in BEFORE_DECISION and file.opened.kind != "commendation":
        last = decide_until(case.incident.known_at, pack, zone())
        words = _("Decision → service → %(days)d days to appeal") % days
        yield _to_come(last, words, _("at the latest") if last else "")
    elif file.state == State.DECIDED:
        yield _to_come(None, _("Service → %(days)d days to appeal") % days)
    elif file.state == State.SERVED:
        yield _to_come(appeal_until(file, pack, zone()), _("The time to appeal ends"))
    if file.state in (State.SERVED, State.STANDING, State.PRAISED):
        yield _to_come(spent_at(file, zone()), _("It is spent"))
    if file.state == State.APPEALED:
        yield _to_come(None, _("Decision on the appeal"))


def _to_come(at: datetime | None, title: str, tag: str = "") -> Event:
    return Event(at, title, "k-ring", tag=tag, is_ahead=True)
