from collections import Counter
from hashlib import sha256

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone

from lms.people.models import Employee
from lms.sheets.limits import LIMITS
from reviews.actions.figures.plan_figures import Planner, digest_of, lines_of, read_figures
from reviews.models import FigureImport, FigureRow
from reviews.policies import check_can_import_figures

BATCH = 1000


def check_figures(*, actor: Employee, file: File[bytes], file_name: str) -> FigureImport:
    """The dry run: what every row of the sheet comes to is worked out and kept, and no figure is
    written.

    Raises `NotAllowed`, and `FiguresRefused` for a file that cannot be read.
    """
    check_can_import_figures(actor)
    content = ContentFile(file.read(LIMITS.size + 1))
    sheet = read_figures(content)
    lines, ignored = lines_of(sheet)
    rows = Planner(actor, lines).rows(lines)
    work = FigureImport(
        file_name=file_name[-200:],
        file_hash=sha256(content.open("rb").read()).hexdigest(),
        encoding=sheet.encoding,
        ignored_columns=[name[:60] for name in ignored],
        digest=digest_of(rows),
        counts=Counter(str(row.outcome) for row in rows),
        sent_by=actor,
        sent_at=timezone.now(),
    )
    content.seek(0)
    with transaction.atomic(durable=True):
        work.file.save("figures", content, save=False)
        work.save(force_insert=True)
        for row in rows:
            row.work = work
        FigureRow.objects.bulk_create(rows, batch_size=BATCH)
    return work
