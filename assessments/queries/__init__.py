"""Reads. Other packages use the names listed here.

`standings` (many quizzes, one query) and `standing` say all there is about a person and a quiz;
`passed_sitting` answers which pass counts.
"""

from assessments.queries.bank import (
    Branch,
    branches,
    category_choices,
    drawable,
    newest_versions,
    parents,
    questions,
    quizzes,
    skills,
    steps_of,
    versions_of,
    within,
)
from assessments.queries.blueprints import (
    Blueprint,
    blueprint,
    seen_questions,
    short_of_questions,
)
from assessments.queries.papers import (
    Paper,
    PaperItem,
    in_readers_words,
    paper,
    preview,
    sections_of,
)
from assessments.queries.results import (
    Judgement,
    Standing,
    extra_attempts,
    judgements,
    newest_marks,
    passed_sitting,
    result_changes,
    standing,
    standings,
)
from assessments.queries.saving import (
    ItemToAnswer,
    Saving,
    item_to_answer,
    unless_overtaken,
)
from assessments.queries.sittings import (
    late_responses,
    newest_responses,
    overdue_sitting_ids,
    sittings_of,
)
from assessments.queries.usages import Usage, usages, used_in

__all__ = [
    "Blueprint",
    "Branch",
    "ItemToAnswer",
    "Judgement",
    "Paper",
    "PaperItem",
    "Saving",
    "Standing",
    "Usage",
    "blueprint",
    "branches",
    "category_choices",
    "drawable",
    "extra_attempts",
    "in_readers_words",
    "item_to_answer",
    "judgements",
    "late_responses",
    "newest_marks",
    "newest_responses",
    "newest_versions",
    "overdue_sitting_ids",
    "paper",
    "parents",
    "passed_sitting",
    "preview",
    "questions",
    "quizzes",
    "result_changes",
    "sections_of",
    "seen_questions",
    "short_of_questions",
    "sittings_of",
    "skills",
    "standing",
    "standings",
    "steps_of",
    "unless_overtaken",
    "usages",
    "used_in",
    "versions_of",
    "within",
]
