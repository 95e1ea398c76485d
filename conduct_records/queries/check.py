"""The short check before signing: questions of the bank, answered until all are right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from assessments.enums import CHOSEN_KINDS
from assessments.errors import MalformedAnswer
from assessments.models import QuestionVersion
from assessments.queries import drawable, in_readers_words
from assessments.rules.kinds.base import FIELD
from conduct_records.models import CodebookVersion

PREFIX = "check-"


@dataclass(frozen=True)
class CheckChoice:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class CheckItem:
    """A question of the check with what was answered; `is_right` is None before it was."""

    name: str
    version: QuestionVersion
    choices: tuple[CheckChoice, ...]
    takes_many: bool
    is_right: bool | None


def askable() -> QuerySet[QuestionVersion]:
    """The wordings that a short check may ask now: answered by choosing, and told right or wrong
    without a marker."""
    needs_no_reason = ~Q(content__asks_reason=True) | Q(content__asks_reason__isnull=True)
    return drawable().filter(needs_no_reason, kind__in=CHOSEN_KINDS)


def check_of(
    version: CodebookVersion, answers: Mapping[str, Sequence[str]] | None = None
) -> list[CheckItem]:
    """The questions in the order HR chose, with the answers posted, if there are any. A question
    that cannot be asked any more is left out. One query; none for a version without a check."""
    codes = list(version.check_codes)
    if not codes:
        return []
    found = {row.question.code: row for row in askable().filter(question__code__in=codes)}
    return [_item(found[code], code, answers) for code in codes if code in found]


def _item(
    row: QuestionVersion, code: str, answers: Mapping[str, Sequence[str]] | None
) -> CheckItem:
    shown: Any = in_readers_words(row).show([], None)
    name = f"{PREFIX}{code}"
    posted = list(answers.get(name, ())) if answers is not None else []
    return CheckItem(
        name=name,
        version=row,
        choices=tuple(
            CheckChoice(each.value, each.text, each.value in posted) for each in shown.choices
        ),
        takes_many=row.kind == "multiple_choice",
        is_right=None if answers is None else _is_right(row, posted),
    )


def _is_right(row: QuestionVersion, posted: list[str]) -> bool:
    bound = row.wording.interaction
    try:
        answer = bound.read([], {FIELD: posted})
    except MalformedAnswer:
        return False
    return bool(posted) and bound.grade(answer) == 1
