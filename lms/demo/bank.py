"""The question bank and its quizzes, from `content/questions/`: `bank.yaml` holds categories and
skills, `quizzes.yaml` the quizzes, every other file questions."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from assessments.actions.move_question import move_question
from assessments.actions.save_question import Place, save_question
from assessments.actions.save_quiz import save_quiz
from assessments.enums import Difficulty, QuestionState
from assessments.models import Category, Question, Quiz, Skill
from assessments.rules.quiz_settings import QuizSettings, SectionSettings
from lms.demo import clock
from lms.demo.files import CONTENT, read
from lms.demo.questions import Row, wording_of
from lms.files.models import Picture
from lms.people.models import Employee

FOLDER = CONTENT / "questions"
BANK, QUIZZES = FOLDER / "bank.yaml", FOLDER / "quizzes.yaml"
# Before anybody of the demo sat anything.
WRITTEN = timedelta(days=600)


def load_bank(system: Employee, pictures: Mapping[str, Picture]) -> dict[str, Quiz]:
    """Add what is missing, by code; what a trainer has edited since stays as it is. Questions are
    in use at once."""
    with clock.at(timezone.now() - WRITTEN):
        shelves = Shelves(read(BANK))
        library = {file: picture.pk for file, picture in pictures.items()}
        known = {question.code: question for question in Question.objects.all()}
        for row in question_rows():
            if row["code"] not in known:
                known[row["code"]] = _load_question(system, row, shelves, library)
            elif known[row["code"]].category_id is None:
                _put_away(system, known[row["code"]], shelves.place(row["place"]))
    # Not in the past: when a quiz opens and closes counts from today.
    return {row["code"]: _load_quiz(system, row, shelves, known) for row in read(QUIZZES)}


def question_rows() -> Iterator[Row]:
    """Every question as it is written, in the order of files and lines."""
    for path in sorted(FOLDER.glob("*.yaml")):
        if path not in (BANK, QUIZZES):
            yield from read(path)["questions"]


class Shelves:
    """Where questions and quizzes are kept: categories and skills by their codes."""

    def __init__(self, rows: Row) -> None:
        self.categories: dict[str, Category] = {}
        self._add(rows["categories"], None)
        self.skills = {
            row["code"]: Skill.objects.get_or_create(code=row["code"], defaults=_names(row))[0]
            for row in rows["skills"]
        }

    def _add(self, rows: list[Row], parent: Category | None) -> None:
        for position, row in enumerate(rows):
            category, __ = Category.objects.get_or_create(
                code=row["code"],
                defaults=_names(row) | {"parent": parent, "position": position},
            )
            self.categories[row["code"]] = category
            self._add(row.get("parts", []), category)

    def category_id(self, row: Row) -> int | None:
        return self.categories[row["category"]].pk if "category" in row else None

    def skill_id(self, row: Row) -> int | None:
        return self.skills[row["skill"]].pk if "skill" in row else None

    def place(self, row: Row) -> Place:
        return Place(
            category_id=self.category_id(row),
            skill_id=self.skill_id(row),
            difficulty=_difficulty(row) or Difficulty.MEDIUM,
            language=row.get("language", "zh-hans"),
            tags=row.get("tags", ()),
        )


def _names(row: Row) -> Row:
    return {"name": row["name"], "name_en": row["name_en"]}


def _difficulty(row: Row) -> Difficulty | None:
    return Difficulty[row["difficulty"].upper()] if "difficulty" in row else None


def _load_question(
    system: Employee, row: Row, shelves: Shelves, library: Mapping[str, int]
) -> Question:
    question = save_question(
        actor=system,
        question=None,
        code=row["code"],
        wording=wording_of(row, library),
        place=shelves.place(row["place"]),
    )
    for state in (QuestionState.REVIEWED, QuestionState.IN_USE):
        question = move_question(actor=system, question=question, target=state)
    return question


def _put_away(system: Employee, question: Question, place: Place) -> None:
    """A question from before there were categories; its wording stays."""
    save_question(
        actor=system,
        question=question,
        code=question.code,
        wording=question.current_version.wording,
        place=place,
    )


def _load_quiz(
    system: Employee, row: Row, shelves: Shelves, questions: Mapping[str, Question]
) -> Quiz:
    if (found := Quiz.objects.filter(code=row["code"]).first()) is not None:
        return found
    settings: dict[str, Any] = {
        name: value
        for name, value in row.items()
        if name not in ("code", "category", "sections", "opens", "closes")
    }
    for name in ("opens", "closes"):
        if name in row:
            settings[f"{name}_at"] = timezone.now() + timedelta(days=row[name])
    return save_quiz(
        actor=system,
        quiz=None,
        code=row["code"],
        settings=QuizSettings(category_id=shelves.category_id(row), **settings),
        sections=[_section(section, shelves, questions) for section in row["sections"]],
    )


def _section(row: Row, shelves: Shelves, questions: Mapping[str, Question]) -> SectionSettings:
    return SectionSettings(
        count=row["count"],
        title=row.get("title", ""),
        title_en=row.get("title_en", ""),
        min_percent=row.get("min_percent"),
        question_ids=tuple(questions[code].pk for code in row.get("questions", ())),
        category_id=shelves.category_id(row),
        skill_id=shelves.skill_id(row),
        difficulty=_difficulty(row),
    )
