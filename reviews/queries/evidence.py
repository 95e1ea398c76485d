"""The entries of the ledger about reviews, and the rows behind them."""

from collections.abc import Callable, Mapping
from dataclasses import fields

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.ledger.queries.evidence import RowEvidence
from lms.ledger.registries import EntryType
from reviews.models import FigureImport, Result, ReviewCycle, ReviewStep, ScorecardVersion
from reviews.queries.words import STEPS
from reviews.rules.evidence import (
    CYCLE_OPENED,
    FIGURES_IMPORTED,
    FIGURES_WITHDRAWN,
    RESULT_FROZEN,
    SCORECARD_ADOPTED,
    cycle_opened,
    entry_name,
    figures_imported,
    figures_withdrawn,
    result_frozen,
    scorecard_adopted,
    step_taken,
)
from reviews.rules.procedure import StepKind
from reviews.rules.steps import CONTENTS

COMMON = {"review_number": _("review"), "at": _("when")}
FIELDS: Mapping[str, str | Promise] = {
    "attended_by": _("witness"),
    "case": _("case"),
    "comment": _("comment"),
    "follow_ups": _("what was agreed"),
    "grade": _("grade"),
    "grade_before": _("grade before"),
    "grounds": _("grounds"),
    "held_on": _("held on"),
    "manager": _("manager"),
    "ratings": _("rating"),
    "reason": _("reason"),
    "reasons": _("reasons"),
    "result": _("result"),
    "scan": _("scan"),
    "signature": _("signature"),
    "signed_on": _("signed on"),
    "struck": _("left out"),
    "support": _("support wished for"),
    "text": _("text"),
    "to_improve": _("what to improve"),
    "upheld": _("upheld"),
    "went_well": _("what went well"),
}
# Within a field that holds several values.
PARTS: Mapping[str, str | Promise] = {
    "course": _("course"),
    "due_on": _("to be done by"),
    "example": _("example"),
    "kind": _("kind"),
    "note": _("note"),
    "points": _("points"),
    "post": _("post"),
    "question": _("question"),
    "reassess_on": _("looked at again on"),
}


def _steps(kind: StepKind) -> Callable[[], QuerySet[ReviewStep]]:
    def rows() -> QuerySet[ReviewStep]:
        return ReviewStep.objects.filter(kind=kind).select_related("actor", "review__employee")

    return rows


def _step_type(kind: StepKind) -> EntryType:
    own = {field.name: FIELDS[field.name] for field in fields(CONTENTS[kind])}
    return EntryType(
        entry_name(kind),
        STEPS[kind],
        {**own, "step": _("step"), **COMMON},
        evidence=RowEvidence(_steps(kind), step_taken, case="token"),
        parts=PARTS,
    )


def _results() -> QuerySet[Result]:
    return Result.objects.select_related("frozen_by", "review__employee")


def _scorecards() -> QuerySet[ScorecardVersion]:
    return ScorecardVersion.objects.select_related("adopted_by", "group")


def _cycles() -> QuerySet[ReviewCycle]:
    return ReviewCycle.objects.select_related("opened_by")


def _imports() -> QuerySet[FigureImport]:
    found = FigureImport.objects.filter(confirmed_at__isnull=False)
    return found.select_related("sent_by").prefetch_related("figures")


def _withdrawn() -> QuerySet[FigureImport]:
    found = FigureImport.objects.filter(withdrawn_at__isnull=False)
    return found.select_related("withdrawn_by")


ENTRY_TYPES = (
    *(_step_type(kind) for kind in StepKind),
    EntryType(
        RESULT_FROZEN,
        _("Result frozen"),
        {
            "period_from": _("from"),
            "period_until": _("until"),
            "number": _("version"),
            "reason": _("reason"),
            "total": _("total"),
            "grade": _("grade"),
            "content_hash": _("SHA-256 of the content"),
            **COMMON,
        },
        evidence=RowEvidence(_results, result_frozen, case="token"),
    ),
    EntryType(
        SCORECARD_ADOPTED,
        _("Scorecard adopted"),
        {
            "group": _("post group"),
            "number": _("version"),
            "content_hash": _("SHA-256 of the content"),
            "note": _("note"),
            "at": _("when"),
        },
        evidence=RowEvidence(_scorecards, scorecard_adopted, case="token"),
    ),
    EntryType(
        CYCLE_OPENED,
        _("Review cycle opened"),
        {
            "kind": _("kind"),
            "name": _("name"),
            "unit_id": _("unit"),
            "period_from": _("from"),
            "period_until": _("until"),
            "at": _("when"),
        },
        evidence=RowEvidence(_cycles, cycle_opened, case="token"),
    ),
    EntryType(
        FIGURES_IMPORTED,
        _("Service figures imported"),
        {
            "file_name": _("file"),
            "file_hash": _("SHA-256 of the file"),
            "figures_hash": _("SHA-256 of the figures"),
            "at": _("when"),
        },
        evidence=RowEvidence(_imports, figures_imported, case="token"),
    ),
    EntryType(
        FIGURES_WITHDRAWN,
        _("Service figures withdrawn"),
        {"file_name": _("file"), "reason": _("reason"), "at": _("when")},
        evidence=RowEvidence(_withdrawn, figures_withdrawn, case="token"),
    ),
)
