"""The blocks a lesson is made of. Other packages use the names listed here."""

from courses.blocks.acknowledge import statement_of, statements_in
from courses.blocks.base import TEXT_FEATURES, DescribedPicture, LessonBlock, audience_of
from courses.blocks.lesson import LessonBlocks, LessonBody, first_picture

__all__ = [
    "TEXT_FEATURES",
    "DescribedPicture",
    "LessonBlock",
    "LessonBlocks",
    "LessonBody",
    "audience_of",
    "first_picture",
    "statement_of",
    "statements_in",
]
