"""The entries of the ledger that tell somebody of a case or a report about themselves, or about
somebody they work under, before they are told, or what they are never told."""

from functools import reduce
from operator import or_

from django.db.models import Q

from conduct_records.models import Case, Incident
from conduct_records.queries.cases.evidence import ENTRY_TYPES as CASE_ENTRIES
from conduct_records.queries.cases.named import OF_INCIDENTS
from conduct_records.queries.cases.reserve import reaches_company
from lms.ledger.enums import Log
from lms.people.models import Employee
from lms.people.queries import stands_above

READ_LEDGER = "ledger.view_sealedfields"
OF_CASES = [entry_type.name for entry_type in CASE_ENTRIES]


def entries_kept_from(reader: Employee) -> Q:
    """About an incident, where it or one of its cases is about the reader or somebody above them;
    about a case of somebody above them, and who looked at these people's records; and about a
    reserved report, where the reader reaches only a part of the company. Two queries."""
    above = dict(Employee.objects.filter(stands_above(reader)).values_list("pk", "token"))
    tokens = list(above.values())
    found = Q(log=Log.RECORDS, type__in=OF_CASES, subject__in=tokens)
    found |= Q(log=Log.LOOKS, subject__in=tokens)
    incidents = _incidents_about(
        [reader.pk, *above], with_reserved=not reaches_company(reader, READ_LEDGER)
    )
    if not incidents:
        return found
    rows = (
        model._default_manager.filter(**{f"{incident}__in": incidents}).order_by().values("token")
        for model, incident in OF_INCIDENTS
    )
    return found | reduce(or_, (Q(log=Log.RECORDS, case__in=each) for each in rows))


def _incidents_about(people: list[int], *, with_reserved: bool) -> list[int]:
    """Or with a case about one of them."""
    cases = Case.objects.filter(subject__in=people).order_by()
    meant = Q(person__in=people) | Q(pk__in=cases.values("incident"))
    if with_reserved:
        meant |= Q(is_reserved=True)
    found = Incident.objects.filter(meant)
    return list(found.order_by().values_list("pk", flat=True))
