"""Where somebody stood during a period, and how it is shared out among the scorecards."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lms.people.rules.periods import Period, month_end
from reviews.rules.trace import Part, Spell


@dataclass(frozen=True)
class Stay:
    """A placement: at a post in a unit (by their codes), within a post group."""

    period: Period
    unit: str
    post: str
    group: str


def spells_in(stays: Iterable[Stay], from_on: date, until_on: date) -> list[tuple[str, Spell]]:
    """The stays cut to the period, in the order of time, each with its post group."""
    found = []
    for stay in sorted(stays, key=lambda stay: stay.period.from_on):
        first = max(stay.period.from_on, from_on)
        last = min(stay.period.until_on or until_on, until_on)
        if first <= last:
            found.append((stay.group, Spell(first, last, stay.unit, stay.post)))
    return found


def parts_of(
    spells: Sequence[tuple[str, Spell]], card_for: Callable[[str], str | None]
) -> tuple[Part, ...]:
    """The spells by scorecard, in the order of the last day of each; `card_for` names the one of a
    post group, None where there is none: such days go to the scorecard of the last spell that has
    one. Empty where none has."""
    cards = [card_for(group) for group, __ in spells]
    fallback = next((card for card in reversed(cards) if card), None)
    if fallback is None:
        return ()
    parts: dict[str, Part] = {}
    for (group, spell), card in zip(spells, cards, strict=True):
        token = card or fallback
        # Who came back to a post ends the period there, and its grades hold.
        part = parts.pop(token, None) or Part(token, group, ())
        parts[token] = replace(
            part, spells=(*part.spells, spell), group=group if card else part.group
        )
    return tuple(parts.values())


def part_of_month(parts: Sequence[Part], month: date) -> int:
    """Which part the figures of a month (its first day) belong to: where most of its days lie, the
    earlier one of two with as many. Without any, the first part."""
    last = month_end(month)
    days = [sum(_days_within(spell, month, last) for spell in part.spells) for part in parts]
    return days.index(max(days))


def _days_within(spell: Spell, first: date, last: date) -> int:
    days = (min(spell.until_on, last) - max(spell.from_on, first)).days + 1
    return max(0, days)
