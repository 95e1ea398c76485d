from django.db import transaction

from conduct_records.models import BundleWork, Case
from conduct_records.policies.bundles import check_can_export_case
from conduct_records.queries.cases.files import file_of
from lms.jobs.outbox import enqueue
from lms.people.models import Employee

TASK = "conduct_records.tasks.make_bundle"


def request_bundle(*, actor: Employee, case: Case, purpose: str) -> BundleWork:
    """Have the worker take the case out as one file. What the actor asked for already, for the
    same purpose, and is still under way, is the answer to asking again.

    Raises `NotAllowed`, `CaseNotClosed`, `CaseIsErased`.
    """
    check_can_export_case(actor, case, file_of(case))
    with transaction.atomic(durable=True):
        Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        asked = BundleWork.objects.filter(case=case, owner=actor, purpose=purpose)
        under_way = asked.exclude(state__in=BundleWork.OVER).first()
        if under_way is not None:
            return under_way
        work = BundleWork.objects.create(case=case, owner=actor, purpose=purpose)
        enqueue(TASK, work_id=str(work.pk))
    return work
