"""The entries of the ledger about the codebook, and the rows behind them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conduct_records.models import CodebookSignature, CodebookVersion
from conduct_records.rules.evidence import CODEBOOK_ADOPTED, CODEBOOK_SIGNED, adopted, signed
from lms.ledger.queries.evidence import RowEvidence
from lms.ledger.registries import EntryType
from lms.ledger.rules.envelope import Record
from lms.people.queries.evidence import ATTESTED


def _versions() -> QuerySet[CodebookVersion]:
    return CodebookVersion.objects.select_related("adopted_by").prefetch_related("documents")


def _adopted(version: CodebookVersion) -> Record:
    return adopted(version, version.documents.all())


def _signatures() -> QuerySet[CodebookSignature]:
    return CodebookSignature.objects.select_related(
        "employee", "version", "entered_by", "attended__witness"
    )


VERSION = {"version": _("version"), "content_hash": _("SHA-256 of the content")}
ENTRY_TYPES = (
    EntryType(
        CODEBOOK_ADOPTED,
        _("Codebook adopted"),
        {
            **VERSION,
            "discussed_on": _("staff discussion"),
            "union_on": _("union consultation"),
            "published_on": _("publication"),
            "effective_on": _("in force from"),
            "papers": _("SHA-256 of the documents"),
            "at": _("when"),
        },
        evidence=RowEvidence(_versions, _adopted),
    ),
    EntryType(
        CODEBOOK_SIGNED,
        _("Codebook signed"),
        {
            **VERSION,
            "standing": _("counts as"),
            "post": _("post"),
            **ATTESTED,
        },
        evidence=RowEvidence(_signatures, signed),
    ),
)
