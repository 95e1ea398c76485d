from assessments.models.allowance import Allowance
from assessments.models.bank import Category, Skill
from assessments.models.marking import ItemMark, ResultMark, SittingResult
from assessments.models.question import Question, QuestionStep, QuestionVersion
from assessments.models.quiz import Quiz, Section, SectionQuestion
from assessments.models.response import LateDecision, Response
from assessments.models.sitting import Sitting, SittingItem

__all__ = [
    "Allowance",
    "Category",
    "ItemMark",
    "LateDecision",
    "Question",
    "QuestionStep",
    "QuestionVersion",
    "Quiz",
    "Response",
    "ResultMark",
    "Section",
    "SectionQuestion",
    "Sitting",
    "SittingItem",
    "SittingResult",
    "Skill",
]
