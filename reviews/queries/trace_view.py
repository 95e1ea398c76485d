"""A result as a page shows it: from the total down to each item of evidence. No queries: all of it
is read before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from conduct_records.queries.words import LINES
from conduct_records.rules.codebook import Line
from lms.ui.language import in_readers_language
from reviews.queries.block_chart import Blocks, blocks_of
from reviews.queries.trace_words import (
    brief,
    calculation,
    item_amount,
    item_label,
    item_when,
    measure_amount,
    measure_rule,
    measure_target,
    percent,
    points,
    reweighted,
    small_sample,
    without_data,
)
from reviews.queries.words import COMPONENTS, MEASURES
from reviews.rules.samples import rounded
from reviews.rules.scorecard import FULL, ComponentRule, Grade, MeasureRule, Scorecard
from reviews.rules.scoring import ComponentScore, MeasureScore, Outcome, PartScore
from reviews.rules.trace import Item, Source, Spell, Trace


@dataclass(frozen=True)
class Link:
    """To the evidence itself, for who may see it."""

    href: str
    text: str = ""


@dataclass(frozen=True)
class Card:
    """An adopted scorecard with what people call it."""

    token: str
    name: str
    card: Scorecard


@dataclass(frozen=True)
class Known:
    """What the reader is told besides trace and outcome: links by `Item.key`, examples by the
    rating's question, names of units and posts by their codes."""

    cards: Mapping[str, Card]
    links: Mapping[str, Link] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ItemRow:
    key: str
    label: str
    amount: str
    when: str
    example: str
    line: str
    line_name: str
    link: Link | None


@dataclass(frozen=True)
class MeasureRow:
    """`brings` is what it adds to its component."""

    name: str
    amount: str
    reached: str
    target: str
    score: str
    weight: str
    brings: str
    rule: str
    sample: str
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class ComponentRow:
    code: str
    name: str
    brief: str
    score: str
    weight: str
    contribution: str
    missing: str
    reweighted: str
    calculation: str
    measures: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class SpellRow:
    place: str
    from_on: date
    until_on: date
    days: int


@dataclass(frozen=True)
class PartView:
    """`capped` where a red line keeps its total down to `cap`."""

    card: Card
    share: str
    spells: tuple[SpellRow, ...]
    days: int
    components: tuple[ComponentRow, ...]
    computed: str
    total: str
    capped: bool
    cap: str
    chart: Blocks


@dataclass(frozen=True)
class TraceView:
    """`grade_computed` is the one that the total alone gives; `blend` how the parts make the total
    where there are several. Scores by component are in `scores`."""

    parts: tuple[PartView, ...]
    total: Decimal | None
    computed: Decimal | None
    grade: Grade | None
    grade_computed: Grade | None
    blend: str
    scores: Mapping[str, Decimal]
    trace: Trace
    is_frozen: bool

    @property
    def is_divided(self) -> bool:
        return len(self.parts) > 1

    @property
    def is_capped(self) -> bool:
        return any(part.capped for part in self.parts)

    @property
    def grade_name(self) -> str:
        return in_readers_language(self.grade.name, self.grade.name_en) if self.grade else ""

    @property
    def grade_range(self) -> str:
        if self.grade is None:
            return ""
        upper = FULL if self.grade.upper == FULL else self.grade.upper - Decimal("0.01")
        return f"{_short(self.grade.lower)}–{_short(upper)}"

    @property
    def is_moved(self) -> bool:
        return self.grade != self.grade_computed

    @property
    def grade_computed_name(self) -> str:
        grade = self.grade_computed
        return in_readers_language(grade.name, grade.name_en) if grade else ""


def _short(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def trace_view(
    trace: Trace, outcome: Outcome, known: Known, *, grade: str, is_frozen: bool
) -> TraceView:
    """`grade` is the code of the one after calibration.

    Raises `KeyError` for a scorecard that is not known.
    """
    last = known.cards[trace.parts[-1].scorecard].card
    return TraceView(
        parts=tuple(_part(trace, index, part, known) for index, part in enumerate(outcome.parts)),
        total=outcome.total,
        computed=outcome.computed,
        grade=last.grade(grade),
        grade_computed=last.grade(outcome.grade),
        blend=_blend(outcome),
        scores=outcome.scores(),
        trace=trace,
        is_frozen=is_frozen,
    )


def _blend(outcome: Outcome) -> str:
    known = [part for part in outcome.parts if part.total is not None]
    if len(known) < 2 or outcome.total is None:
        return ""
    terms = [f"{points(part.total or Decimal(0))} × {percent(part.share)}" for part in known]
    return f"{' + '.join(terms)} = {points(outcome.total)}"


def _part(trace: Trace, index: int, found: PartScore, known: Known) -> PartView:
    part = trace.parts[index]
    card = known.cards[part.scorecard]
    rows = tuple(_component(trace, index, each, card.card, known) for each in found.components)
    return PartView(
        card=card,
        share=percent(found.share),
        spells=tuple(_spell(spell, known) for spell in part.spells),
        days=part.days,
        components=rows,
        computed=points(found.computed) if found.computed is not None else "",
        total=points(found.total) if found.total is not None else "",
        capped=found.total != found.computed,
        cap=points(card.card.red_cap),
        chart=blocks_of(
            [
                (str(COMPONENTS[each.component]), each.weight, each.score or Decimal(0))
                for each in found.components
                if each.weight
            ]
        ),
    )


def _spell(spell: Spell, known: Known) -> SpellRow:
    names = [known.places.get(code, code) for code in (f"unit:{spell.unit}", f"post:{spell.post}")]
    return SpellRow(" · ".join(names), spell.from_on, spell.until_on, spell.days)


def _component(
    trace: Trace, part: int, found: ComponentScore, card: Scorecard, known: Known
) -> ComponentRow:
    rule = card.component(found.component)
    assert rule is not None
    items = [item for each in rule.measures for item in trace.items_of(part, each.measure)]
    return ComponentRow(
        code=str(found.component),
        name=str(COMPONENTS[found.component]),
        brief=brief(found, items),
        score=points(found.score) if found.score is not None else "",
        weight=percent(found.weight),
        contribution=points(found.contribution),
        missing=without_data(found, rule),
        reweighted=reweighted(found),
        calculation=calculation(found),
        measures=tuple(
            _measure(each, _rule_of(rule, each), list(trace.items_of(part, each.measure)), known)
            for each in found.measures
        ),
    )


def _rule_of(rule: ComponentRule, found: MeasureScore) -> MeasureRule:
    return next(each for each in rule.measures if each.measure == found.measure)


def _measure(found: MeasureScore, rule: MeasureRule, items: list[Item], known: Known) -> MeasureRow:
    return MeasureRow(
        name=str(MEASURES[found.measure]),
        amount=measure_amount(found, rule),
        reached=percent(found.share) if found.out_of else "",
        target=measure_target(rule),
        score=points(found.score),
        weight=percent(found.weight),
        brings=points(rounded(found.weight * found.score / FULL)),
        rule=measure_rule(found, rule),
        sample=small_sample(found, rule),
        items=tuple(item_row(item, known) for item in items),
    )


def item_row(item: Item, known: Known) -> ItemRow:
    is_rating = item.source == Source.RATING
    return ItemRow(
        key=item.key,
        label=item_label(item),
        amount=item_amount(item),
        when=item_when(item),
        example=known.examples.get(item.ref, "") if is_rating else "",
        line=item.line,
        line_name=str(LINES[Line(item.line)]) if item.line else "",
        link=known.links.get(item.key),
    )
