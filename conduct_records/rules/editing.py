"""Working on a draft: each step takes a codebook and gives the next one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import rfc8785

from conduct_records.rules.codebook import Audience, Codebook, Line, Rule, RuleList, Text


def fingerprint(rule: Rule) -> str:
    """Of everything the rule says, so that who edits it notices that somebody else did."""
    said: Any = Codebook(Text(""), (), (rule,)).as_json()
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def with_rule(codebook: Codebook, rule: Rule) -> Codebook:
    """With a new rule, behind the last one of its line."""
    rules = list(codebook.rules)
    last = max((at for at, each in enumerate(rules) if each.line == rule.line), default=None)
    rules.insert(len(rules) if last is None else last + 1, rule)
    return replace(codebook, rules=tuple(rules))


def with_rule_at(codebook: Codebook, index: int, rule: Rule) -> Codebook:
    """With the rule in the place of the one that stands there."""
    rules = list(codebook.rules)
    rules[index] = rule
    return replace(codebook, rules=tuple(rules))


def without_rule(codebook: Codebook, index: int) -> Codebook:
    """Without the rule that stands there; those behind it in its lists move up."""
    gone = codebook.rules[index]
    left = tuple(rule for at, rule in enumerate(codebook.rules) if at != index)
    return replace(codebook, rules=tuple(_moved_up(rule, gone, left) for rule in left))


def _moved_up(rule: Rule, gone: Rule, left: Sequence[Rule]) -> Rule:
    if rule.line != gone.line:
        return rule
    lists = {
        audience: number - (number > gone.lists[audience] and not _is_taken(gone, audience, left))
        if audience in gone.lists
        else number
        for audience, number in rule.lists.items()
    }
    return replace(rule, lists=lists)


def _is_taken(gone: Rule, audience: str, left: Sequence[Rule]) -> bool:
    """Whether another rule had the same number by mistake: then no gap is left."""
    return any(
        each.line == gone.line and each.lists.get(audience) == gone.lists[audience] for each in left
    )


def moved(codebook: Codebook, line: str, audience: str, place: int, step: int) -> Codebook:
    """With the rule at `place` (from 0) of a list one up (-1) or down (1), the list numbered afresh
    from 1. At the end of the list it stays where it is."""
    found = list_of(codebook, line, audience)
    if found is None or not 0 <= place < len(found.rules):
        return codebook
    order = list(found.rules)
    target = min(max(place + step, 0), len(order) - 1)
    order.insert(target, order.pop(place))
    numbers = {id(rule): number for number, rule in enumerate(order, start=1)}
    return replace(
        codebook,
        rules=tuple(
            replace(rule, lists={**rule.lists, audience: numbers[id(rule)]})
            if id(rule) in numbers
            else rule
            for rule in codebook.rules
        ),
    )


def list_of(codebook: Codebook, line: str, audience: str) -> RuleList | None:
    return next(
        (each for each in codebook.lists if each.line == line and each.audience.code == audience),
        None,
    )


def next_numbers(codebook: Codebook) -> Mapping[tuple[Line, str], int]:
    """For each list, the number that a rule at its end would get."""
    return {
        (each.line, each.audience.code): max(number for number, __ in each.numbered) + 1
        for each in codebook.lists
    }


def with_audiences(codebook: Codebook, title: Text, audiences: Sequence[Audience]) -> Codebook:
    return replace(codebook, title=title, audiences=tuple(audiences))
