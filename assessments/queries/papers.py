"""The paper of a sitting as its pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_uppercase

from assessments.models import QuestionVersion, Response, Sitting, SittingItem
from assessments.queries.sittings import newest_responses
from assessments.rules import kinds
from assessments.rules.kinds.base import Choice, QuestionKind
from assessments.rules.receipts import Receipt
from lms.ui.han import in_readers_script
from lms.ui.language import reads_english


@dataclass(frozen=True)
class PaperChoice:
    """A choice at its place on this paper. `value` names it as answers and keys do; the page's form
    sends `sent`, for shuffled options the place, which tells nothing about the order in which the
    author wrote them."""

    letter: str
    value: str
    sent: str
    text: str
    is_chosen: bool
    is_right: bool


@dataclass(frozen=True)
class PaperItem:
    """A question on the paper with the newest answer. `choices` know which is right: only pages
    of a marked sitting may show that."""

    position: int
    version: QuestionVersion
    choices: tuple[PaperChoice, ...]
    is_flagged: bool
    receipt: Receipt | None
    mark: Decimal | None

    @property
    def is_answered(self) -> bool:
        """An answer that ticks nothing is kept, but is none."""
        return any(choice.is_chosen for choice in self.choices)

    @property
    def is_right(self) -> bool:
        return self.mark is not None and self.mark == self.version.marks

    @property
    def template(self) -> str:
        """How its kind is shown."""
        return f"assessments/kinds/{self.version.kind}.html"


@dataclass(frozen=True)
class Paper:
    items: tuple[PaperItem, ...]

    def at(self, position: int) -> PaperItem | None:
        """Positions count from 1 without a gap."""
        return self.items[position - 1] if 1 <= position <= len(self.items) else None

    @property
    def size(self) -> int:
        return len(self.items)

    @property
    def answered(self) -> int:
        return sum(item.is_answered for item in self.items)

    @property
    def unanswered(self) -> list[PaperItem]:
        return [item for item in self.items if not item.is_answered]

    @property
    def flagged(self) -> list[PaperItem]:
        return [item for item in self.items if item.is_flagged]

    @property
    def first_unanswered(self) -> int:
        """Where to go on; the first question of a paper that is all answered."""
        return next((item.position for item in self.unanswered), 1)


def paper(sitting: Sitting) -> Paper:
    """The whole paper in two queries, however long."""
    responses = newest_responses(sitting)
    items = sitting.items.select_related("version").order_by("position")
    return Paper(tuple(_paper_item(item, responses.get(item.pk)) for item in items))


def option_order(sitting: Sitting, position: int) -> list[int]:
    """The options of a question in the order of this paper; empty where that is the version's."""
    found = sitting.items.filter(position=position).values_list("option_order", flat=True)
    return found.first() or []


def preview(version: QuestionVersion) -> PaperItem:
    """The question as on a paper, in the order of the author, unanswered. No query."""
    return _paper_item(SittingItem(position=1, version=version, option_order=[]), None)


def _paper_item(item: SittingItem, response: Response | None) -> PaperItem:
    receipt = None
    if response is not None:
        receipt = Receipt(item.position, response.number, response.saved_at)
    return PaperItem(
        position=item.position,
        version=item.version,
        choices=_choices(item.version, item.option_order, response),
        is_flagged=item.is_flagged,
        receipt=receipt,
        mark=item.mark,
    )


def _choices(
    version: QuestionVersion, order: Sequence[int], response: Response | None
) -> tuple[PaperChoice, ...]:
    rules = kinds.for_kind(version.kind)
    choices = _in_readers_language(version, rules)
    chosen = rules.chosen(response.answer) if response else frozenset()
    right = rules.chosen(rules.right_answer(version.key))
    return tuple(
        PaperChoice(
            letter=ascii_uppercase[place],
            value=choices[index].value,
            sent=str(place) if order else choices[index].value,
            text=choices[index].text,
            is_chosen=choices[index].value in chosen,
            is_right=choices[index].value in right,
        )
        for place, index in enumerate(order or range(len(choices)))
    )


def _in_readers_language(version: QuestionVersion, rules: QuestionKind) -> tuple[Choice, ...]:
    """The choices in the order of the version: the same values in every language."""
    content = version.content
    if reads_english():
        content = rules.in_english(content, version.english)
    choices = rules.choices(content)
    return tuple(Choice(choice.value, in_readers_script(choice.text)) for choice in choices)
