from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.jobs.outbox import enqueue
from lms.ledger.actions.record_entries import record_entries
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.figures.plan_figures import Planner, digest_of, lines_of, read_figures
from reviews.enums import FigureOutcome
from reviews.errors import FiguresChanged, FiguresConfirmed, FiguresGone, FiguresHaveRefusals
from reviews.models import FigureImport, FigureRow, ServiceFigure
from reviews.policies import check_can_import_figures
from reviews.rules.evidence import figures_imported

BATCH = 1000


def confirm_figures(*, actor: Employee, work: FigureImport) -> FigureImport:
    """Write the figures that were checked, all of them or none, if they still come to what the
    check found. The rows of the check go: the figures say the same.

    Raises `NotAllowed` for anybody but who sent them; `FiguresConfirmed`, `FiguresHaveRefusals`,
    `FiguresGone`, `FiguresChanged`.
    """
    check_can_import_figures(actor)
    try:
        with transaction.atomic(durable=True):
            work = _locked(actor, work)
            rows = _rows_now(actor, work)
            _write(work, rows)
            work.confirmed_at = timezone.now()
            work.save(update_fields=["confirmed_at"])
            work.rows.all().delete()
            enqueue("reviews.tasks.rescore_after_figures", work_id=work.pk)
            record_entries(figures_imported(work))
    except IntegrityError as error:  # somebody else wrote one of them at the same moment
        raise FiguresChanged from error
    return work


def _locked(actor: Employee, work: FigureImport) -> FigureImport:
    found = FigureImport.objects.select_for_update(of=("self",)).select_related("sent_by")
    locked = found.filter(pk=work.pk).first()
    if locked is None:
        raise FiguresGone
    if locked.sent_by_id != actor.pk:
        raise NotAllowed
    if locked.confirmed_at is not None:
        raise FiguresConfirmed
    if locked.rows.filter(outcome=FigureOutcome.REFUSED).exists():
        raise FiguresHaveRefusals
    if not locked.file:
        raise FiguresGone
    return locked


def _rows_now(actor: Employee, work: FigureImport) -> list[FigureRow]:
    """What the file comes to now. Raises `FiguresChanged` where that is not what was checked."""
    try:
        with work.file.open("rb") as file:
            lines, __ = lines_of(read_figures(file))
    except FileNotFoundError:
        raise FiguresGone from None
    rows = Planner(actor, lines).rows(lines)
    if digest_of(rows) != work.digest:
        raise FiguresChanged
    return rows


def _write(work: FigureImport, rows: Sequence[FigureRow]) -> None:
    """In one order whatever the file's, so that two who write the same do not block each other."""
    earlier = _counts_of(rows)
    ServiceFigure.objects.bulk_create(
        (
            ServiceFigure(
                work=work,
                row=row.number,
                employee_id=row.values["employee"],
                month=date.fromisoformat(row.values["month"]),
                measure=row.values["measure"],
                numerator=row.values["numerator"],
                denominator=row.values["denominator"],
                source=row.values["source"],
                number=earlier[_about(row)] + 1,
            )
            for row in sorted(rows, key=_about)
        ),
        batch_size=BATCH,
    )


def _about(row: FigureRow) -> tuple[int, str, str]:
    return row.values["employee"], row.values["month"], row.values["measure"]


def _counts_of(rows: Sequence[FigureRow]) -> Counter[tuple[int, str, str]]:
    """How many figures of the same person, month and measure were withdrawn. One that counts is
    not among them, so that writing another beside it meets the constraint."""
    found: Counter[tuple[int, str, str]] = Counter()
    months = {row.values["month"] for row in rows}
    people = sorted({row.values["employee"] for row in rows})
    for start in range(0, len(people), BATCH):
        some = ServiceFigure.objects.filter(
            employee__in=people[start : start + BATCH],
            month__in=months,
            work__withdrawn_at__isnull=False,
        )
        for employee, month, measure in some.values_list("employee", "month", "measure"):
            found[employee, month.isoformat(), measure] += 1
    return found
