from time import monotonic

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.actions.import_questions import import_questions
from assessments.errors import AssessmentError
from assessments.models import QuestionImport
from assessments.queries.exchange import paths_of_categories
from assessments.rules.exchange.questions import Source
from assessments.rules.exchange.report import Report
from lms.jobs.long_work import advance, under_way
from lms.jobs.models import KEPT
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.policies import check_is_system

# Progress is written down at most so often: seconds.
TELL_EVERY = 0.5


def run_import(*, actor: Employee, work: QuestionImport) -> None:
    """Read a file of questions through, or import it where that was confirmed, in the name and the
    language of whoever sent it. For the system alone.

    May run again: work that is over, or that another worker moved on lately, stays as it is; what
    an interrupted one wrote is found to be there. A refusal ends the work with its words.
    """
    check_is_system(actor)
    work.refresh_from_db()
    if not work.is_to_do:
        return
    with translation.override(work.asked_by.language):
        refusals = (AssessmentError, NotAllowed)
        with under_way(work, total=0, refusals=refusals):  # type: ignore[arg-type]
            _conclude(work, _import(work))


def _import(work: QuestionImport) -> Report:
    told = monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        if work.total != total:
            work.total = total
            work.save(update_fields=["total"])
        if monotonic() - told >= TELL_EVERY:
            told = monotonic()
            advance(work, done)

    with work.file.open("rb") as file:
        source = Source(file.read(), work.name)
    path = paths_of_categories()[work.category_id] if work.category_id else ()
    return import_questions(
        actor=work.asked_by,
        source=source,
        format=work.format,
        category=path,
        is_dry_run=work.is_dry_run,
        tell=tell,
    )


def _conclude(work: QuestionImport, report: Report) -> None:
    work.report = report.as_json()
    work.done = work.total
    counted = {"count": len(report.taken), "refused": len(report.refused)}
    if work.is_dry_run:
        work.outcome = _("Read through; nothing has been imported yet.")
    else:
        work.outcome = _("Imported: %(count)d. Refused: %(refused)d.") % counted
    work.save(update_fields=["report", "done", "outcome"])


def forget_imports() -> None:
    """Delete the files whose time is over; the reports stay."""
    past = timezone.now() - KEPT
    for work in QuestionImport.objects.exclude(file="").filter(moved_at__lt=past):
        work.file.delete(save=False)
        QuestionImport.objects.filter(pk=work.pk).update(file="")
