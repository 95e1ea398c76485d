"""Which content belongs to which kind of step; to JSON and back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.procedure import StepKind

CONTENTS: Mapping[StepKind, type[Any]] = {
    StepKind.OPENED: said.Opened,
    StepKind.TALKED: said.Talked,
    StepKind.COMMENDED: said.Commended,
    StepKind.INVESTIGATION_OPENED: said.InvestigationOpened,
    StepKind.APPOINTED: said.Appointed,
    StepKind.RECUSED: said.Recused,
    StepKind.INTERVIEWED: said.Interviewed,
    StepKind.CUSTODY_NOTED: said.CustodyNoted,
    StepKind.OVERRIDDEN: said.Overridden,
    StepKind.CHARGED: said.Charged,
    StepKind.CHARGE_DROPPED: said.ChargeDropped,
    StepKind.CLOSED: said.Closed,
    StepKind.WITHDRAWN: said.Withdrawn,
    StepKind.NOTICE_ISSUED: said.NoticeIssued,
    StepKind.NOTICE_SERVED: said.NoticeServed,
    StepKind.HEARING_MOVED: said.HearingMoved,
    StepKind.STATED: said.Stated,
    StepKind.LAPSED: said.Lapsed,
    StepKind.UNION_NOTIFIED: said.UnionNotified,
    StepKind.UNION_REPLIED: said.UnionReplied,
    StepKind.STATUS_CHECKED: said.StatusChecked,
    StepKind.COUNSEL_NOTED: said.CounselNoted,
    StepKind.DECIDED: said.Decided,
    StepKind.DECISION_SERVED: said.DecisionServed,
    StepKind.APPEALED: said.Appealed,
    StepKind.APPEAL_DECIDED: said.AppealDecided,
    StepKind.APPEAL_SERVED: said.AppealServed,
    StepKind.APPEAL_TIME_ENDED: said.AppealTimeEnded,
    StepKind.INSTALMENT_TAKEN: said.InstalmentTaken,
    StepKind.REPAID: said.Repaid,
    StepKind.SPENT: said.Spent,
}
KINDS: Mapping[type[Any], StepKind] = {content: kind for kind, content in CONTENTS.items()}


def kind_of(content: Any) -> StepKind:
    return KINDS[type(content)]


def as_json(content: Any) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(content)
    return said


def content_of(kind: StepKind, said: Mapping[str, Any]) -> Any:
    """Raises `msgspec.ValidationError` for what is no such step."""
    return msgspec.convert(said, CONTENTS[kind])


def with_papers(content: Any, papers: Sequence[str]) -> Any:
    """The content with the files that were handed in with it, by the tokens of the evidence: what
    an appeal brings, or the scan of what was signed."""
    if not papers:
        return content
    if isinstance(content, said.Appealed):
        return replace(content, evidence=(*content.evidence, *papers))
    if isinstance(content, said.Stated):
        return replace(content, scan=papers[0])
    return replace(content, service=replace(content.service, scan=papers[0]))
