"""The demo's regional rules, incidents and cases: a year of them, made day by day in the order in
which they happened, all through the actions."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from conduct_records.actions.cases.add_evidence import add_evidence
from conduct_records.actions.cases.charge_rule import charge_rule
from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.actions.cases.commend import commend
from conduct_records.actions.cases.decide_case import decide_case
from conduct_records.actions.cases.follow_step import follow_step
from conduct_records.actions.cases.issue_notice import issue_notice
from conduct_records.actions.cases.keep_cases import BY_ITSELF, keep_cases
from conduct_records.actions.cases.open_case import open_case
from conduct_records.actions.cases.report_incident import Report, report_incident
from conduct_records.actions.cases.serve_paper import serve_paper
from conduct_records.actions.cases.take_step import take_step
from conduct_records.enums import IncidentKind, Source
from conduct_records.models import Case, CaseStep, Incident
from conduct_records.rules.cases.procedure import StepKind
from courses.actions.complete_course import complete_course
from courses.models import Enrolment
from lms.demo import clock
from lms.demo.journeys import WRONG_EVERY, read_whole, sit
from lms.demo.stories import (
    FOLDER,
    Event,
    Story,
    content,
    course_of,
    findings,
    handed_in,
    parts,
    service,
)
from lms.notify.models import Notice
from lms.people.actions.end_employment import end_employment
from lms.people.models import Employee, Unit
from lms.ui.errors import Refusal

# How long after its time the calendar moves something on.
A_MOMENT = timedelta(minutes=10)
PHONE = "Android 14 · Chrome 130"


def load_cases(system: Employee) -> None:
    """Add what is missing. A case that was begun and that people went on with since is theirs."""
    stories = [Story(path) for path in sorted(FOLDER.glob("*.yaml"))]
    reported = set(Incident.objects.values_list("form_id", flat=True))
    taken = set(CaseStep.objects.filter(form_id__isnull=False).values_list("form_id", flat=True))
    begun = {story.name for story in stories if story.events[0].form_id in reported}
    events = [event for story in stories for event in story.events]
    missing = [event for event in events if event.form_id not in reported | taken]
    left_alone: set[str] = set()
    for event in sorted(missing, key=lambda event: event.at):
        if event.story.name in left_alone:
            continue
        _let_time_pass(system, event.at)
        try:
            with clock.at(event.at):
                _read_letters(event)
                DOINGS.get(event.row["step"], _take)(event)
        except Refusal as refusal:
            if event.story.name not in begun:
                refusal.add_note(f"{event.story.name}, step {event.number}")
                raise
            left_alone.add(event.story.name)
    _let_time_pass(system, timezone.now())


def _let_time_pass(system: Employee, until: datetime) -> None:
    """What the calendar does by itself, on its days."""
    due = Case.objects.filter(state__in=list(BY_ITSELF), due_at__lt=until - A_MOMENT)
    while case := due.order_by("due_at").first():
        assert case.due_at is not None
        with clock.at(case.due_at + A_MOMENT):
            if not keep_cases(actor=system):
                return
            for step in CaseStep.objects.filter(recorded_at=timezone.now()):
                follow_step(step=step)


def _read_letters(event: Event) -> None:
    """Who takes a step has read what they were told before."""
    told = Notice.objects.filter(recipient_id=event.actor.pk, created_at__lte=event.at)
    told.filter(read_at=None).update(read_at=event.at)


def _report(event: Event) -> None:
    story, row = event.story, event.row
    files = handed_in(row.get("files", []))
    report = Report(
        form_id=event.form_id,
        what=row["what"].strip(),
        place=row["place"],
        unit=Unit.objects.get(code=row["unit"]),
        happened_at=story.happened_at,
        known_at=story.known_at,
        source=Source(row["source"]),
        kind=IncidentKind(row.get("kind", IncidentKind.VIOLATION)),
        person=story.subject if "about" in story.row else None,
        rule_code=row.get("rule", ""),
        reference=row.get("reference", ""),
    )
    report_incident(actor=event.actor, report=report, files=files, device=PHONE)


def _set_aside(event: Event) -> None:
    incident = event.story.incident
    if not hasattr(incident, "closing"):
        close_incident(actor=event.actor, incident=incident, reason=event.row["reason"])


def _leave(event: Event) -> None:
    if not event.story.subject.employments.filter(until_on__isnull=False).exists():
        end_employment(
            actor=event.actor,
            employee=event.story.subject,
            on=event.at.date(),
            reason=event.row["reason"],
        )


def _study(event: Event) -> None:
    """A course read to its end: what everybody reads at first, or what a decision ordered. Where
    the row says how, its examination too."""
    subject, course = event.story.subject, course_of(event.row["course"])
    read_whole(subject, course)
    if "sits" in event.row and course.examination:
        sit(subject, course.examination, WRONG_EVERY[event.row["sits"]])
    enrolment = Enrolment.objects.get(employee=subject, course_key=course.translation_key)
    complete_course(actor=Employee.objects.system(), enrolment=enrolment)


def _take(event: Event) -> None:
    """One step of the case, with the files that came with it, and what follows from it."""
    kind = StepKind(event.row["step"])
    if kind == StepKind.OPENED:
        case = open_case(
            actor=event.actor,
            incident=event.story.incident,
            subject=event.story.subject,
            reason=event.row.get("reason", ""),
            form_id=event.form_id,
        )
        follow_step(step=case.steps.get(number=1))
        return
    case = Case.objects.get(incident=event.story.incident, subject=event.story.subject)
    _add_files(event, case)
    if kind in OWN_ACTIONS:
        action, said = OWN_ACTIONS[kind]
        step = action(actor=event.actor, case=case, form_id=event.form_id, **said(event))
    else:
        step = take_step(
            actor=event.actor, case=case, content=content(event), form_id=event.form_id
        )
    follow_step(step=step)


def _add_files(event: Event, case: Case) -> None:
    known = set(case.own_evidence.values_list("name", flat=True))
    rows = [row for row in event.row.get("files", []) if row.get("name", row["file"]) not in known]
    if rows:
        add_evidence(actor=event.actor, incident=case.incident, case=case, files=handed_in(rows))


def _said(*names: str) -> Callable[[Event], dict[str, Any]]:
    return lambda event: {name: event.row[name] for name in names}


def _invited(event: Event) -> dict[str, Any]:
    hearing = event.row.get("hearing")
    at = event.story.moment(*hearing) if hearing else None
    return {"hearing_at": at, "place": event.row.get("place", "")}


def _decided(event: Event) -> dict[str, Any]:
    return {
        "findings": findings(event),
        "reasons": event.row["reasons"].strip(),
        "parts": parts(event),
        "like_reason": event.row.get("like_reason", ""),
    }


def _served(event: Event) -> dict[str, Any]:
    return {"service": service(event)}


OWN_ACTIONS: Mapping[
    StepKind, tuple[Callable[..., CaseStep], Callable[[Event], dict[str, Any]]]
] = {
    StepKind.CHARGED: (charge_rule, _said("code", "facts")),
    StepKind.COMMENDED: (commend, _said("reasons", "points")),
    StepKind.NOTICE_ISSUED: (issue_notice, _invited),
    StepKind.DECIDED: (decide_case, _decided),
    StepKind.NOTICE_SERVED: (serve_paper, _served),
    StepKind.DECISION_SERVED: (serve_paper, _served),
    StepKind.APPEAL_SERVED: (serve_paper, _served),
}
DOINGS: Mapping[str, Callable[[Event], None]] = {
    "reported": _report,
    "set_aside": _set_aside,
    "leaves": _leave,
    "studied": _study,
}
