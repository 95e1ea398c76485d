"""The short check before signing: questions of the bank, answered until all are right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.errors import MalformedAnswer
from assessments.models import QuestionVersion
from assessments.queries.bank import newest_versions
from assessments.rules.kinds import for_kind
from assessments.rules.kinds.base import FIELD
from conduct_records.models import CodebookVersion
from lms.ui.han import in_readers_script
from lms.ui.language import reads_english

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


def check_of(
    version: CodebookVersion, answers: Mapping[str, Sequence[str]] | None = None
) -> list[CheckItem]:
    """The questions in the order HR chose, with the answers posted, if there are any. A question
    that was retired since is left out. One query; none for a version without a check."""
    codes = list(version.check_codes)
    if not codes:
        return []
    rows = newest_versions().filter(question__code__in=codes, question__is_retired=False)
    found = {row.question.code: row for row in rows.select_related("question")}
    return [_item(found[code], code, answers) for code in codes if code in found]


def _item(
    row: QuestionVersion, code: str, answers: Mapping[str, Sequence[str]] | None
) -> CheckItem:
    kind: Any = for_kind(row.kind)
    content = kind.in_english(row.content, row.english) if reads_english() else row.content
    name = f"{PREFIX}{code}"
    posted = list(answers.get(name, ())) if answers is not None else []
    return CheckItem(
        name=name,
        version=row,
        choices=tuple(
            CheckChoice(each.value, in_readers_script(each.text), each.value in posted)
            for each in kind.choices(content)
        ),
        takes_many=row.kind == "multiple_choice",
        is_right=None if answers is None else _is_right(row, posted),
    )


def _is_right(row: QuestionVersion, posted: list[str]) -> bool:
    kind = for_kind(row.kind)
    try:
        answer = kind.read_answer(row.content, {FIELD: posted})
    except MalformedAnswer:
        return False
    return bool(posted) and kind.grade(row.content, row.key, answer) == 1
