"""What changed from one version of the codebook to another, rule by rule, and for whom."""

from dataclasses import dataclass
from enum import StrEnum

from conduct_records.rules.codebook import Codebook, Place, Rule


class Change(StrEnum):
    """The gravest kind of change of a rule counts: what binds before where it stands."""

    ADDED = "added"
    REMOVED = "removed"
    REGRADED = "regraded"  # its line
    REWORDED = "reworded"
    RATED = "rated"  # sanctions, points or months
    LISTED = "listed"  # other lists or other numbers
    ILLUSTRATED = "illustrated"  # examples or search words


@dataclass(frozen=True)
class RuleChange:
    change: Change
    old: Rule | None
    new: Rule | None

    @property
    def rule(self) -> Rule:
        """As it stands now, or stood last."""
        rule = self.new or self.old
        assert rule is not None
        return rule


def compare(old: Codebook, new: Codebook) -> list[RuleChange]:
    """Every rule that is not the same, in the new version's order, removed ones last."""
    before = {rule.code: rule for rule in old.rules}
    after = {rule.code: rule for rule in new.rules}
    changes = []
    for code, rule in after.items():
        if code not in before:
            changes.append(RuleChange(Change.ADDED, None, rule))
        elif (change := change_between(before[code], rule)) is not None:
            changes.append(RuleChange(change, before[code], rule))
    removed = [rule for code, rule in before.items() if code not in after]
    return changes + [RuleChange(Change.REMOVED, rule, None) for rule in removed]


def change_between(old: Rule, new: Rule) -> Change | None:
    for change, part in (
        (Change.REGRADED, lambda rule: rule.line),
        (Change.REWORDED, lambda rule: (rule.title, rule.explanation)),
        (Change.RATED, lambda rule: (rule.sanctions, rule.points, rule.months)),
        (Change.LISTED, lambda rule: dict(rule.lists)),
        (Change.ILLUSTRATED, lambda rule: (rule.examples, rule.words)),
    ):
        if part(old) != part(new):
            return change
    return None


def changes_for(place: Place, old: Codebook, new: Codebook) -> list[RuleChange]:
    """Those changes that touch what binds somebody who stands there: rules that began or ceased to
    bind them, and rules that bind them in other words or with other consequences."""
    before = {rule.code: rule for rule in old.rules_for(place)}
    after = {rule.code: rule for rule in new.rules_for(place)}
    found = []
    for code, rule in after.items():
        if code not in before:
            found.append(RuleChange(Change.ADDED, None, rule))
        elif before[code].substance != rule.substance:
            change = change_between(before[code], rule)
            assert change is not None
            found.append(RuleChange(change, before[code], rule))
    ceased = [rule for code, rule in before.items() if code not in after]
    return found + [RuleChange(Change.REMOVED, rule, None) for rule in ceased]
