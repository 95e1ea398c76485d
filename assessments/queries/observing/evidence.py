"""The entries of the ledger about observations, and the rows behind them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models import Observation, ObservationPhoto
from assessments.rules.observing.evidence import (
    OBSERVATION_MADE,
    OBSERVATION_PHOTO,
    observation_made,
    photo_kept,
)
from lms.ledger.queries.evidence import RowEvidence
from lms.ledger.registries import EntryType


def _observations() -> QuerySet[Observation]:
    return Observation.objects.select_related("version__sheet", "employee", "observed_by")


def _photos() -> QuerySet[ObservationPhoto]:
    return ObservationPhoto.objects.select_related(
        "observation__employee", "observation__observed_by"
    )


ENTRY_TYPES = (
    EntryType(
        OBSERVATION_MADE,
        _("Observation made"),
        {
            "sheet": _("inspection sheet"),
            "version": _("version"),
            "score": _("score"),
            "max_score": _("out of"),
            "passed": _("passed"),
            "failed": _("critical points missed"),
            "given_hash": _("SHA-256 of what was seen"),
            "statement_hash": _("SHA-256 of what was signed"),
            "assessor_signature_hash": _("SHA-256 of the assessor’s signature"),
            "employee_signature_hash": _("SHA-256 of the person’s signature"),
            "not_signed_because": _("why the person did not sign"),
            "observed_at": _("observed"),
            "at": _("received"),
        },
        evidence=RowEvidence(_observations, observation_made, case="token"),
    ),
    EntryType(
        OBSERVATION_PHOTO,
        _("Picture of an observation"),
        {
            "observation": _("observation"),
            "point": _("point"),
            "sha256": _("SHA-256"),
            "capture_hash": _("SHA-256 when taken"),
            "captured_at": _("taken"),
        },
        evidence=RowEvidence(_photos, photo_kept, case="token"),
    ),
)
