from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q

from conduct_records.enums import DRAWN_ANEW, EvidenceKind, ViewState
from conduct_records.models import Evidence, EvidenceView
from lms.files.sweeping import kept_with_row
from lms.files.viewing import CannotBeDrawn, redrawn
from lms.jobs.outbox import enqueue
from lms.people.models import Employee
from lms.people.policies import check_may

TASK = "conduct_records.tasks.make_evidence_view"


def make_view(*, actor: Employee, evidence: Evidence) -> EvidenceView:
    """Draw the copy that is looked at; once made, it stays. The original is only read. Worker's
    work: nobody else may. What is erased meanwhile leaves no copy: `DatabaseError`."""
    check_may(actor, "conduct_records.add_evidenceview")
    view, __ = EvidenceView.objects.get_or_create(evidence=evidence)
    if view.state != ViewState.WAITING:
        return view
    try:
        with evidence.file.open("rb") as original:
            content, extension = redrawn(original, is_pdf=evidence.kind == EvidenceKind.PDF)
    except (CannotBeDrawn, FileNotFoundError):
        view.state = ViewState.FAILED
        view.save(update_fields=["state"])
        return view
    view.state = ViewState.READY
    view.file.save(f"{uuid4()}.{extension}", ContentFile(content), save=False)
    with kept_with_row(view.file):
        view.save(update_fields=["state", "file"])
    return view


def make_missing_views() -> None:
    """Have the copies made that a lost or failed task left out."""
    not_made = Q(view__isnull=True) | Q(view__state=ViewState.WAITING)
    missing = Evidence.objects.filter(not_made, kind__in=DRAWN_ANEW).exclude(file="")
    with transaction.atomic(durable=True):
        for pk in missing.values_list("pk", flat=True):
            enqueue(TASK, evidence_id=pk)
