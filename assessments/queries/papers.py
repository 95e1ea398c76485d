"""The paper of a sitting as its pages show it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from assessments.models import QuestionVersion, Response, Sitting, SittingItem
from assessments.queries.sittings import newest_responses
from assessments.rules.kinds import AnyInteraction, interaction
from assessments.rules.kinds.base import Line
from assessments.rules.outcome import MarkedItem, SectionShare, section_shares
from assessments.rules.receipts import Receipt
from assessments.rules.translation import overlaid, reworded
from assessments.rules.wording import content_in
from lms.ui.erased import in_words
from lms.ui.han import in_readers_script
from lms.ui.language import in_readers_language, reads_english


@dataclass(frozen=True)
class PaperItem:
    """A question on the paper with the answer that stands, in the reader's language. `lines` know
    what is right: only pages that may show that use them."""

    row: SittingItem
    response: Response | None

    @property
    def position(self) -> int:
        return self.row.position

    @property
    def version(self) -> QuestionVersion:
        return self.row.version

    @property
    def is_flagged(self) -> bool:
        return self.row.is_flagged

    @property
    def is_closed(self) -> bool:
        return self.row.closed_at is not None

    @property
    def mark(self) -> Decimal | None:
        return self.row.mark

    @property
    def answer(self) -> Any:
        return self.response.answer if self.response else None

    @cached_property
    def interaction(self) -> AnyInteraction:
        return in_readers_words(self.version, self.row.keyed.key)

    @cached_property
    def shown(self) -> Any:
        """What the template of the kind shows."""
        return self.interaction.show(self.row.option_order, self.answer)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return self.lines_of(self.answer)

    def lines_of(self, answer: Any) -> tuple[Line, ...]:
        """Of an answer to this question, this or another one; what was erased is said so."""
        return tuple(
            replace(line, given=in_words(line.given)) for line in self.interaction.describe(answer)
        )

    @cached_property
    def receipt(self) -> Receipt | None:
        if (saved := self.response) is None:
            return None
        return Receipt(self.position, saved.revision, saved.saved_at, saved.lateness, saved.counts)

    @cached_property
    def is_answered(self) -> bool:
        """An answer that says nothing is kept, but is none."""
        return self.response is not None and not self.interaction.is_blank(self.answer)

    @property
    def is_right(self) -> bool:
        return self.mark is not None and self.mark == self.version.marks

    @property
    def is_partly_right(self) -> bool:
        return self.mark is not None and 0 < self.mark < self.version.marks

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
    def reached(self) -> int:
        """Where somebody is who answers one after the other: the first question that is not
        closed, else the last."""
        return next((item.position for item in self.items if not item.is_closed), self.size)

    @property
    def first_unanswered(self) -> int:
        """Where to go on: the first question that is open and unanswered, else the first open one,
        else the last."""
        left = [item for item in self.items if not item.is_closed]
        blank = (item.position for item in left if not item.is_answered)
        return next(blank, left[0].position if left else self.size)


def paper(sitting: Sitting) -> Paper:
    """The whole paper in two queries, however long."""
    responses = newest_responses(sitting)
    with_words = ("version__question", "version__picture", "key_version")
    items = sitting.items.select_related(*with_words)
    return Paper(
        tuple(PaperItem(item, responses.get(item.pk)) for item in items.order_by("position"))
    )


@dataclass(frozen=True)
class SectionResult:
    """A section of a marked paper in the reader's language, where it has a title or a minimum."""

    title: str
    min_percent: int | None
    share: SectionShare

    @property
    def percent(self) -> int:
        return int(self.share.share * 100)


def sections_of(sitting: Sitting, sheet: Paper) -> list[SectionResult]:
    """What was reached in each section; empty while marks are missing. No query."""
    marked = [
        MarkedItem(item.row.section, item.mark, item.version.marks)
        for item in sheet.items
        if item.mark is not None
    ]
    if len(marked) < sheet.size:
        return []
    return [
        SectionResult(
            in_readers_language(section["title"], section["title_en"]),
            section["min_percent"],
            share,
        )
        for share in section_shares(marked, sitting.minimums)
        for section in [sitting.sections[share.section]]
        if section["title"] or section["min_percent"]
    ]


def preview(version: QuestionVersion) -> PaperItem:
    """The question as on a paper, unanswered; what may not stand as it was written is turned
    round. No query."""
    bound = version.wording.interaction
    order = list(range(bound.movable))[::-1] if bound.must_move else []
    return PaperItem(SittingItem(position=1, version=version, option_order=order), None)


def in_readers_words(version: QuestionVersion, key: dict[str, Any] | None = None) -> AnyInteraction:
    """The question in the reader's language and script, with its own key unless another counts;
    indexes mean the same in every language."""
    kind = type(version.wording.interaction)
    content = version.content
    if reads_english():
        content = overlaid(content, content_in(version.english))
    words = reworded(content, kind.texts, in_readers_script)
    return interaction(version.kind, words, key or version.key)
