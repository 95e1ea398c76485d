"""Gate 1: nobody is charged under a rule that was not made known to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.gates.verdicts import Gate, Verdict, Why, opened, shut
from conduct_records.rules.cases.records import GRAVE
from conduct_records.rules.codebook import Line


@dataclass(frozen=True)
class Knowledge:
    """What bound somebody when it happened: the version in force then (None for none), whether
    the rule binds their post, and when they acknowledged it in these words (None: not before)."""

    version: int | None
    binds: bool
    acknowledged_at: datetime | None
    line: Line | None


def rule_known(rule: str, known: Knowledge, override: said.Overridden | None) -> Iterator[Verdict]:
    if override is not None:
        yield opened(Gate.RULE_KNOWN, Why.OVERRIDDEN, rule=rule, act=override.act)
    elif known.version is None:
        yield shut(Gate.RULE_KNOWN, Why.NO_VERSION, rule=rule)
    elif not known.binds:
        yield shut(Gate.RULE_KNOWN, Why.NOT_BOUND, rule=rule, version=known.version)
    elif known.acknowledged_at is None:
        yield shut(Gate.RULE_KNOWN, Why.NOT_ACKNOWLEDGED, rule=rule, version=known.version)
    else:
        yield opened(
            Gate.RULE_KNOWN,
            Why.ACKNOWLEDGED,
            rule=rule,
            version=known.version,
            at=known.acknowledged_at,
        )


def may_override(rule: str, line: Line | None, reason: str) -> Iterator[Verdict]:
    """Theft, violence and bribery stand on the red line or among the bans."""
    if line not in GRAVE:
        yield shut(Gate.RULE_KNOWN, Why.NOT_GRAVE, rule=rule)
    if not reason.strip():
        yield shut(Gate.RULE_KNOWN, Why.NO_REASON)


def something_charged(file: CaseFile) -> Iterator[Verdict]:
    if not file.charges:
        yield shut(Gate.RULE_KNOWN, Why.NOTHING_CHARGED)


def is_charged(file: CaseFile, rule: str) -> Iterator[Verdict]:
    if rule not in file.charges:
        yield shut(Gate.RULE_KNOWN, Why.NOT_CHARGED, rule=rule)


def not_charged_yet(file: CaseFile, rule: str) -> Iterator[Verdict]:
    if rule in file.charges:
        yield shut(Gate.RULE_KNOWN, Why.ALREADY_CHARGED, rule=rule)
