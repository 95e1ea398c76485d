"""Questions as JSON, for whoever takes them elsewhere."""

from collections.abc import Iterable
from typing import Any

from assessments.models import Question
from assessments.rules.kinds import KINDS

FORMAT = "questions-1"


def exported(questions: Iterable[Question]) -> dict[str, Any]:
    """The newest wording of each question, and under `schema` the JSON Schema of content and key of
    every kind among them. Pictures are named by their title only."""
    found = [_question(question) for question in questions]
    kinds = sorted({each["kind"] for each in found})
    return {
        "format": FORMAT,
        "schema": {kind: KINDS[kind].schema() for kind in kinds},
        "questions": found,
    }


def _question(question: Question) -> dict[str, Any]:
    version = question.current_version
    wording = version.wording
    return {
        "code": question.code,
        "version": version.number,
        "state": question.state,
        "category": question.category.code if question.category else None,
        "skill": question.skill.code if question.skill else None,
        "difficulty": question.difficulty,
        "language": question.language,
        "tags": sorted(tag.name for tag in question.tags.all()),
        "kind": wording.kind,
        "stem": wording.stem,
        **wording.interaction.export(),
        "explanation": wording.explanation,
        "marks": wording.marks,
        "english": wording.english,
        "picture": version.picture.title if version.picture else None,
        "picture_alt": wording.picture_alt,
    }
