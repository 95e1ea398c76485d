from reviews.models.cycle import CycleWork, ReviewCycle
from reviews.models.draft import FormDraft
from reviews.models.figures import FigureImport, FigureRow, ServiceFigure
from reviews.models.goal import Goal, GoalNote
from reviews.models.peer import PeerAnswer, PeerRequest
from reviews.models.review import (
    Reassessment,
    Result,
    ResultCase,
    Review,
    ReviewScan,
    ReviewStep,
)
from reviews.models.scorecard import ScorecardDraft, ScorecardVersion

__all__ = [
    "CycleWork",
    "FigureImport",
    "FigureRow",
    "FormDraft",
    "Goal",
    "GoalNote",
    "PeerAnswer",
    "PeerRequest",
    "Reassessment",
    "Result",
    "ResultCase",
    "Review",
    "ReviewCycle",
    "ReviewScan",
    "ReviewStep",
    "ScorecardDraft",
    "ScorecardVersion",
    "ServiceFigure",
]
