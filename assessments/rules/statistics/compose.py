"""From what was gathered to the statistics of a quiz."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from assessments.rules.kinds import AnyInteraction
from assessments.rules.statistics.figures import (
    ItemFigures,
    Statistics,
    VersionCount,
    WholeFigures,
)
from assessments.rules.statistics.guessing import random_guess_score
from assessments.rules.statistics.items import Measured, effective_weights, measure
from assessments.rules.statistics.options import counted
from assessments.rules.statistics.samples import (
    HUNDREDTHS,
    Group,
    ItemSample,
    PlaceSample,
    Sittings,
    Tally,
)
from assessments.rules.statistics.sums import variance
from assessments.rules.statistics.whole import (
    NEITHER,
    PLACES,
    QUESTIONS,
    Consistency,
    Spread,
    bins,
    consistency,
    spread,
    variance_at,
)

# A question at one worth, by its key and its marks.
Item = tuple[int, int]


@dataclass(frozen=True)
class Drawn:
    """A version that was drawn; `bound` with the key that counted last, that of `keyed`."""

    version: int
    keyed: int
    question: int
    marks: int
    kind: str
    bound: AnyInteraction


@dataclass
class Gathered:
    """All that the statistics are made of. `tallies` by version."""

    sittings: Sittings = field(default_factory=Sittings)
    items: dict[Item, ItemSample] = field(default_factory=dict)
    places: dict[int, PlaceSample] = field(default_factory=dict)
    tallies: dict[int, Tally] = field(default_factory=dict)

    @property
    def is_fixed(self) -> bool:
        """Whether everybody had the same questions."""
        n = self.sittings.n
        return bool(n) and all(len(each.xs) + each.waived == n for each in self.items.values())

    @property
    def basis(self) -> str:
        """What the parts of a paper are: see `rules.statistics.whole`. A question that was waived
        for some says nothing of all; one waived for everybody is no part."""
        n = self.sittings.n
        if self.is_fixed:
            is_whole = all(len(each.xs) in (0, n) for each in self.items.values())
            return QUESTIONS if is_whole else NEITHER
        worths = {each.marks for each in self.items.values()}
        is_alike = len(worths) == 1 and all(place.n == n for place in self.places.values())
        is_waived = any(each.waived for each in self.items.values())
        return PLACES if n and is_alike and not is_waived else NEITHER


def statistics_of(gathered: Gathered, drawn: Mapping[int, Drawn]) -> Statistics:
    """`drawn` names every version of `gathered.tallies`. Questions come in the order of their
    keys."""
    basis = gathered.basis
    found = {item: measure(sample) for item, sample in sorted(gathered.items.items())}
    weights: dict[object, float | None] = {}
    if basis == QUESTIONS:
        weights = effective_weights({item: each.with_total for item, each in found.items()})
    return Statistics(
        _whole(gathered, basis),
        tuple(
            _item(item, gathered, measured, weights.get(item), drawn)
            for item, measured in found.items()
        ),
    )


def _whole(gathered: Gathered, basis: str) -> WholeFigures:
    sittings = gathered.sittings
    about = spread(sittings)
    parts = _variances(gathered, basis)
    sure = _consistency(sittings.n, parts, about)
    return WholeFigures(
        n=sittings.n,
        decided=sittings.decided,
        passed=sittings.passed,
        worth=None if sittings.worth is None else sittings.worth / HUNDREDTHS,
        mean=about.mean,
        median=about.median,
        deviation=about.deviation,
        skewness=about.skewness,
        kurtosis=about.kurtosis,
        consistency=sure.coefficient,
        error_ratio=sure.error_ratio,
        standard_error=sure.standard_error,
        basis=basis,
        parts=len(parts),
        is_fixed=gathered.is_fixed,
        bins=bins(sittings),
    )


def _consistency(n: int, parts: list[Fraction], about: Spread) -> Consistency:
    return consistency(n, parts, about.variance, about.deviation)


def _variances(gathered: Gathered, basis: str) -> list[Fraction]:
    """Of the parts of a paper; nothing of one sitting."""
    if gathered.sittings.n < 2:
        return []
    if basis == QUESTIONS:
        found = (variance(each.xs) for each in gathered.items.values())
        return [each for each in found if each is not None]
    return [variance_at(each) for each in gathered.places.values()] if basis == PLACES else []


def _item(
    item: Item,
    gathered: Gathered,
    measured: Measured,
    effective: float | None,
    drawn: Mapping[int, Drawn],
) -> ItemFigures:
    question, marks = item
    sample = gathered.items[item]
    versions = sorted(
        (each for each in drawn.values() if (each.question, each.marks) == item),
        key=lambda each: each.version,
    )
    newest = versions[-1]
    guess = random_guess_score(newest.kind, newest.bound)
    papers = sample.marks * HUNDREDTHS + sample.rest_worth
    return ItemFigures(
        question=question,
        marks=marks,
        n=measured.n,
        waived=sample.waived,
        full=measured.full,
        facility=measured.facility,
        deviation=measured.deviation,
        discrimination=measured.discrimination,
        efficiency=measured.efficiency,
        intended=None if gathered.sittings.worth is None else sample.worth / papers,
        effective=effective,
        is_negative=measured.is_negative,
        guess=None if guess is None else float(guess),
        versions=tuple(_version(each, gathered, sample) for each in versions),
    )


def _version(each: Drawn, gathered: Gathered, sample: ItemSample) -> VersionCount:
    tally = gathered.tallies[each.version]
    answered, options = counted(each.kind, each.bound, tally, sample.rest_worth)
    return VersionCount(
        version=each.version,
        keyed=each.keyed,
        n=tally.groups.total(),
        top=tally.groups[Group.TOP],
        bottom=tally.groups[Group.BOTTOM],
        answered=answered,
        options=options,
    )
