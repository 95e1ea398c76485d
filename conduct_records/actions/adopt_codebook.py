from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conduct_records.actions.locked_draft import locked_draft
from conduct_records.enums import CodebookState, DocumentKind
from conduct_records.errors import CannotAdopt
from conduct_records.models import AdoptionDocument, CodebookDraft, CodebookVersion
from conduct_records.models.version import Adoption
from conduct_records.policies.codebook import check_can_adopt
from conduct_records.queries.adoption import unanswerable
from conduct_records.queries.words import problem_in_words
from conduct_records.rules.codebook import problems
from conduct_records.rules.evidence import adopted
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee

RECORD = [field.name for field in Adoption._meta.local_fields]


def adopt_codebook(*, actor: Employee, seen_hash: str) -> CodebookVersion:
    """The draft becomes the next version, with its record and papers, and is never changed again.

    `seen_hash` is the content hash that the actor saw. Raises `NotAllowed`, `NoDraft`,
    `CannotAdopt` with every reason there is.
    """
    check_can_adopt(actor)
    with transaction.atomic(durable=True):
        draft = locked_draft()
        if reasons := list(reasons_against(draft, timezone.localdate(), seen_hash)):
            raise CannotAdopt(reasons)
        version = CodebookVersion.objects.create(
            number=draft.number,
            content=draft.content,
            content_hash=draft.codebook.content_hash,
            adopted_at=timezone.now(),
            adopted_by=actor,
            **{name: getattr(draft, name) for name in RECORD},
        )
        papers = [
            AdoptionDocument(
                version=version,
                kind=each.kind,
                file=each.file.name,
                name=each.name,
                sha256=each.sha256,
            )
            for each in draft.documents.all()
        ]
        AdoptionDocument.objects.bulk_create(papers)
        draft.delete()
        record_entries(adopted(version, papers))
    return version


def reasons_against(
    draft: CodebookDraft, today: date, seen_hash: str | None = None
) -> Iterator[str]:
    """Everything that stands in the way of adoption, a sentence each."""
    book = draft.codebook
    yield from (problem_in_words(each, book) for each in problems(book))
    if draft.state is not CodebookState.CONSULTED:
        yield _("Record the staff discussion and the union consultation, each with its day.")
    given = {each.kind for each in draft.documents.all()}
    for kind in DocumentKind:
        if kind not in given:
            yield _("A document is missing: %(kind)s.") % {"kind": kind.label}
    yield from _about_days(draft, today)
    if lost := unanswerable(draft.check_codes):
        yield _("The short check asks what is not in the question bank: %(codes)s.") % {
            "codes": _(", ").join(sorted(lost))
        }
    if seen_hash is not None and seen_hash != draft.codebook.content_hash:
        yield _("The draft was changed since you opened it. Look at it again.")


def _about_days(draft: CodebookDraft, today: date) -> Iterator[str]:
    for held, still_to_come in (
        (draft.discussed_on, _("The staff discussion is still to come.")),
        (draft.union_on, _("The union consultation is still to come.")),
    ):
        if held is not None and held > today:
            yield still_to_come
    if draft.published_on is None:
        yield _("Say on which day it is published.")
    if draft.effective_on is None:
        yield _("Say from which day it is in force.")
        return
    if draft.effective_on < today:
        yield _("It cannot be in force from a day in the past.")
    if draft.published_on is not None and draft.published_on > draft.effective_on:
        yield _("It is published before it is in force.")
    last = draft.based_on
    if (
        last is not None
        and last.effective_on is not None
        and draft.effective_on <= last.effective_on
    ):
        yield _("It is in force later than version %(number)d.") % {"number": last.number}
