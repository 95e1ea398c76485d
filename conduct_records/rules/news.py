"""What is new for somebody in a codebook, against all that they signed before."""

from collections.abc import Sequence

from conduct_records.rules.codebook import Codebook, Place, Rule
from conduct_records.rules.comparison import Change, RuleChange, change_between
from conduct_records.rules.signing import unsigned


def news_for(
    codebook: Codebook, place: Place, signed: Sequence[tuple[Codebook, Place]]
) -> list[RuleChange]:
    """The rules they have to sign, each beside the words of its code that they signed last; then
    those of the last signature that bind them no more. `signed` comes oldest first. Nothing for
    who never signed: everything is new to them."""
    if not signed:
        return []
    before = {rule.code: rule for each, stood in signed for rule in each.rules_for(stood)}
    found = [_news(before.get(rule.code), rule) for rule in unsigned(codebook, place, signed)]
    present = {rule.code for rule in codebook.rules_for(place)}
    book, stood = signed[-1]
    ceased = [rule for rule in book.rules_for(stood) if rule.code not in present]
    return found + [RuleChange(Change.REMOVED, rule, None) for rule in ceased]


def _news(old: Rule | None, new: Rule) -> RuleChange:
    change = change_between(old, new) if old else None
    return RuleChange(change or Change.ADDED, old if change else None, new)
