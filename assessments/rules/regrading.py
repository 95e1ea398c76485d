"""What a changed key or a doubtful question does to results that were reached already. Exact, as
everything about marks: decimals and fractions only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from assessments.rules import marking, outcome
from assessments.rules.wording import Wording

# Up to so many questions in quarantine on one paper every combination is tried.
MOST_TRIED = 8


class Obstacle(StrEnum):
    """Why answers to one version of a question cannot be marked by the key of another."""

    KIND = "kind"
    MARKS = "marks"
    CONTENT = "content"
    RUBRIC = "rubric"


def obstacle(old: Wording, new: Wording) -> Obstacle | None:
    """What keeps an answer to `old` from being marked by the key of `new`; None where nothing does.

    Answers name options, gaps and pairs by their place, so that the content has to be the same,
    but for the feedback. What a marker judged cannot be taken over into another rubric."""
    if old.kind != new.kind:
        return Obstacle.KIND
    if old.marks != new.marks:
        return Obstacle.MARKS
    if _asked(old) != _asked(new):
        return Obstacle.CONTENT
    if old.interaction.criteria != new.interaction.criteria:
        return Obstacle.RUBRIC
    return None


def may_take_key(old: Wording, new: Wording) -> bool:
    return obstacle(old, new) is None


def _asked(wording: Wording) -> dict[str, object]:
    return {name: part for name, part in wording.content.items() if name != "feedback"}


@dataclass(frozen=True)
class SectionSum:
    """What a section of a paper has earned, and out of how many marks."""

    score: Decimal
    out_of: Decimal


@dataclass(frozen=True)
class Terms:
    """What a sitting asks for a pass, fixed when it was opened; `minimums` in whole per cent by
    the index of a section, none or 0 where it has none."""

    max_score: Decimal
    pass_percent: int
    minimums: Mapping[int, int]


@dataclass(frozen=True)
class Standing:
    """Score and pass of a whole paper."""

    score: Decimal
    passed: bool


def standing_of(terms: Terms, sections: Mapping[int, SectionSum]) -> Standing:
    """Score and pass from what the sections earned: the same as `outcome` makes of the items."""
    score = marking.score(each.score for each in sections.values())
    shares = [
        outcome.SectionShare(number, each.score, each.out_of, terms.minimums.get(number, 0))
        for number, each in sections.items()
    ]
    passed = outcome.passed(score, terms.max_score, terms.pass_percent, shares)
    return Standing(score, passed)


def with_change(
    sections: Mapping[int, SectionSum], section: int, difference: Decimal
) -> dict[int, SectionSum]:
    """The sections once a question in one of them earns so much more, or less."""
    found = dict(sections)
    found[section] = SectionSum(found[section].score + difference, found[section].out_of)
    return found


@dataclass(frozen=True)
class PaperMark:
    """What a question on the paper earned. `key` is how the question is told from others."""

    key: int
    section: int
    mark: Decimal
    out_of: int


def deciding(terms: Terms, paper: Sequence[PaperMark], doubtful: Collection[int]) -> set[int]:
    """The doubtful questions on which the pass hangs: with what the others earned, and whatever
    the other doubtful ones should turn out to be worth, one of these between nothing and full marks
    decides it. Passing is monotone in the marks: where nothing and full marks for all of them
    come to the same, none decides."""
    open_ones = [each for each in paper if each.key in doubtful]
    if not open_ones or _passes(terms, paper, open_ones, ()) == _passes(
        terms, paper, open_ones, open_ones
    ):
        return set()
    if len(open_ones) > MOST_TRIED:
        return {each.key for each in open_ones}
    return {each.key for each in open_ones if _matters(terms, paper, open_ones, each)}


def _matters(
    terms: Terms, paper: Sequence[PaperMark], open_ones: Sequence[PaperMark], one: PaperMark
) -> bool:
    others = [each for each in open_ones if each is not one]
    return any(
        _passes(terms, paper, open_ones, full) != _passes(terms, paper, open_ones, (*full, one))
        for count in range(len(others) + 1)
        for full in combinations(others, count)
    )


def _passes(
    terms: Terms,
    paper: Sequence[PaperMark],
    open_ones: Sequence[PaperMark],
    full: Sequence[PaperMark],
) -> bool:
    """Whether it is a pass with full marks for some of the open questions, none for the others."""
    nothing, everything = {each.key for each in open_ones}, {each.key for each in full}
    sections: dict[int, SectionSum] = {}
    for each in paper:
        mark = each.mark
        if each.key in nothing:
            mark = Decimal(each.out_of) if each.key in everything else Decimal(0)
        so_far = sections.get(each.section, SectionSum(Decimal("0.00"), Decimal("0.00")))
        sections[each.section] = SectionSum(so_far.score + mark, so_far.out_of + each.out_of)
    return standing_of(terms, sections).passed
