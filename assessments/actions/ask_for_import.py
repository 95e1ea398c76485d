from typing import BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from assessments.errors.exchange import ImportNotReady
from assessments.models import Category, QuestionImport
from assessments.policies.bank import check_can_write_question
from assessments.rules.exchange import formats
from assessments.rules.exchange.questions import MOST_BYTES
from lms.jobs.long_work import resume
from lms.jobs.outbox import enqueue
from lms.people.models import Employee

RUN = "assessments.tasks.run_question_import"


def ask_for_import(
    *,
    actor: Employee,
    file: BinaryIO,
    name: str,
    format: str,
    category: Category | None = None,
) -> QuestionImport:
    """Keep a file that somebody sent and have the worker read it through; nothing is imported
    before `confirm_import`. Raises `NotAllowed`, `FileIsEmpty`, `FileOverLimit`, `IsAnArchive`."""
    check_can_write_question(actor, None)
    content = file.read(MOST_BYTES + 1)
    formats.check_file(format, content)
    with transaction.atomic(durable=True):
        work = QuestionImport(name=name[-200:], format=format, category=category, asked_by=actor)
        work.file.save("questions", ContentFile(content), save=False)
        work.save(force_insert=True)
        enqueue(RUN, import_id=str(work.pk))
    return work


def confirm_import(*, actor: Employee, work: QuestionImport) -> QuestionImport:
    """Have the worker import what was read through. Raises `NotAllowed`, and `ImportNotReady` for
    what is under way, was imported, or has lost its file."""
    check_can_write_question(actor, None)
    with transaction.atomic(durable=True):
        locked = QuestionImport.objects.select_for_update(of=("self",)).get(pk=work.pk)
        is_read = locked.is_dry_run and locked.state == QuestionImport.State.DONE
        if not is_read or not locked.file:
            raise ImportNotReady
        locked.is_dry_run, locked.state, locked.done = False, QuestionImport.State.WAITING, 0
        locked.outcome, locked.moved_at = "", timezone.now()
        locked.save(update_fields=["is_dry_run", "state", "done", "outcome", "moved_at"])
        enqueue(RUN, import_id=str(locked.pk))
    return locked


def resume_imports() -> int:
    """Ask once more for imports that lost their worker; how many there were."""
    return resume(QuestionImport, RUN, "import_id")
