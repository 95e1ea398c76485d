"""Reads. Other packages use the names listed here.

`standings` (many quizzes, one query) and `standing` say all there is about a person and a quiz;
`passed_sitting` answers which pass counts.
"""

from assessments.queries.bank import (
    newest_versions,
    pool,
    pool_size,
    questions,
    quizzes,
    versions_of,
)
from assessments.queries.papers import Paper, PaperItem, option_order, paper, preview
from assessments.queries.results import (
    Standing,
    passed_sitting,
    standing,
    standings,
)
from assessments.queries.sittings import newest_responses, overdue_sitting_ids, sittings_of

__all__ = [
    "Paper",
    "PaperItem",
    "Standing",
    "newest_responses",
    "newest_versions",
    "option_order",
    "overdue_sitting_ids",
    "paper",
    "passed_sitting",
    "pool",
    "pool_size",
    "preview",
    "questions",
    "quizzes",
    "sittings_of",
    "standing",
    "standings",
    "versions_of",
]
