"""What is kept of cases, incidents and signatures, from when its term runs, what stands against
erasing it, and what is due."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conduct_records.enums import Source
from conduct_records.models import Case, CaseStep, CodebookSignature, Incident
from conduct_records.queries.cases.files import file_of
from conduct_records.queries.cases.incidents import incident_number
from conduct_records.rules.cases.procedure import ENDED, UNDER_WAY, Office, StepKind
from conduct_records.rules.cases.records import still_to_take, to_pay_back
from lms.ledger.queries.holds import holds_on
from lms.people.models import Employee
from lms.people.registries import DueRecord, RecordKind, last_day, since_leaving
from lms.people.rules.periods import add_months

CASES = "conduct_cases"
SIGNATURES = "codebook_signatures"
PAST_CASES = "past_conduct_cases"
PAST_INCIDENTS = "past_incidents"
# Within which a dispute is brought before arbitration (Labour Dispute Mediation and Arbitration
# Law, article 27).
DISPUTED = 12


def kept_cases() -> QuerySet[Case]:
    return Case.objects.filter(erased_at__isnull=True)


def kept_incidents() -> QuerySet[Incident]:
    return Incident.objects.filter(erased_at__isnull=True)


# Terms -------------------------------------------------------------------------------------------


def cases_ended_on(employee: Employee) -> date | None:
    """The day somebody left, or on which the last of their cases ends, whichever is later."""
    found = kept_cases().filter(subject=employee).annotate(last_at=Max("steps__at"))
    days = [_ends_on(case) for case in found]
    return max([*days, last_day(employee)]) if days else None


def _ends_on(case: Case) -> date:
    """What is in effect ends on the day it is spent."""
    if case.state in UNDER_WAY:
        return date.max
    if case.state not in ENDED and case.counts_until is not None:
        return case.counts_until
    return timezone.localdate(case.last_at)  # type: ignore[attr-defined]


def _of_nobody(employee: Employee) -> None:
    """Single records fall due by themselves; of whoever left they are counted among the cases."""


KINDS = (
    RecordKind(
        CASES,
        gettext_lazy("Conduct cases of people who left"),
        24,
        gettext_lazy("their last day, or the end of the case if that is later"),
        cases_ended_on,
        at_least=DISPUTED,
    ),
    RecordKind(
        SIGNATURES,
        gettext_lazy("Codebook signatures"),
        24,
        gettext_lazy("the person’s last day"),
        since_leaving(CodebookSignature),
        at_least=DISPUTED,
    ),
    RecordKind(
        PAST_CASES,
        gettext_lazy("Conduct cases that count no more"),
        12,
        gettext_lazy("the day the record is spent, or the case ended without effect"),
        _of_nobody,
        at_least=6,
    ),
    RecordKind(
        PAST_INCIDENTS,
        gettext_lazy("Reports without a case"),
        6,
        gettext_lazy("the day it was set aside; of an anonymous one, its last message"),
        _of_nobody,
        at_least=3,
    ),
)

# Obstacles ---------------------------------------------------------------------------------------


def obstacles_to(employee: Employee) -> Iterator[str]:
    """Why what is kept about somebody cannot be erased yet; without numbers, by which a case is
    found that not everybody may see who reads this."""
    for case in kept_cases().filter(subject=employee).order_by("pk"):
        yield from _of_case(case)
    yield from _of_appearing(employee)


def _of_case(case: Case) -> Iterator[str]:
    if case.state in UNDER_WAY:
        yield _("A conduct case is under way.")
        return
    file = file_of(case)
    if to_pay_back(file):
        yield _("In a conduct case money is still to be paid back.")
    elif case.turn == Office.HR:
        yield _("In a conduct case the decision on the appeal is still to be served.")
    if still_to_take(file):
        yield _("In a conduct case a part of the deduction is still to be taken.")


def others_cases(employee: Employee) -> QuerySet[Case]:
    """Cases of others in which somebody had a seat, was interviewed, or reported what happened."""
    interviews = CaseStep.objects.filter(kind=StepKind.INTERVIEWED, data__person=employee.token)
    has_part = Q(investigator=employee) | Q(decider=employee) | Q(appeal_officer=employee)
    has_part |= Q(incident__reported_by=employee) | Q(pk__in=interviews.values("case"))
    return kept_cases().filter(has_part).exclude(subject=employee)


def keepers_of(employee: Employee) -> set[str]:
    """Whose cases these are, and whom their reports are about: a legal hold on one of them keeps
    what somebody did and said in it."""
    reports = kept_incidents().filter(reported_by=employee, person__isnull=False)
    named = reports.exclude(person=employee).values_list("person__token", flat=True)
    return {*others_cases(employee).values_list("subject__token", flat=True), *named}


def _of_appearing(employee: Employee) -> Iterator[str]:
    """In one sentence for whatever part they have, and without a number: more would tell who
    reported or witnessed something."""
    appears = Q(person=employee) | Q(reported_by=employee)
    waiting = kept_incidents().filter(appears, closing__isnull=True, cases__isnull=True)
    if waiting.exists() or others_cases(employee).filter(state__in=UNDER_WAY).exists():
        yield _("A report or a case in which they appear is still open.")
    if holds_on(keepers_of(employee)):
        yield _("A legal hold keeps a report or a case in which they appear.")


def unemptied(tokens: Collection[str]) -> Iterator[str]:
    """Of the rows with these tokens, those that still say something."""
    cases = kept_cases().filter(token__in=tokens, has_own_key=True)
    yield from (_("Case %(number)s") % {"number": each.number} for each in cases)
    incidents = kept_incidents().filter(token__in=tokens, has_own_key=True)
    for incident in incidents:
        yield _("Report %(number)s") % {"number": incident_number(incident)}
    interviews = CaseStep.objects.filter(kind=StepKind.INTERVIEWED, token__in=tokens)
    for step in interviews.exclude(data={}).exclude(data__name="").select_related("case"):
        yield _("Case %(number)s") % {"number": step.case.number}


# Single records ----------------------------------------------------------------------------------


def cases_past() -> QuerySet[Case]:
    """That count no more, with nothing left to do; those whose entries stand under a key of their
    own, without which one cannot go while its person stays. Each with `last_at`."""
    found = kept_cases().filter(has_own_key=True, state__in=ENDED, turn=Office.NOBODY)
    return (
        found.annotate(last_at=Max("steps__at"))
        .select_related("subject", "incident__person")
        .order_by("pk")
    )


def incidents_past() -> QuerySet[Incident]:
    """Set aside, or reported without a name and never taken up; each with `last_at`, when
    something was last said about an anonymous one."""
    found = kept_incidents().filter(has_own_key=True, cases__isnull=True)
    found = found.filter(Q(closing__isnull=False) | Q(source=Source.ANONYMOUS))
    return (
        found.annotate(last_at=Max("messages__written_at"))
        .select_related("closing", "person")
        .order_by("pk")
    )


def due_records(months: Callable[[str], int], today: date) -> Iterable[DueRecord]:
    """Cases and incidents whose own term is over by the day."""
    for case in cases_past():
        title = _("Case %(number)s") % {"number": case.number}
        ended_on = timezone.localdate(case.last_at)  # type: ignore[attr-defined]
        due_on = add_months(ended_on, months(PAST_CASES))
        if due_on <= today:
            yield DueRecord(
                PAST_CASES, case.token, title, ended_on, due_on, case.subject.token, _named(case)
            )
    for incident in incidents_past():
        title = _("Report %(number)s") % {"number": incident_number(incident)}
        ended_on = _incident_ended_on(incident)
        due_on = add_months(ended_on, months(PAST_INCIDENTS))
        subject = incident.person.token if incident.person else None
        if due_on <= today:
            yield DueRecord(PAST_INCIDENTS, incident.token, title, ended_on, due_on, subject)


def _named(case: Case) -> list[str]:
    """Whom the report is about, where that is somebody else: it may go with the case."""
    person = case.incident.person
    return [person.token] if person is not None else []


def _incident_ended_on(incident: Incident) -> date:
    if hasattr(incident, "closing"):
        return timezone.localdate(incident.closing.closed_at)
    return timezone.localdate(incident.last_at or incident.reported_at)  # type: ignore[attr-defined]
