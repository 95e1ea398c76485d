"""The codebook as its reader sees it: one rule a card, in their words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from conduct_records.models import CodebookSignature, CodebookVersion
from conduct_records.queries.signing import place_of, signatures_of
from conduct_records.queries.statement import statement_of
from conduct_records.queries.words import LINES
from conduct_records.rules.codebook import Audience, Codebook, Line, Place, Rule, RuleList, Text
from conduct_records.rules.comparison import RuleChange
from conduct_records.rules.news import news_for
from conduct_records.rules.signing import unsigned
from lms.people.models import Employee
from lms.people.rules.attestation import text_hash
from lms.ui.language import in_readers_language


def said(text: Text) -> str:
    """The words in the reader's language and script."""
    return in_readers_language(text.zh, text.en)


@dataclass(frozen=True)
class RuleCard:
    """A rule as it is read. `number` is the one in the list `list_name`, `position` counts all
    cards; `before` and `after` are the codes of its neighbours."""

    rule: Rule
    list_name: str
    number: int
    position: int = 0
    before: str = ""
    after: str = ""

    @property
    def line(self) -> str:
        return str(self.rule.line)

    @property
    def title(self) -> str:
        return said(self.rule.title)

    @property
    def explanation(self) -> str:
        return said(self.rule.explanation)

    @property
    def examples(self) -> list[str]:
        return [said(each) for each in self.rule.examples]


@dataclass(frozen=True)
class CardList:
    """The cards of one line."""

    line: Line
    cards: tuple[RuleCard, ...]

    @property
    def name(self) -> str:
        return str(LINES[self.line])


def card_lists(codebook: Codebook, place: Place) -> list[CardList]:
    """The rules that bind somebody, line by line, each once under its number in the list that
    speaks to them most closely: their post's, their standing's, everybody's."""
    found = {
        line: _cards(list(lists))
        for line, lists in groupby(codebook.lists_for(place), key=lambda each: each.line)
    }
    codes = [card.rule.code for cards in found.values() for card in cards]
    at = {code: position for position, code in enumerate(codes)}
    around = ["", *codes, ""]
    return [
        CardList(line, tuple(_placed(card, at[card.rule.code], around) for card in cards))
        for line, cards in found.items()
    ]


def _cards(lists: Iterable[RuleList]) -> list[RuleCard]:
    cards: dict[str, RuleCard] = {}
    for each in sorted(lists, key=lambda one: _closeness(one.audience), reverse=True):
        for number, rule in each.numbered:
            cards.setdefault(rule.code, RuleCard(rule, said(each.audience.title), number))
    return list(cards.values())


def _placed(card: RuleCard, at: int, around: Sequence[str]) -> RuleCard:
    return replace(card, position=at + 1, before=around[at], after=around[at + 2])


def _closeness(audience: Audience) -> tuple[bool, bool]:
    return bool(audience.posts), bool(audience.standing)


@dataclass(frozen=True)
class Reading:
    """What somebody finds who opens the codebook."""

    version: CodebookVersion
    place: Place
    lists: list[CardList]
    owed: tuple[Rule, ...]
    news: list[RuleChange]
    signatures: Sequence[CodebookSignature]

    @property
    def codebook(self) -> Codebook:
        return self.version.codebook

    @property
    def title(self) -> str:
        return said(self.codebook.title)

    @property
    def total(self) -> int:
        return sum(len(each.cards) for each in self.lists)

    @property
    def statement(self) -> str:
        return statement_of(self.version, self.place)

    @property
    def statement_hash(self) -> str:
        return text_hash(self.statement)

    @property
    def last_signed(self) -> CodebookSignature | None:
        return self.signatures[-1] if self.signatures else None


def reading_of(employee: Employee, version: CodebookVersion) -> Reading | None:
    """None for who stands at no post. One query."""
    place = place_of(employee)
    if place is None:
        return None
    signatures = signatures_of(employee)
    signed = [(each.version.codebook, each.place) for each in signatures]
    codebook = version.codebook
    return Reading(
        version=version,
        place=place,
        lists=card_lists(codebook, place),
        owed=unsigned(codebook, place, signed),
        news=news_for(codebook, place, signed),
        signatures=signatures,
    )
