"""What a page of a sitting shows of its questions, by the settings of the quiz and the moment."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.utils import timezone

from assessments.enums import LatePolicy, SittingState, When
from assessments.models import ItemMark, Quiz, Sitting
from assessments.queries.papers import Paper, PaperItem
from assessments.queries.results import Judgement, judgements, newest_marks
from assessments.rules import marking
from assessments.rules.showing import Showing, Visible, visible
from assessments.rules.timing import has_closed
from lms.ui.language import in_readers_language


@dataclass(frozen=True)
class ShownItem:
    """A question with what may be seen of it. `judged` is its newest mark."""

    item: PaperItem
    visible: Visible
    judged: ItemMark | None = None

    @cached_property
    def mark(self) -> Decimal | None:
        return mark_of(self.item)

    @property
    def is_right(self) -> bool:
        return self.mark == self.item.version.marks

    @property
    def is_partly_right(self) -> bool:
        return self.mark is not None and 0 < self.mark < self.item.version.marks

    @property
    def is_shown(self) -> bool:
        """Whether anything of it may be seen."""
        return self.shows_lines or self.visible.marks

    @property
    def shows_lines(self) -> bool:
        return self.visible.answers or self.visible.key or self.visible.explanation

    @property
    def remark(self) -> str:
        """What the marker said, which belongs to the mark."""
        return self.judged.remark if self.judged and self.visible.marks else ""

    @property
    def criteria(self) -> list[Judgement]:
        """What was asked for and what was given for it; that is the key of such a question."""
        if not (self.visible.key and self.visible.marks):
            return []
        return [each for each in judgements(self.item, self.judged) if each.criterion.text]


def mark_of(item: PaperItem) -> Decimal | None:
    """What the item was given; before handing in what the key gives one that the learner closed."""
    if item.mark is not None or not item.is_closed:
        return item.mark
    if item.row.is_waived:
        return Decimal(item.version.marks)
    share = item.interaction.grade(item.answer) if item.response else Fraction(0)
    return None if share is None else marking.mark(marks=item.version.marks, share=share)


def visible_in(sitting: Sitting, item: PaperItem, now: datetime | None = None) -> Visible:
    return visible(
        _showing(sitting.quiz),
        item_closed=item.is_closed,
        handed_in=sitting.state != SittingState.OPEN,
        marked=mark_of(item) is not None,
        closed=_is_over(sitting.quiz, now or timezone.now()),
    )


def items_as_seen(sitting: Sitting, paper: Paper) -> list[ShownItem]:
    """All of them, in the order of the paper."""
    now, judged = timezone.now(), newest_marks(sitting)
    return [
        ShownItem(item, visible_in(sitting, item, now), judged.get(item.row.pk))
        for item in paper.items
    ]


def shown_items(sitting: Sitting, paper: Paper) -> list[ShownItem]:
    """Those of which anything may be seen."""
    return [each for each in items_as_seen(sitting, paper) if each.is_shown]


def _showing(quiz: Quiz) -> Showing:
    return Showing(quiz.show_answers, quiz.show_marks, quiz.show_key, quiz.show_explanation)


def _is_over(quiz: Quiz, now: datetime) -> bool:
    """Once no answer of anybody's can count any more."""
    grace = quiz.grace_seconds if quiz.late_policy == LatePolicy.GRACE else 0
    return has_closed(quiz.closes_at, now, grace_seconds=grace)


def waits_for_closing(quiz: Quiz) -> bool:
    """Whether more is shown once the examination has closed."""
    shown = (quiz.show_answers, quiz.show_marks, quiz.show_key, quiz.show_explanation)
    return (
        When.CLOSED in shown and quiz.closes_at is not None and not _is_over(quiz, timezone.now())
    )


def shows_marks(quiz: Quiz, now: datetime) -> bool:
    """Whether the marks of a sitting of the quiz that was marked may be seen by now."""
    moments = {"item_closed": True, "handed_in": True, "marked": True}
    return visible(_showing(quiz), **moments, closed=_is_over(quiz, now)).marks


def gives_answers_each(quiz: Quiz) -> bool:
    """Whether a learner may close a question to see at once how it went."""
    shown = (quiz.show_marks, quiz.show_key, quiz.show_explanation)
    return When.EACH in shown


@dataclass(frozen=True)
class Opening:
    """The heading where a section of the paper begins."""

    title: str
    min_percent: int | None


def opening_before(sitting: Sitting, paper: Paper, item: PaperItem) -> Opening | None:
    """The heading above the question, where its section has one and begins with it."""
    before = paper.at(item.position - 1)
    if before is not None and before.row.section == item.row.section:
        return None
    section = sitting.sections[item.row.section]
    title = in_readers_language(section["title"], section["title_en"])
    return Opening(title, section["min_percent"]) if title or section["min_percent"] else None
