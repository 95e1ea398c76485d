"""The entries of the ledger about cases, and the rows behind them."""

from collections.abc import Callable, Mapping
from dataclasses import fields

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conduct_records.models import CaseBundle, CaseStep, Notice, RulePack
from conduct_records.queries.cases.named import hidden_in
from conduct_records.queries.cases.words import STEPS
from conduct_records.rules.cases.closed_texts import SUBJECTS_OWN
from conduct_records.rules.cases.evidence import (
    ASKED,
    BUNDLE_MADE,
    NOTICE_ISSUED,
    PACK_ADDED,
    bundle_made,
    entry_name,
    notice_issued,
    pack_added,
    step_taken,
    tells_whom_by_key,
)
from conduct_records.rules.cases.procedure import StepKind
from conduct_records.rules.cases.step_content import CONTENTS
from lms.ledger.queries.evidence import RowEvidence
from lms.ledger.registries import EntryType

COMMON = {"case_number": _("case"), "at": _("when")}
FIELDS: Mapping[str, str | Promise] = {
    "act": _("unlawful act"),
    "agreed": _("what was agreed"),
    "amount": _("amount in fen"),
    "answer_by": _("answer by"),
    "answer_days": _("days to answer"),
    "appeal_days": _("days to appeal"),
    "attended_by": _("witness"),
    "bonus": _("bonus in fen"),
    "companion": _("companion"),
    "counsel": _("counsel"),
    "detail": _("detail"),
    "evidence": _("evidence"),
    "facts": _("facts"),
    "findings": _("findings"),
    "grounds": _("grounds"),
    "hearing_at": _("hearing"),
    "held": _("heard in person"),
    "incident": _("incident"),
    "investigator": _("investigator"),
    "kind": _("kind"),
    "like_reason": _("reason beside like cases"),
    "line": _("line"),
    "measure": _("sanction"),
    "minimum": _("minimum wage in fen"),
    "month": _("month"),
    "months": _("months it counts"),
    "name": _("name"),
    "note": _("note"),
    "notice": _("notice"),
    "objects": _("the union objects"),
    "person": _("person"),
    "place": _("where"),
    "points": _("points"),
    "protections": _("protected status"),
    "reason": _("reason"),
    "reasons": _("reasons"),
    "reply": _("reply"),
    "role": _("role"),
    "rule": _("rule"),
    "scan": _("scan"),
    "seat": _("appointed to"),
    "service": _("how it was served"),
    "signature": _("signature"),
    "summary": _("summary"),
    "text": _("text"),
    "union": _("trade union"),
    "upheld": _("upheld"),
    "version": _("version"),
    "wage": _("wage in fen"),
    "what": _("what"),
}
# Within a field that holds several values.
PARTS: Mapping[str, str | Promise] = {
    **FIELDS,
    "agency": _("agency"),
    "basis": _("basis"),
    "bonus": _("variable pay in fen"),
    "course": _("course"),
    "deduction": _("deduction"),
    "due_on": _("to be done by"),
    "elsewhere": _("kept back by other cases in fen"),
    "ending": _("end of the work"),
    "is_proven": _("proven"),
    "last_day": _("last day of work"),
    "loss": _("loss in fen"),
    "percent": _("ceiling in percent"),
    "reference": _("reference"),
    "rest_is": _("the rest is"),
    "title": _("title"),
    "training": _("training"),
    "warning": _("warning"),
    "way": _("way"),
    "witnesses": _("witnesses"),
}


# Whom an interview was with; their words stay closed where somebody is named in them. Who witnessed
# that a paper was served is no secret: the person concerned was there.
CONFIDENTIAL = {StepKind.INTERVIEWED: ASKED}


def _steps(kind: StepKind) -> Callable[[], QuerySet[CaseStep]]:
    def rows() -> QuerySet[CaseStep]:
        return CaseStep.objects.filter(kind=kind).select_related("actor", "case__subject")

    return rows


def _step_type(kind: StepKind) -> EntryType:
    own = {field.name: FIELDS[field.name] for field in fields(CONTENTS[kind])}
    return EntryType(
        entry_name(kind),
        STEPS[kind],
        {**own, "step": _("step"), **COMMON},
        evidence=RowEvidence(_steps(kind), step_taken, case="token"),
        parts=PARTS,
        confidential=CONFIDENTIAL.get(kind, ()),
        tells_by_key=tells_whom_by_key if kind == StepKind.INTERVIEWED else None,
        hides_text=None if kind in SUBJECTS_OWN else hidden_in(entry_name(kind)),
    )


def _notices() -> QuerySet[Notice]:
    return Notice.objects.select_related("issued_by", "case__subject")


def _bundles() -> QuerySet[CaseBundle]:
    return CaseBundle.objects.select_related("made_by", "case__subject")


def _packs() -> QuerySet[RulePack]:
    return RulePack.objects.select_related("added_by")


ENTRY_TYPES = (
    *(_step_type(kind) for kind in StepKind),
    EntryType(
        NOTICE_ISSUED,
        _("Notice issued"),
        {
            "kind": _("kind"),
            "number": _("number"),
            "content_hash": _("SHA-256 of the content"),
            **COMMON,
        },
        evidence=RowEvidence(_notices, notice_issued, case="token"),
    ),
    EntryType(
        BUNDLE_MADE,
        _("Bundle of a case taken out"),
        {
            "purpose": _("what for"),
            "content_hash": _("SHA-256 of the list of files"),
            **COMMON,
        },
        evidence=RowEvidence(_bundles, bundle_made, case="token"),
    ),
    EntryType(
        PACK_ADDED,
        _("Regional rules added"),
        {
            "unit_id": _("unit"),
            "valid_from": _("holds from"),
            "content": _("content"),
            "at": _("when"),
        },
        evidence=RowEvidence(_packs, pack_added, case="token"),
    ),
)
