"""What a gate can say. The sentences stand in `queries.cases.gate_words`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any


class Gate(IntEnum):
    """Numbered as HR knows them; 0 is the order of steps itself."""

    ORDER = 0
    RULE_KNOWN = 1
    SEPARATE_ROLES = 2
    HEARD_FIRST = 3
    ONE_SANCTION = 4
    LADDER = 5
    DEDUCTION = 6
    DISMISSAL = 7
    CLOCK = 8
    LIKE_CASES = 9
    EVIDENCE = 10


class Why(StrEnum):
    # 0
    NOT_NOW = "not_now"
    WRONG_KIND = "wrong_kind"
    BEFORE_LAST_STEP = "before_last_step"
    IN_FUTURE = "in_future"
    NOTHING_TO_SERVE = "nothing_to_serve"
    # 1
    NO_VERSION = "no_version"
    NOT_BOUND = "not_bound"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    ACKNOWLEDGED = "acknowledged"
    OVERRIDDEN = "overridden"
    NOT_GRAVE = "not_grave"
    NO_REASON = "no_reason"
    NOTHING_CHARGED = "nothing_charged"
    ALREADY_CHARGED = "already_charged"
    NOT_CHARGED = "not_charged"
    # 2
    NOT_YOUR_OFFICE = "not_your_office"
    OWN_CASE = "own_case"
    SUPERIORS_CASE = "superiors_case"
    IS_CONCERNED = "is_concerned"
    INTEREST = "interest"
    IS_REPORTER = "is_reporter"
    HOLDS_SEAT = "holds_seat"
    TOOK_PART = "took_part"
    LACKS_RIGHT = "lacks_right"
    # 3
    NOT_SERVED = "not_served"
    NOT_HEARD = "not_heard"
    SERVED = "served"
    HEARD = "heard"
    LAPSED = "lapsed"
    NOT_LAPSED = "not_lapsed"
    TIME_SHORTENED = "time_shortened"
    TOO_FEW_DAYS = "too_few_days"
    FINDING_MISSING = "finding_missing"
    # 4
    SANCTIONED = "sanctioned"
    NOTHING_IMPOSED = "nothing_imposed"
    NOTHING_PROVEN = "nothing_proven"
    ONE_ONLY = "one_only"
    # 5
    OUT_OF_RANGE = "out_of_range"
    IN_RANGE = "in_range"
    # 6
    NO_BASIS = "no_basis"
    NO_AMOUNT = "no_amount"
    NO_WAGE = "no_wage"
    NO_MINIMUM_WAGE = "no_minimum_wage"
    NO_BONUS = "no_bonus"
    NO_LOSS = "no_loss"
    ABOVE_LOSS = "above_loss"
    BAD_MONTH = "bad_month"
    OTHER_LIMITS = "other_limits"
    ABOVE_CEILING = "above_ceiling"
    NOTHING_LEFT = "nothing_left"
    WITHIN_CEILING = "within_ceiling"
    # 7
    NO_GROUND = "no_ground"
    UNION_NOT_NOTIFIED = "union_not_notified"
    UNION_NOT_REPLIED = "union_not_replied"
    STATUS_UNCHECKED = "status_unchecked"
    PROTECTED = "protected"
    AGENCY_WAY = "agency_way"
    NOT_AGENCY_STAFF = "not_agency_staff"
    NO_AGENCY = "no_agency"
    LAST_DAY_PAST = "last_day_past"
    MAY_BE_DISMISSED = "may_be_dismissed"
    # 8
    OVERDUE = "overdue"
    COUNSEL = "counsel"
    IN_TIME = "in_time"
    NO_LIMIT = "no_limit"
    APPEAL_TOO_LATE = "appeal_too_late"
    NOT_YET = "not_yet"
    # 9
    UNLIKE_UNSAID = "unlike_unsaid"
    LIKE = "like"
    UNLIKE_SAID = "unlike_said"
    NO_LIKE_CASES = "no_like_cases"
    # 10
    WITNESSES = "witnesses"
    NOTED_LATE = "noted_late"
    NO_NUMBER = "no_number"
    NOT_SIGNED = "not_signed"


@dataclass(frozen=True)
class Verdict:
    """What a gate says; `details` fill the sentence."""

    gate: Gate
    why: Why
    is_open: bool = False
    details: Mapping[str, Any] = field(default_factory=dict)


def shut(gate: Gate, why: Why, **details: Any) -> Verdict:
    return Verdict(gate, why, False, details)


def opened(gate: Gate, why: Why, **details: Any) -> Verdict:
    return Verdict(gate, why, True, details)
