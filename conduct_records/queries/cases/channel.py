"""Anonymous reports: by their code, what was written about them, which answers wait for HR."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from conduct_records.models import Case, Incident, ReportMessage
from conduct_records.rules.cases.channel import SETTLED, Followed, followed
from conduct_records.rules.cases.reporter_codes import hash_of
from lms.people.enums import UnitKind
from lms.people.models import Unit


def incident_of(code: str) -> Incident | None:
    """The report that has this code."""
    found = Incident.objects.filter(code__code_hash=hash_of(code))
    return found.select_related("unit", "closing").first()


def has_code(incident: Incident) -> bool:
    return hasattr(incident, "code")


def followed_of(incident: Incident) -> Followed:
    states = incident.cases.values_list("state", flat=True)
    return followed(is_set_aside=hasattr(incident, "closing"), states=states)


def messages_about(incident: Incident) -> QuerySet[ReportMessage]:
    """In the order in which they were written."""
    return incident.messages.select_related("written_by")


def answers_waiting() -> QuerySet[ReportMessage]:
    """What reporters wrote and HR did not answer, where HR still can; nothing of it is left in a
    report that was erased."""
    later = Q(written_at__gt=OuterRef("written_at")) | Q(
        written_at=OuterRef("written_at"), pk__gt=OuterRef("pk")
    )
    by_hr = ReportMessage.objects.filter(
        later, incident=OuterRef("incident"), written_by__isnull=False
    )
    cases = Case.objects.filter(incident=OuterRef("incident"))
    is_open = Exists(cases.exclude(state__in=SETTLED)) | (
        ~Exists(cases) & Q(incident__closing__isnull=True)
    )
    unanswered = ReportMessage.objects.filter(~Exists(by_hr), written_by=None)
    unanswered = unanswered.filter(incident__erased_at__isnull=True)
    return unanswered.filter(is_open).order_by()


def with_waiting_answers(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Those of the incidents about which an answer waits."""
    return incidents.filter(pk__in=answers_waiting().values("incident"))


def has_waiting_answer(incident: Incident) -> bool:
    return answers_waiting().filter(incident=incident).exists()


def waiting_among(incidents: list[Incident]) -> set[int]:
    """About which of these an answer waits; one query."""
    found = answers_waiting().filter(incident__in=incidents)
    return set(found.values_list("incident_id", flat=True))


def company_unit() -> Unit | None:
    """For reports whose site is not known; none before the company was set up."""
    return Unit.objects.filter(parent=None).order_by("path").first()


def sites() -> QuerySet[Unit]:
    return Unit.objects.filter(kind=UnitKind.SITE).order_by("path")
