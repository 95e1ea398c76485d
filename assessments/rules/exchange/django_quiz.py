"""The `dumpdata` JSON of django-quiz-app (Tom Walker's django_quiz and what grew from it): its
records by their tables, and its questions.

Tables: quiz.category, .subcategory, .quiz, .question, .progress, .sitting; multichoice.mcquestion
and .answer; true_false.tf_question; essay.essay_question. A question's text is a record of
quiz.question, what it is of a kind a record of the kind's table under the same number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from assessments.errors import import_words
from assessments.errors.exchange import NotThisFormat
from assessments.errors.exchange_words import said
from assessments.rules.exchange.django_quiz_text import parsed
from assessments.rules.exchange.questions import Read, Refused, Source

OURS = ("quiz.", "multichoice.", "true_false.", "essay.")
ANSWER = "multichoice.answer"


@dataclass(frozen=True)
class Record:
    """A row of a table. `place` says where it stands in the dump: "quiz.question 5"."""

    table: str
    pk: int
    fields: Mapping[str, Any]

    @property
    def place(self) -> str:
        return f"{self.table} {self.pk}"

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        return "" if value is None else str(value).strip()

    def flag(self, name: str) -> bool:
        """Dumps say true, "True" or 1."""
        return str(self.fields.get(name)).strip().lower() in ("true", "1", "yes")

    def number(self, name: str) -> int | None:
        """Raises ValueError for what is none."""
        value = self.fields.get(name)
        return None if value in (None, "") else int(str(value))


@dataclass
class Dump:
    """All records by table and number, in their order; `broken` are those that are none; `files`
    what came beside the dump, by name."""

    tables: dict[str, dict[int, Record]] = field(default_factory=dict)
    broken: list[Refused] = field(default_factory=list)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def table(self, name: str) -> dict[int, Record]:
        return self.tables.get(name, {})

    @cached_property
    def answers(self) -> dict[int, list[Record]]:
        """The answers to choose from, by the number of their question, as they were written."""
        found: dict[int, list[Record]] = {}
        for answer in sorted(self.table(ANSWER).values(), key=lambda answer: answer.pk):
            found.setdefault(reference(answer, "question") or 0, []).append(answer)
        return found

    @cached_property
    def people(self) -> dict[int, Record]:
        """Whoever has a name to sign in with, whatever the table of people is called."""
        return {
            pk: record
            for records in self.tables.values()
            for pk, record in records.items()
            if "username" in record.fields
        }


def parse(source: Source) -> Dump:
    """Raises `EncodingUnknown`, `NotWellFormed`, `NotThisFormat`."""
    rows = parsed(source.content)
    if not isinstance(rows, list):
        raise NotThisFormat(format="django-quiz", problem=said(import_words.DUMP_IS_A_LIST))
    dump = Dump(files=source.files)
    for number, row in enumerate(rows, start=1):
        record = _record(row)
        if record is None:
            place = said(import_words.RECORD_PLACE, number=number)
            dump.broken.append(Refused(place, "", said(import_words.RECORD_IS_NONE)))
        elif record.pk in dump.table(record.table):
            dump.broken.append(Refused(record.place, "", said(import_words.RECORD_TWICE)))
        else:
            dump.tables.setdefault(record.table, {})[record.pk] = record
    if rows and not any(table.startswith(OURS) for table in dump.tables):
        raise NotThisFormat(format="django-quiz", problem=said(import_words.DUMP_OF_ANOTHER))
    return dump


def _record(row: object) -> Record | None:
    if not isinstance(row, dict) or not isinstance(row.get("fields"), dict):
        return None
    table, pk = row.get("model"), row.get("pk")
    if not isinstance(table, str) or not str(pk).isdecimal():
        return None
    return Record(table.strip().lower(), int(str(pk)), row["fields"])


def reference(record: Record, name: str) -> int | None:
    """The number of the record that a field points to; None where it points to none."""
    value = record.fields.get(name)
    return int(str(value)) if str(value).isdecimal() else None


def read(source: Source) -> Iterator[Read | Refused]:
    """The questions of a dump. Quizzes and sittings are read by `django_quiz_quizzes`."""
    from assessments.rules.exchange.django_quiz_questions import questions

    dump = parse(source)
    yield from dump.broken
    yield from questions(dump)
