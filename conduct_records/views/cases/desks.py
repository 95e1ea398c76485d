"""Coming to a case at the desk: who may, and that it is noted."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_noop

from conduct_records.forms.cases.steps import Desk
from conduct_records.policies.cases import can_see_case, offices_held
from conduct_records.policies.circumstances import Circumstances
from conduct_records.policies.steps import steps_open_to
from conduct_records.queries.cases.case_page import (
    Headed,
    cases_for_page,
    heads_of,
    people_in,
    step_rows,
    title_of,
)
from conduct_records.queries.cases.files import step_of
from conduct_records.queries.cases.identities import called
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.procedure import Office, StepKind
from conduct_records.views.cases.identities import note_identities
from conduct_records.views.cases.purposes import purpose_for_case
from lms.people.actions.look_at import look_at
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest

WHAT = gettext_noop("conduct case")
# Who weighs a sanction needs to know what else counts.
WEIGH = frozenset({Office.HR, Office.DIRECTOR, Office.DECIDER, Office.APPEALS})


@dataclass
class CaseDesk(Desk):
    """A case as its pages need it, each part read when it is first asked for."""

    purpose: str

    @cached_property
    def offices(self) -> frozenset[Office]:
        return offices_held(self.actor, self.case, self.file)

    @cached_property
    def heads(self) -> list[Headed]:
        return heads_of(self.case, self.file, self.found.known)

    @property
    def title(self) -> str:
        return title_of(self.what, self.heads)

    @property
    def what(self) -> str:
        """What was reported, as far as the reader may know who is named in it."""
        return self.veil.over_report(self.case.incident.what, called)

    @cached_property
    def names(self) -> dict[str, str]:
        return people_in(self.file, self.rows)

    @property
    def weighs(self) -> bool:
        """Whether the reader is shown what else counts against the person."""
        return bool(self.offices & WEIGH)


def desk_at(request: StaffRequest, pk: int, taking: StepKind | None = None) -> CaseDesk:
    """404 for whoever may not see the case; opening it is noted before it is shown, with what for.
    `taking` is the step that is sent off.

    Raises `PurposeNeeded` where that is not plain.
    """
    case = get_object_or_404(cases_for_page(), pk=pk, erased_at__isnull=True)
    rows = step_rows(case)
    file = CaseFile.of(step_of(row) for row in rows)
    if not can_see_case(request.user, case, file):
        raise Http404
    found = Circumstances(case, file, timezone.now())
    purpose = purpose_for_case(
        request, case, file, lambda: taking in steps_open_to(found, request.user)
    )
    desk = CaseDesk(request.user, found, rows, purpose)
    if request.method != "POST":
        note_look(desk)
    return desk


def note_look(desk: CaseDesk) -> None:
    """Before anything of the case is shown; a form that leads on shows nothing."""
    subject = desk.case.subject.token
    look_at(actor=desk.actor, tokens=[subject], sight=Sight(WHAT, desk.purpose))
    if desk.veil.is_lifted:
        note_identities(desk.actor, desk.case.incident, desk.interviews, [subject])
