"""The entries of the ledger about examinations, and the rows behind them."""

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.enums import SittingState
from assessments.models import Sitting, SittingItem
from assessments.queries.sittings import counting_responses
from assessments.rules.evidence import EXAMINATION_FINISHED, examination_finished
from lms.ledger.queries.evidence import RowEvidence
from lms.ledger.registries import EntryType
from lms.ledger.rules.envelope import Record


def _finished() -> QuerySet[Sitting]:
    items = SittingItem.objects.select_related("version__question").order_by("position")
    return (
        Sitting.objects.filter(state=SittingState.MARKED)
        .select_related("quiz", "employee", "submitted_by")
        .prefetch_related(
            Prefetch("items", items),
            Prefetch("items__responses", counting_responses(), to_attr="counting"),
        )
    )


def _record(sitting: Sitting) -> Record:
    items = list(sitting.items.all())
    responses = {item.pk: each for item in items for each in item.counting}  # type: ignore[attr-defined]
    return examination_finished(sitting, items, responses)


RESULT = {
    "quiz": _("quiz"),
    "attempt": _("attempt"),
    "score": _("score"),
    "max_score": _("out of"),
    "pass_percent": _("pass mark (%)"),
    "passed": _("passed"),
    "paper": _("questions and marks"),
    "answers_hash": _("SHA-256 of the answers"),
    "started_at": _("started"),
    "at": _("handed in"),
}

ENTRY_TYPES = (
    EntryType(
        EXAMINATION_FINISHED,
        _("Examination finished"),
        RESULT,
        evidence=RowEvidence(_finished, _record, case="id"),
    ),
)
