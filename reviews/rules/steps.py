"""What each step of a review says, to JSON and back. Plain frozen values; people are named by their
token."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from reviews.rules.procedure import StepKind


@dataclass(frozen=True)
class SelfAssessed:
    """In the person's own words; written on a supervisor's device, `attended_by` is the witness and
    `signature` theirs (SVG path data, or the name typed out)."""

    went_well: str
    to_improve: str
    support: str = ""
    attended_by: str = ""
    signature: str = ""


@dataclass(frozen=True)
class SelfLapsed:
    """The time for it is over."""


@dataclass(frozen=True)
class Rating:
    """`points` from 1 to `scorecard.MOST` for a question of the scorecard, and on what it rests."""

    question: str
    points: int
    example: str


@dataclass(frozen=True)
class Rated:
    ratings: tuple[Rating, ...]
    text: str


@dataclass(frozen=True)
class SentBack:
    reason: str


@dataclass(frozen=True)
class Moved:
    """To another grade, by their codes."""

    grade_before: str
    grade: str
    reason: str


@dataclass(frozen=True)
class Frozen:
    """`result` is the token of the version."""

    result: str


class FollowUpKind(StrEnum):
    TRAINING = "training"
    OTHER_POST = "other_post"


@dataclass(frozen=True)
class FollowUp:
    """What was agreed after a low result: a course (by its key) to be finished, or another post (by
    its code) to be tried; and when it is looked at once more."""

    kind: FollowUpKind
    reassess_on: date
    course: str = ""
    due_on: date | None = None
    post: str = ""
    note: str = ""


@dataclass(frozen=True)
class Talked:
    held_on: date
    text: str
    follow_ups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True)
class Signed:
    """That they read the result, not that they agree. In their own session, or on the device of
    `attended_by` with `signature` (SVG path data), or on paper (`scan`, SHA-256 of the file, and
    the day that `signed_on` is written there)."""

    comment: str = ""
    signature: str = ""
    attended_by: str = ""
    scan: str = ""
    signed_on: date | None = None


@dataclass(frozen=True)
class SignLapsed:
    """The time to sign is over."""


@dataclass(frozen=True)
class Appealed:
    """In their own session, attended or on paper, as for `Signed`."""

    grounds: str
    attended_by: str = ""
    scan: str = ""
    signature: str = ""
    signed_on: date | None = None


@dataclass(frozen=True)
class AppealLapsed:
    """The time to appeal is over."""


@dataclass(frozen=True)
class AppealDecided:
    """Upheld: the items left out of the new version (`Item.key`), or another grade; `result` is its
    token."""

    upheld: bool
    reasons: str
    struck: tuple[str, ...] = ()
    grade: str = ""
    result: str = ""


@dataclass(frozen=True)
class ManagerChanged:
    manager: str
    reason: str


@dataclass(frozen=True)
class Withdrawn:
    reason: str


@dataclass(frozen=True)
class Recomputed:
    """A conduct case (by its token) that counted was overturned; `result` is the new version."""

    case: str
    result: str


CONTENTS: Mapping[StepKind, type[Any]] = {
    StepKind.SELF_ASSESSED: SelfAssessed,
    StepKind.SELF_LAPSED: SelfLapsed,
    StepKind.RATED: Rated,
    StepKind.SENT_BACK: SentBack,
    StepKind.MOVED: Moved,
    StepKind.FROZEN: Frozen,
    StepKind.TALKED: Talked,
    StepKind.SIGNED: Signed,
    StepKind.SIGN_LAPSED: SignLapsed,
    StepKind.APPEALED: Appealed,
    StepKind.APPEAL_LAPSED: AppealLapsed,
    StepKind.APPEAL_DECIDED: AppealDecided,
    StepKind.MANAGER_CHANGED: ManagerChanged,
    StepKind.WITHDRAWN: Withdrawn,
    StepKind.RECOMPUTED: Recomputed,
}
KINDS: Mapping[type[Any], StepKind] = {content: kind for kind, content in CONTENTS.items()}


def kind_of(content: Any) -> StepKind:
    return kind_of_type(type(content))


def kind_of_type(content: type[Any]) -> StepKind:
    return KINDS[content]


def as_json(content: Any) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(content)
    return said


def content_of(kind: StepKind, said: Mapping[str, Any]) -> Any:
    """Raises `msgspec.ValidationError` for what is no such step."""
    return msgspec.convert(said, CONTENTS[kind])
