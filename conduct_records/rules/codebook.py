"""What a version of the codebook says: rules, the lists they stand in, and whom these bind.

Plain values. `Codebook.as_json` is the form in which an adopted version is kept and hashed.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import rfc8785


class Line(StrEnum):
    """How grave: minor, serious, absolute prohibition, and the concierge faults' own list."""

    YELLOW = "yellow"
    RED = "red"
    BAN = "ban"
    FAULT = "fault"


class Sanction(StrEnum):
    """By gravity, the lightest first."""

    ORAL_WARNING = "oral_warning"
    WRITTEN_WARNING = "written_warning"
    BONUS_DEDUCTION = "bonus_deduction"
    DISMISSAL = "dismissal"


LINES = tuple(Line)
SANCTIONS = tuple(Sanction)


@dataclass(frozen=True)
class Text:
    """The same words in both languages."""

    zh: str
    en: str = ""

    def in_language(self, language: str) -> str:
        return self.en if language == "en" and self.en else self.zh


@dataclass(frozen=True)
class Place:
    """Where somebody stands, as far as rules go: `manager` or `frontline`, and the post's code."""

    standing: str
    post: str


@dataclass(frozen=True)
class Audience:
    """Whom a list binds: those of a standing, those at certain posts, or everybody."""

    code: str
    title: Text
    standing: str = ""
    posts: tuple[str, ...] = ()

    def includes(self, place: Place) -> bool:
        return (not self.standing or self.standing == place.standing) and (
            not self.posts or place.post in self.posts
        )


@dataclass(frozen=True)
class Rule:
    """A rule under its lasting code; `lists` gives its number in each audience's list."""

    code: str
    line: Line
    lists: Mapping[str, int]
    title: Text
    explanation: Text
    examples: tuple[Text, ...] = ()
    words: tuple[str, ...] = ()
    sanctions: tuple[Sanction, Sanction] = (Sanction.ORAL_WARNING, Sanction.ORAL_WARNING)
    points: int = 0
    months: int = 0

    @cached_property
    def substance(self) -> str:
        """A hash of what binds: line, words, consequences. Examples, search words and the numbers
        in lists may change without anybody being bound to something new."""
        said: dict[str, Any] = {
            "code": self.code,
            "line": self.line,
            "title": _json(self.title),
            "explanation": _json(self.explanation),
            "sanctions": list(self.sanctions),
            "points": self.points,
            "months": self.months,
        }
        return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


@dataclass(frozen=True)
class RuleList:
    """The rules of a line that bind an audience, in order."""

    line: Line
    audience: Audience
    rules: tuple[Rule, ...]

    @property
    def numbered(self) -> list[tuple[int, Rule]]:
        return [(rule.lists[self.audience.code], rule) for rule in self.rules]


@dataclass(frozen=True)
class Codebook:
    title: Text
    audiences: tuple[Audience, ...]
    rules: tuple[Rule, ...]

    @cached_property
    def lists(self) -> tuple[RuleList, ...]:
        """Every list that has rules: line by line, the audiences in their order."""
        return tuple(
            RuleList(line, audience, rules)
            for line in LINES
            for audience in self.audiences
            if (rules := self._listed(line, audience))
        )

    def _listed(self, line: Line, audience: Audience) -> tuple[Rule, ...]:
        found = [rule for rule in self.rules if rule.line == line and audience.code in rule.lists]
        return tuple(sorted(found, key=lambda rule: rule.lists[audience.code]))

    def lists_for(self, place: Place) -> tuple[RuleList, ...]:
        """The lists that bind somebody who stands there."""
        return tuple(each for each in self.lists if each.audience.includes(place))

    def rules_for(self, place: Place) -> tuple[Rule, ...]:
        """The rules that bind them, each once, in the order of the lists."""
        found = {rule.code: rule for each in self.lists_for(place) for rule in each.rules}
        return tuple(found.values())

    def rule(self, code: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.code == code), None)

    def as_json(self) -> dict[str, Any]:
        return {
            "title": _json(self.title),
            "audiences": [
                {
                    "code": each.code,
                    "title": _json(each.title),
                    "standing": each.standing,
                    "posts": list(each.posts),
                }
                for each in self.audiences
            ],
            "rules": [_rule_as_json(rule) for rule in self.rules],
        }

    @classmethod
    def of_json(cls, said: Mapping[str, Any]) -> "Codebook":
        return cls(
            title=Text(**said["title"]),
            audiences=tuple(
                Audience(
                    code=each["code"],
                    title=Text(**each["title"]),
                    standing=each.get("standing", ""),
                    posts=tuple(each.get("posts", ())),
                )
                for each in said["audiences"]
            ),
            rules=tuple(_rule_of_json(each) for each in said["rules"]),
        )

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the canonical JSON (RFC 8785) of everything it says, in hexadecimal."""
        return hashlib.sha256(rfc8785.dumps(self.as_json())).hexdigest()


def _json(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _rule_as_json(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "line": str(rule.line),
        "lists": dict(rule.lists),
        "title": _json(rule.title),
        "explanation": _json(rule.explanation),
        "examples": [_json(each) for each in rule.examples],
        "words": list(rule.words),
        "sanctions": [str(each) for each in rule.sanctions],
        "points": rule.points,
        "months": rule.months,
    }


def _rule_of_json(said: Mapping[str, Any]) -> Rule:
    mildest, gravest = said["sanctions"]
    return Rule(
        code=said["code"],
        line=Line(said["line"]),
        lists=dict(said["lists"]),
        title=Text(**said["title"]),
        explanation=Text(**said["explanation"]),
        examples=tuple(Text(**each) for each in said.get("examples", ())),
        words=tuple(said.get("words", ())),
        sanctions=(Sanction(mildest), Sanction(gravest)),
        points=said["points"],
        months=said["months"],
    )


# What stands in the way of adopting it ---------------------------------------------------------


class Fault(StrEnum):
    """What is wrong with a draft; `problems` says where."""

    NO_RULES = "no_rules"
    NO_AUDIENCE = "no_audience"
    UNKNOWN_AUDIENCE = "unknown_audience"
    SAME_CODE = "same_code"
    SAME_NUMBER = "same_number"
    GAP_IN_NUMBERS = "gap_in_numbers"
    NO_TEXT = "no_text"
    SANCTIONS_REVERSED = "sanctions_reversed"


@dataclass(frozen=True)
class Problem:
    fault: Fault
    codes: tuple[str, ...] = ()
    where: str = ""
    number: int = 0


def problems(codebook: Codebook) -> list[Problem]:
    """Everything that keeps the draft from being adopted, in the order of its rules."""
    if not codebook.rules:
        return [Problem(Fault.NO_RULES)]
    known = {each.code for each in codebook.audiences}
    return [
        *_same_codes(codebook.rules),
        *(problem for rule in codebook.rules for problem in _of_rule(rule, known)),
        *(problem for each in codebook.lists for problem in _of_list(each)),
    ]


def _same_codes(rules: Iterable[Rule]) -> Iterator[Problem]:
    counted = Counter(rule.code for rule in rules)
    yield from (Problem(Fault.SAME_CODE, (code,)) for code, count in counted.items() if count > 1)


def _of_rule(rule: Rule, known: set[str]) -> Iterator[Problem]:
    if not rule.lists:
        yield Problem(Fault.NO_AUDIENCE, (rule.code,))
    for unknown in sorted(rule.lists.keys() - known):
        yield Problem(Fault.UNKNOWN_AUDIENCE, (rule.code,), unknown)
    if not (rule.code.strip() and rule.title.zh.strip() and rule.explanation.zh.strip()):
        yield Problem(Fault.NO_TEXT, (rule.code,))
    if SANCTIONS.index(rule.sanctions[0]) > SANCTIONS.index(rule.sanctions[1]):
        yield Problem(Fault.SANCTIONS_REVERSED, (rule.code,))


def _of_list(each: RuleList) -> Iterator[Problem]:
    by_number: dict[int, list[str]] = {}
    for number, rule in each.numbered:
        by_number.setdefault(number, []).append(rule.code)
    where = f"{each.line}/{each.audience.code}"
    for number, codes in by_number.items():
        if len(codes) > 1:
            yield Problem(Fault.SAME_NUMBER, tuple(codes), where, number)
    for number in sorted(set(range(1, max(by_number) + 1)) - by_number.keys()):
        yield Problem(Fault.GAP_IN_NUMBERS, (), where, number)
