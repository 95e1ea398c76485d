"""Questions and the quizzes that draw them, from `content/questions/*.yaml`."""

from collections.abc import Iterable
from typing import Any

from assessments.actions.save_question import save_question
from assessments.actions.save_quiz import save_quiz
from assessments.models import Question, Quiz
from assessments.rules.quiz_settings import QuizSettings
from assessments.rules.wording import Wording, english_wording
from lms.people.models import Employee

Row = dict[str, Any]


def load_bank(system: Employee, files: Iterable[Row]) -> dict[str, Quiz]:
    """Add missing questions and quizzes, by code; what a trainer has edited since stays as it is.
    Several files may feed one quiz: one of them describes it, the others name it."""
    known = {question.code: question for question in Question.objects.all()}
    described: dict[str, Row] = {}
    questions: dict[str, list[Question]] = {}
    for file in files:
        quiz = file["quiz"]
        code = quiz if isinstance(quiz, str) else quiz["code"]
        if not isinstance(quiz, str):
            described[code] = {name: value for name, value in quiz.items() if name != "code"}
        found = [known.get(row["code"]) or _question(system, row) for row in file["questions"]]
        questions.setdefault(code, []).extend(found)
    return {
        code: Quiz.objects.filter(code=code).first()
        or save_quiz(
            actor=system,
            quiz=None,
            code=code,
            settings=QuizSettings(**settings),
            questions=questions[code],
        )
        for code, settings in described.items()
    }


def _question(system: Employee, row: Row) -> Question:
    return save_question(
        actor=system,
        question=None,
        code=row["code"],
        wording=_wording(row),
        topic=row.get("topic", ""),
    )


def _wording(row: Row) -> Wording:
    if row["kind"] == "true_false":
        content, key = {}, {"right": row["answer"]}
    else:
        options = row["options"]
        content = {"options": [str(option["text"]) for option in options]}
        key = {"right": [i for i, option in enumerate(options) if option.get("right")]}
    english = row.get("en", {})
    return Wording(
        kind=row["kind"],
        stem=row["stem"].strip(),
        content=content,
        key=key,
        explanation=row.get("explanation", "").strip(),
        marks=row["marks"],
        english=english_wording(
            stem=english.get("stem", ""),
            explanation=english.get("explanation", ""),
            options=[str(option) for option in english.get("options", [])],
        ),
    )
