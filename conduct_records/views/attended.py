from django.utils.translation import gettext as _

from conduct_records.models import CaseStep, CodebookSignature
from conduct_records.queries.cases.words import STEPS
from conduct_records.rules.cases.procedure import StepKind
from lms.people.models import AttendedSession


def codebook_signed(session: AttendedSession) -> list[str]:
    """The version that was signed in the session."""
    found = CodebookSignature.objects.filter(attended=session).select_related("version")
    return [
        _("Signed: codebook, version %(number)d") % {"number": one.version.number} for one in found
    ]


def signed_and_said(session: AttendedSession) -> list[str]:
    """The steps of their own cases that the person took in the session."""
    steps = CaseStep.objects.filter(
        actor=session.employee, recorded_at__gte=session.started_at
    ).select_related("case")
    if session.ended_at is not None:
        steps = steps.filter(recorded_at__lte=session.ended_at)
    return [
        _("%(step)s, case %(number)s") % {"step": STEPS[StepKind(one.kind)], "number": one.case}
        for one in steps.order_by("recorded_at")
    ]
