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

from assessments.errors import TextNotStorable, import_words
from assessments.errors.exchange import NotThisFormat
from assessments.errors.exchange_words import said
from assessments.rules.exchange.django_quiz_text import parsed, whole
from assessments.rules.exchange.questions import Read, Refused, Source
from assessments.rules.kinds.base import is_storable

OURS = ("quiz.", "multichoice.", "true_false.", "essay.")
ANSWER = "multichoice.answer"
PEOPLE = "auth.user"
_TRUE = ("true", "t", "yes", "y", "on", "1")
_FALSE = ("false", "f", "no", "n", "off", "0")


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
        """Empty where there is none, and for a list or a record in its place."""
        value = self.fields.get(name)
        return str(value).strip() if isinstance(value, str | int | float) else ""

    def truth(self, name: str) -> bool | None:
        """Dumps say true, "True", "t" or 1; None for what is neither true nor false."""
        said = self.text(name).lower()
        return True if said in _TRUE else False if said in _FALSE else None

    def flag(self, name: str) -> bool:
        return self.truth(name) is True

    def number(self, name: str) -> int | None:
        """Raises ValueError for what is none."""
        value = self.fields.get(name)
        return None if value in (None, "") else int(self.text(name))


@dataclass
class Dump:
    """All records by table and number, in their order; `broken` are those that are none; `twice`
    the tables and numbers of which there are several; `files` what came beside the dump, by name.
    """

    tables: dict[str, dict[int, Record]] = field(default_factory=dict)
    broken: list[Refused] = field(default_factory=list)
    twice: set[tuple[str, int]] = field(default_factory=set)
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
    def people_tables(self) -> tuple[str, ...]:
        """The table of people: Django's own, else the one of those who sign in with name and
        password. Several where none of them can be told to be it."""
        if PEOPLE in self.tables:
            return (PEOPLE,)
        return tuple(
            table
            for table, records in self.tables.items()
            if any({"username", "password"} <= record.fields.keys() for record in records.values())
        )

    @cached_property
    def people(self) -> dict[int, Record]:
        """Whoever has a name to sign in with, by the number that means nobody else; nobody where it
        is not sure which table holds them."""
        if len(self.people_tables) != 1:
            return {}
        (table,) = self.people_tables
        return {
            pk: record
            for pk, record in self.table(table).items()
            if record.text("username") and (table, pk) not in self.twice
        }

    def people_at(self, pk: int) -> list[Record]:
        """All who may be meant by the number; somebody twice where it stands twice in a table."""
        found = [self.table(table).get(pk) for table in self.people_tables]
        again = [self.table(table)[pk] for table in self.people_tables if (table, pk) in self.twice]
        return [*(record for record in found if record), *again]


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
        elif not _is_storable(record):
            dump.broken.append(Refused(record.place, "", str(TextNotStorable())))
        elif record.pk in dump.table(record.table):
            dump.broken.append(Refused(record.place, "", said(import_words.RECORD_TWICE)))
            dump.twice.add((record.table, record.pk))
        else:
            dump.tables.setdefault(record.table, {})[record.pk] = record
    if rows and not any(table.startswith(OURS) for table in dump.tables):
        raise NotThisFormat(format="django-quiz", problem=said(import_words.DUMP_OF_ANOTHER))
    return dump


def _record(row: object) -> Record | None:
    if not isinstance(row, dict) or not isinstance(row.get("fields"), dict):
        return None
    table, pk = row.get("model"), whole(row.get("pk"))
    if not isinstance(table, str) or pk is None:
        return None
    return Record(table.strip().lower(), pk, row["fields"])


def _is_storable(record: Record) -> bool:
    """Whether the texts of a record that is read here can be kept or looked for."""
    if not record.table.startswith(OURS) and "username" not in record.fields:
        return True
    fields = (each if isinstance(each, list) else [each] for each in record.fields.values())
    return all(is_storable(text) for field in fields for text in field if isinstance(text, str))


def reference(record: Record, name: str) -> int | None:
    """The number of the record that a field points to; None where it points to none."""
    return whole(record.fields.get(name))


def read(source: Source) -> Iterator[Read | Refused]:
    """The questions of a dump. Quizzes and sittings are read by `django_quiz_quizzes`."""
    from assessments.rules.exchange.django_quiz_questions import questions

    dump = parse(source)
    yield from dump.broken
    yield from questions(dump)
