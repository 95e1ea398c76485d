"""What each step of a case says. Plain frozen values;

People are named by their token, moments are aware, money is in fen.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from conduct_records.rules.cases.measures import Measure
from conduct_records.rules.cases.procedure import Seat, StepKind
from conduct_records.rules.codebook import Line


class ServiceWay(StrEnum):
    """How a paper reached the person."""

    SIGNED = "signed"
    REFUSED = "refused"
    COURIER = "courier"
    EMAIL = "email"


@dataclass(frozen=True)
class Service:
    """`detail` is the courier's number or the e-mail address. Who refused to sign has two
    witnesses. Who signed did so in their own session, or on the device of `attended_by` with
    `signature` (SVG path data), or on paper (`scan`, the token of the evidence)."""

    way: ServiceWay
    detail: str = ""
    witnesses: tuple[str, ...] = ()
    signature: str = ""
    attended_by: str = ""
    scan: str = ""


class InterviewRole(StrEnum):
    WITNESS = "witness"
    SUBJECT = "subject"
    REPORTER = "reporter"
    OTHER = "other"


class UnlawfulAct(StrEnum):
    """What is unlawful in itself, whether a codebook was acknowledged or not."""

    THEFT = "theft"
    VIOLENCE = "violence"
    BRIBERY = "bribery"


class Protection(StrEnum):
    """Who must not be dismissed while it lasts (Labour Contract Law, article 42; the company keeps
    to it in every dismissal)."""

    OCCUPATIONAL_HAZARD = "occupational_hazard"
    WORK_INJURY = "work_injury"
    MEDICAL_TREATMENT = "medical_treatment"
    MATERNITY = "maternity"
    NEAR_RETIREMENT = "near_retirement"


class Ground(StrEnum):
    """Why somebody appeals."""

    FACTS = "facts"
    RULE = "rule"
    PROCEDURE = "procedure"
    SEVERITY = "severity"
    NEW_EVIDENCE = "new_evidence"


@dataclass(frozen=True)
class Opened:
    """HR takes an incident up as a case about somebody."""

    incident: str
    kind: str
    reason: str = ""


@dataclass(frozen=True)
class Talked:
    summary: str
    agreed: str = ""


@dataclass(frozen=True)
class Commended:
    reasons: str
    points: int
    months: int
    notice: str = ""


@dataclass(frozen=True)
class InvestigationOpened:
    investigator: str


@dataclass(frozen=True)
class Appointed:
    seat: Seat
    person: str


@dataclass(frozen=True)
class Recused:
    reason: str = ""


@dataclass(frozen=True)
class Interviewed:
    """`person` is a token, or empty where somebody outside the company was asked."""

    name: str
    role: InterviewRole
    text: str
    person: str = ""
    place: str = ""


@dataclass(frozen=True)
class CustodyNoted:
    evidence: str
    what: str


@dataclass(frozen=True)
class Overridden:
    """The HR director lets a charge through gate 1."""

    rule: str
    act: UnlawfulAct
    reason: str


@dataclass(frozen=True)
class Charged:
    """`signature` is the case token of the signature by which the rule was made known; empty
    where the director overrode."""

    rule: str
    line: Line
    version: int
    facts: str
    signature: str = ""


@dataclass(frozen=True)
class ChargeDropped:
    rule: str
    reason: str


@dataclass(frozen=True)
class Closed:
    reasons: str


@dataclass(frozen=True)
class Withdrawn:
    reason: str


@dataclass(frozen=True)
class NoticeIssued:
    """The person has `answer_days` from the day after service, and may be invited to a hearing."""

    answer_days: int
    hearing_at: datetime | None = None
    place: str = ""
    notice: str = ""


@dataclass(frozen=True)
class NoticeServed:
    service: Service
    answer_by: datetime


@dataclass(frozen=True)
class HearingMoved:
    answer_by: datetime
    reason: str
    hearing_at: datetime | None = None
    place: str = ""


@dataclass(frozen=True)
class Stated:
    """What the person says. `held` tells a hearing from a written statement; `companion` is whom
    they brought. How we know that it was they: as in `Service`."""

    text: str
    held: bool = False
    companion: str = ""
    signature: str = ""
    attended_by: str = ""
    scan: str = ""


@dataclass(frozen=True)
class Lapsed:
    answer_by: datetime


@dataclass(frozen=True)
class UnionNotified:
    union: str
    text: str


@dataclass(frozen=True)
class UnionReplied:
    reply: str
    objects: bool = False


@dataclass(frozen=True)
class StatusChecked:
    """Which protections hold; none is what a dismissal needs."""

    protections: tuple[Protection, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class CounselNoted:
    counsel: str
    text: str


@dataclass(frozen=True)
class Finding:
    rule: str
    is_proven: bool
    reasons: str


@dataclass(frozen=True)
class Decided:
    """`like_reason` is why the sanction lies outside what like cases got. `measure` is None where
    nothing was proven. `appeal_days` is what the paper promises; later regional rules do not take
    it back."""

    findings: tuple[Finding, ...]
    reasons: str
    measure: Measure | None = None
    like_reason: str = ""
    notice: str = ""
    appeal_days: int | None = None

    @property
    def is_proven(self) -> bool:
        return any(each.is_proven for each in self.findings)


@dataclass(frozen=True)
class DecisionServed:
    service: Service


@dataclass(frozen=True)
class Appealed:
    grounds: tuple[Ground, ...]
    text: str
    evidence: tuple[str, ...] = ()
    signature: str = ""
    attended_by: str = ""


@dataclass(frozen=True)
class AppealDecided:
    upheld: bool
    reasons: str
    notice: str = ""


@dataclass(frozen=True)
class AppealServed:
    service: Service


@dataclass(frozen=True)
class AppealTimeEnded:
    pass


@dataclass(frozen=True)
class InstalmentTaken:
    """A later month's part of what was carried over; `bonus` is that month's variable pay, where
    the deduction rests on it. Money in fen."""

    month: str
    wage: int
    minimum: int
    amount: int
    bonus: int | None = None


@dataclass(frozen=True)
class Repaid:
    """What was kept back goes back after an appeal was upheld; money in fen."""

    amount: int
    month: str


@dataclass(frozen=True)
class Spent:
    pass


@dataclass(frozen=True)
class Step:
    """A step as the rules see it: `actor` by token."""

    kind: StepKind
    actor: str
    at: datetime
    content: Any = field(default=None)
