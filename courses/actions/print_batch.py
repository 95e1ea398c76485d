from tempfile import TemporaryFile
from time import monotonic
from typing import BinaryIO

from django.core.files.base import File
from django.utils import timezone

from courses.actions.typeset_certificates import (
    STYLESHEETS,
    Paper,
    check_glyphs,
    has_rare,
    papers_of,
    parts,
)
from courses.errors import CourseError, NothingToPrint
from courses.models import CertificateBatch
from courses.policies import SEE
from courses.queries import certificates_reached, in_paper_order, printable
from lms.jobs.long_work import advance, keep_result, under_way
from lms.pdf.render import render_parts
from lms.people.models import Employee
from lms.people.policies import check_is_system

# Certificates laid out at a time. Larger parts gain nothing: what costs is each page.
AT_A_TIME = 20
# Progress is written down at most so often: seconds.
TELL_EVERY = 0.5


def print_batch(*, actor: Employee, batch: CertificateBatch) -> None:
    """Print what was asked for, as far as its owner may still see it. For the system alone.

    May run again: a batch that is over, or that another worker moved on lately, stays as it is.
    A refusal ends the batch with its words.
    """
    check_is_system(actor)
    batch.refresh_from_db()
    if not batch.is_to_do:
        return
    with under_way(batch, total=batch.certificates.count(), refusals=CourseError):
        reached = certificates_reached(batch.owner, SEE).filter(
            pk__in=batch.certificates.values("pk")
        )
        papers = papers_of(in_paper_order(printable(reached)))
        if not papers:
            raise NothingToPrint
        check_glyphs(papers)
        with TemporaryFile() as target:
            _write(papers, batch, target)
            keep_result(batch, f"certificates-{timezone.localdate():%Y%m%d}.pdf", File(target))


def _write(papers: list[Paper], batch: CertificateBatch, target: BinaryIO) -> None:
    told = monotonic()

    def tell(share: float) -> None:
        nonlocal told
        if monotonic() - told >= TELL_EVERY:
            told = monotonic()
            advance(batch, int(share * batch.total))

    render_parts(
        parts(papers, batch.layout, size=AT_A_TIME),
        count=-(-len(papers) // AT_A_TIME),
        stylesheet=STYLESHEETS[batch.layout],
        target=target,
        advance=tell,
        has_rare=has_rare(papers),
    )
    target.seek(0)
    advance(batch, len(papers))
