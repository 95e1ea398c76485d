from dataclasses import dataclass
from datetime import datetime

from assessments.enums import LatePolicy, Layout, Outcome, When


@dataclass(frozen=True)
class QuizSettings:
    """Under what conditions a quiz is sat; the fields and their defaults are those
    of `models.Quiz`."""

    title: str
    title_en: str = ""
    category_id: int | None = None
    intro: str = ""
    intro_en: str = ""
    is_draft: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit_minutes: int | None = 30
    attempts_allowed: int | None = 3
    resit_delay_hours: int = 0
    pass_percent: int = 80
    outcome: str = Outcome.BEST
    late_policy: str = LatePolicy.NEVER
    grace_seconds: int = 0
    marking_days: int = 3
    marking_distance: int | None = None
    shuffle_questions: bool = True
    shuffle_options: bool = True
    layout: str = Layout.ONE
    is_sequential: bool = False
    show_answers: str = When.END
    show_marks: str = When.END
    show_key: str = When.END
    show_explanation: str = When.END
    success_text: str = ""
    success_text_en: str = ""
    fail_text: str = ""
    fail_text_en: str = ""


@dataclass(frozen=True)
class SectionSettings:
    """A part of a quiz, as `models.Section`: `question_ids` in their order, or none and a rule by
    category, skill and difficulty."""

    count: int
    title: str = ""
    title_en: str = ""
    min_percent: int | None = None
    question_ids: tuple[int, ...] = ()
    category_id: int | None = None
    skill_id: int | None = None
    difficulty: int | None = None
