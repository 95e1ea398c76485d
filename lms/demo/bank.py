"""Questions and the quiz that draws them, from `content/questions/*.yaml`."""

from typing import Any

from assessments.actions.save_question import save_question
from assessments.actions.save_quiz import save_quiz
from assessments.models import Question, Quiz
from assessments.rules.quiz_settings import QuizSettings
from assessments.rules.wording import Wording
from lms.people.models import Employee


def load_bank(system: Employee, bank: dict[str, Any]) -> Quiz:
    """Add missing questions and the quiz; what a trainer has edited since stays as it is."""
    known = {question.code: question for question in Question.objects.all()}
    questions = [
        known.get(row["code"])
        or save_question(
            actor=system,
            question=None,
            code=row["code"],
            wording=_wording(row),
            topic=row.get("topic", ""),
        )
        for row in bank["questions"]
    ]
    row = dict(bank["quiz"])
    code = row.pop("code")
    quiz = Quiz.objects.filter(code=code).first()
    return quiz or save_quiz(
        actor=system, quiz=None, code=code, settings=QuizSettings(**row), questions=questions
    )


def _wording(row: dict[str, Any]) -> Wording:
    if row["kind"] == "true_false":
        content, key = {}, {"right": row["answer"]}
    else:
        options = row["options"]
        content = {"options": [str(option["text"]) for option in options]}
        key = {"right": [i for i, option in enumerate(options) if option.get("right")]}
    return Wording(
        kind=row["kind"],
        stem=row["stem"].strip(),
        content=content,
        key=key,
        explanation=row.get("explanation", "").strip(),
        marks=row["marks"],
    )
