from assessments.models.allowance import Allowance
from assessments.models.bank import Category, Skill
from assessments.models.exchange import QuestionImport
from assessments.models.marking import BlindMark, ItemMark, ResultMark, SittingResult
from assessments.models.observation import (
    InspectionSheet,
    Observation,
    ObservationPhoto,
    SheetVersion,
)
from assessments.models.question import Question, QuestionStep, QuestionVersion
from assessments.models.quiz import Quiz, Section, SectionQuestion
from assessments.models.regrade import Regrade, Suspension
from assessments.models.response import LateDecision, Response
from assessments.models.sitting import Sitting, SittingItem
from assessments.models.statistics import StatisticsSnapshot

__all__ = [
    "Allowance",
    "BlindMark",
    "Category",
    "InspectionSheet",
    "ItemMark",
    "LateDecision",
    "Observation",
    "ObservationPhoto",
    "Question",
    "QuestionImport",
    "QuestionStep",
    "QuestionVersion",
    "Quiz",
    "Regrade",
    "Response",
    "ResultMark",
    "Section",
    "SectionQuestion",
    "SheetVersion",
    "Sitting",
    "SittingItem",
    "SittingResult",
    "Skill",
    "StatisticsSnapshot",
    "Suspension",
]
