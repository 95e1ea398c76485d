from dataclasses import dataclass

from assessments.enums import Feedback


@dataclass(frozen=True)
class QuizSettings:
    """Under what conditions a quiz is sat; the fields and their defaults are those
    of `models.Quiz`."""

    title: str
    title_en: str = ""
    draw: int = 20
    shuffle: bool = True
    pass_percent: int = 80
    time_limit_minutes: int = 30
    attempts_allowed: int = 3
    feedback: str = Feedback.FULL
