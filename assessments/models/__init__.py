from assessments.models.question import Question, QuestionVersion
from assessments.models.quiz import Quiz, QuizQuestion
from assessments.models.sitting import Response, Sitting, SittingItem

__all__ = [
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizQuestion",
    "Response",
    "Sitting",
    "SittingItem",
]
