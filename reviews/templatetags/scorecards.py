"""A scorecard on the page: its rules in words, its weights as blocks, a preview as bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from lms.people.models import PostGroup
from reviews.queries import scorecard_words as words
from reviews.queries.previews import Preview
from reviews.queries.words import COMPONENTS, MEASURES
from reviews.rules.scorecard import Component, ComponentRule, Measure, Scorecard
from reviews.rules.scorecard_changes import Change

register = template.Library()

for _filter in (
    words.rule_in_words,
    words.sample_in_words,
    words.missing_in_words,
    words.grade_name,
    words.wording,
):
    register.filter(_filter)
register.filter("plain", words.number)

# The strip of blocks, in its own units, and what a character of its names takes there.
STRIP, GAP, WIDE, NARROW = 1000, 5, 15, 8


@register.filter
def change_in_words(change: Change) -> str:
    return words.change_in_words(change)


@register.filter
def component_name(component: Component) -> str:
    return str(COMPONENTS[component])


@register.filter
def measure_name(measure: Measure) -> str:
    return str(MEASURES[measure])


@register.filter
def share_of(measure: Measure) -> str:
    """What a share of the measure is a share of."""
    return str(words.SHARES[measure])


@register.filter
def posts_of(group: PostGroup | None) -> str:
    return str(group) if group else _("All other posts")


@register.filter
def initial_sum(forms: Sequence[Any]) -> Decimal:
    """Of the weights of what counts, as typed so far; what is no number is left out."""
    total = Decimal(0)
    for form in forms:
        value = form["weight"].value()
        if form["counts"].value() and value not in (None, ""):
            try:
                total += Decimal(str(value))
            except ArithmeticError:
                continue
    return total


@dataclass(frozen=True)
class Block:
    """`name` is empty where it does not fit."""

    name: str
    weight: str
    x: float
    width: float
    is_heaviest: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@register.inclusion_tag("reviews/scorecards/strip.html")
def weight_strip(card: Scorecard) -> dict[str, Any]:
    """The components side by side, as wide as they weigh."""
    heaviest = max(rule.weight for rule in card.components)
    room = STRIP - GAP * (len(card.components) - 1)
    blocks, x = [], 0.0
    for rule in card.components:
        width, name = room * float(rule.weight) / 100, component_name(rule.component)
        fits = sum(WIDE if ord(each) > 0x2000 else NARROW for each in name) <= width
        weight = f"{words.number(rule.weight)} %"
        blocks.append(Block(name if fits else "", weight, x, width, rule.weight == heaviest))
        x += width + GAP
    return {"blocks": blocks, "width": STRIP}


@dataclass(frozen=True)
class Class:
    """People in one class before and after; bars in percent of the longest one."""

    name: str
    before: int
    after: int
    longest: int

    @property
    def bar_before(self) -> int:
        return self._bar(self.before)

    @property
    def bar_after(self) -> int:
        return self._bar(self.after)

    def _bar(self, count: int) -> int:
        return round(100 * count / self.longest) if self.longest else 0


@register.inclusion_tag("reviews/scorecards/classes.html")
def grade_classes(preview: Preview) -> dict[str, Any]:
    """People by grade: those of the draft, then those only the version in use has; best first."""
    old = preview.current.grades if preview.current else ()
    new = preview.tried.grades
    codes = {each.code for each in new}
    grades = [*reversed(new), *(each for each in reversed(old) if each.code not in codes)]
    before, after = preview.grades_before, preview.grades_after
    counts = [(words.grade_name(each), before[each.code], after[each.code]) for each in grades]
    return _classes(counts, _("Grade"), preview)


@register.inclusion_tag("reviews/scorecards/classes.html")
def total_classes(preview: Preview) -> dict[str, Any]:
    """People by total, in tens, best first; empty classes at the ends are left out."""
    before, after = _tens(preview.totals_before), _tens(preview.totals_after)
    used = [ten for ten in range(10) if before[ten] or after[ten]]
    tens = range(max(used), min(used) - 1, -1) if used else []
    names = [(_ten_name(ten), before[ten], after[ten]) for ten in tens]
    return _classes(names, _("Total"), preview)


def _tens(totals: Sequence[Decimal]) -> list[int]:
    counts = [0] * 10
    for total in totals:
        counts[min(9, int(total // 10))] += 1
    return counts


def _ten_name(ten: int) -> str:
    return "90–100" if ten == 9 else f"{10 * ten}–{10 * ten + 9}.99"


def _classes(
    counts: Sequence[tuple[str, int, int]], heading: str, preview: Preview
) -> dict[str, Any]:
    longest = max((max(before, after) for __, before, after in counts), default=0)
    return {
        "heading": heading,
        "has_before": preview.current is not None,
        "classes": [Class(name, before, after, longest) for name, before, after in counts],
    }


@register.filter
def grade_named(code: str, card: Scorecard | None) -> str:
    grade = card.grade(code) if card else None
    return words.grade_name(grade) if grade else "—"


@register.filter
def rule_of(card: Scorecard, component: Component) -> ComponentRule:
    """Of a component the scorecard has."""
    rule = card.component(component)
    assert rule is not None
    return rule


@register.filter
def signed(difference: Decimal) -> str:
    """With its direction as a shape and a sign."""
    if not difference:
        return "0"
    return f"▲ +{difference}" if difference > 0 else f"▼ −{-difference}"
