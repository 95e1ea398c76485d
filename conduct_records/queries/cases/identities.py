"""Reporter and witnesses as a reader may know them; the requests to know them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conduct_records.models import Case, CaseStep, IdentityAnswer, IdentityRequest, Incident
from conduct_records.queries.cases.files import step_of
from conduct_records.queries.cases.reserve import reaches_company
from conduct_records.rules.cases.identities import (
    HIDDEN_ROLES,
    Cover,
    Part,
    Reader,
    Veil,
    veil_for,
)
from conduct_records.rules.cases.procedure import StepKind
from conduct_records.rules.cases.steps import Interviewed, InterviewRole, Step
from lms.people.models import Employee
from lms.people.queries import reach, stands_above

# Nobody’s token: who was asked from outside the company has an empty one.
STRANGER = "-"
ORDER = ("case", "number")
# What is known of an interview in a case that was erased.
ERASED = Interviewed("", InterviewRole.WITNESS, "")


def called(cover: Cover) -> str:
    """What somebody is called instead of by their name."""
    if cover.part == Part.REPORTER:
        return pgettext("identity", "Reporter")
    if cover.part == Part.WORDS:
        return _("Kept closed: names that stand in it were erased")
    return _("Witness %(number)d") % {"number": cover.number}


def names_of_reporter(incident: Incident) -> list[str]:
    """All by which texts may call them; none of who did not give a name."""
    return [] if incident.reported_by is None else all_names_of(incident.reported_by)


def all_names_of(employee: Employee) -> list[str]:
    return [each for each in (employee.name, employee.latin_name, employee.staff_number) if each]


def veil_over(
    reader: Employee,
    incident: Incident,
    steps: Iterable[Step],
    *,
    is_open: bool,
    acting: Iterable[Employee] = (),
) -> Veil:
    """What one reader of an incident and its cases does not get to see. Who is `acting` in the case
    stands there by name: covered, it would be told that they reported it. Costs no query, but one
    where somebody of the company was interviewed as a witness."""
    taken = list(steps)
    who = Reader(reader.token, is_reporter=reader == incident.reported_by, is_open=is_open)
    return _veil(who, incident, taken, [reader, *acting], accounts_of(taken))


def veil_before_strangers(
    incident: Incident, steps: Iterable[Step], acting: Iterable[Employee]
) -> Veil:
    """The same before somebody who knows of all of it only who is `acting`."""
    taken = list(steps)
    return _veil(Reader(STRANGER), incident, taken, acting, accounts_of(taken))


def _veil(
    reader: Reader,
    incident: Incident,
    steps: Iterable[Step],
    acting: Iterable[Employee],
    accounts: Mapping[str, Collection[str]],
) -> Veil:
    reporter = incident.reported_by
    return veil_for(
        reader,
        names_of_reporter(incident),
        steps,
        [name for each in acting for name in all_names_of(each)],
        accounts,
        are_gone=reporter is not None and reporter.erased_at is not None,
    )


def places_before_subject(cases: Collection[Case]) -> dict[int, str]:
    """By case, where it happened, as the person whom it is about may read it. One query, and one
    where somebody of the company was interviewed as a witness."""
    rows = CaseStep.objects.filter(case__incident__in=[each.incident_id for each in cases])
    acting: dict[int, list[Employee]] = defaultdict(list)
    steps: dict[int, list[Step]] = defaultdict(list)
    for row in rows.select_related("actor", "case").order_by(*ORDER):
        acting[row.case_id].append(row.actor)
        if row.kind == StepKind.INTERVIEWED:
            steps[row.case.incident_id].append(_interview(row))
    accounts = accounts_of(step for some in steps.values() for step in some)
    found = {}
    for case in cases:
        known = [case.subject, *acting[case.pk]]
        told = steps[case.incident_id]
        veil = _veil(Reader(STRANGER), case.incident, told, known, accounts)
        found[case.pk] = veil.over_report(case.incident.place, called)
    return found


def interviews_of(incident: Incident) -> list[Step]:
    """In all its cases; of those that were erased that there were some. One query."""
    rows = CaseStep.objects.filter(case__incident=incident, kind=StepKind.INTERVIEWED)
    return [_interview(row) for row in rows.select_related("actor", "case").order_by(*ORDER)]


def _interview(row: CaseStep) -> Step:
    if row.case.erased_at is None:
        return step_of(row)
    return Step(StepKind.INTERVIEWED, row.actor.token, row.at, ERASED)


def accounts_of(steps: Iterable[Step]) -> dict[str, list[str]]:
    """All names of the witnesses who belong to the company, by token; no query where none does."""
    tokens = {
        step.content.person
        for step in steps
        if isinstance(step.content, Interviewed) and step.content.role in HIDDEN_ROLES
    } - {""}
    if not tokens:
        return {}
    return {each.token: all_names_of(each) for each in Employee.objects.filter(token__in=tokens)}


class ListedVeils:
    """Over incidents in a list, where nobody gets to read a name: those who were interviewed are
    known by two queries, where any of the incidents can have a case."""

    def __init__(self, reader: Employee, incidents: Iterable[Incident], *, taken_up: bool) -> None:
        self._reader = reader
        self._steps: dict[int, list[Step]] = defaultdict(list)
        found = [each.pk for each in incidents] if taken_up else []
        rows = CaseStep.objects.filter(case__incident__in=found, kind=StepKind.INTERVIEWED)
        for row in rows.select_related("actor", "case").order_by(*ORDER) if found else ():
            self._steps[row.case.incident_id].append(_interview(row))
        self._accounts = accounts_of(step for steps in self._steps.values() for step in steps)

    def of(self, incident: Incident) -> Veil:
        reader = Reader(self._reader.token, is_reporter=self._reader == incident.reported_by)
        steps = self._steps[incident.pk]
        return _veil(reader, incident, steps, [self._reader], self._accounts)


def tokens_behind(incident: Incident, steps: Iterable[Step]) -> list[str]:
    """Of the reporter and of the witnesses who belong to the company, as far as that is known."""
    found = [incident.reported_by.token] if incident.reported_by else []
    for step in steps:
        match step.content:
            case Interviewed(person=token, role=role) if token and role in HIDDEN_ROLES:
                found.append(token)
    return list(dict.fromkeys(found))


# Requests ----------------------------------------------------------------------------------------


def granted_to(reader: Employee, incident: Incident, now: datetime) -> IdentityAnswer | None:
    """The approval that holds; one query."""
    found = IdentityAnswer.objects.filter(
        request__incident=incident, request__asked_by=reader, is_granted=True, valid_until__gt=now
    )
    return found.order_by("-valid_until").first()


def waiting_request(reader: Employee, incident: Incident) -> IdentityRequest | None:
    found = IdentityRequest.objects.filter(incident=incident, asked_by=reader, answer__isnull=True)
    return found.first()


def last_request(reader: Employee, incident: Incident) -> IdentityRequest | None:
    """With its answer, where there is one."""
    found = IdentityRequest.objects.filter(incident=incident, asked_by=reader)
    return found.select_related("answer").first()


def requests_for(approver: Employee, permission: str) -> QuerySet[IdentityRequest]:
    """Those that somebody may answer or has: of the incident's units or of the person's; not their
    own, nor where they reported it, are meant, or work under who is. Those about a reserved report
    are for who reaches the whole company, and those about an erased one for nobody."""
    within = Q(pk__in=[])
    for path in reach(approver, permission):
        within |= Q(incident__unit__path__startswith=path)
        within |= Q(incident__person__unit__path__startswith=path)
    cases = Case.objects.filter(incident=OuterRef("incident"))
    about = cases.filter(Q(subject=approver) | stands_above(approver, "subject"))
    declared = CaseStep.objects.filter(
        case__incident=OuterRef("incident"), kind=StepKind.RECUSED, actor=approver
    )
    found = IdentityRequest.objects.filter(within, ~Exists(about), ~Exists(declared))
    found = found.filter(incident__erased_at__isnull=True)
    if not reaches_company(approver, permission):
        found = found.filter(incident__is_reserved=False)
    for closed in (
        Q(asked_by=approver),
        Q(incident__reported_by=approver),
        Q(incident__person=approver),
        stands_above(approver, "incident__person"),
    ):
        found = found.exclude(closed)
    return found.select_related(
        "incident__unit", "incident__person__unit", "asked_by", "answer__answered_by"
    )
