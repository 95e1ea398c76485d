from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import Feedback
from assessments.models.question import Question
from assessments.rules.quiz_settings import QuizSettings
from lms.ui.language import in_readers_language


class Quiz(models.Model):
    """An examination: which questions are drawn, under what conditions they are sat."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    questions = models.ManyToManyField(
        Question, verbose_name=_("questions"), through="QuizQuestion", related_name="quizzes"
    )
    draw = models.PositiveSmallIntegerField(
        _("questions drawn"),
        default=QuizSettings.draw,
        validators=[MinValueValidator(1)],
        help_text=_("How many of the questions below each sitting gets."),
    )
    shuffle = models.BooleanField(
        _("shuffle"),
        default=QuizSettings.shuffle,
        help_text=_("Questions and options in another order each time."),
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark (%)"),
        default=QuizSettings.pass_percent,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("time limit (minutes)"),
        default=QuizSettings.time_limit_minutes,
        validators=[MinValueValidator(1), MaxValueValidator(480)],
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        default=QuizSettings.attempts_allowed,
        validators=[MinValueValidator(1)],
    )
    feedback = models.CharField(
        _("shown afterwards"),
        max_length=10,
        choices=Feedback.choices,
        default=QuizSettings.feedback,
    )

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_percent__range=(1, 100)), name="pass_mark_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(draw__gte=1, attempts_allowed__gte=1, time_limit_minutes__gte=1),
                name="quiz_can_be_sat",
            ),
        ]

    def __str__(self) -> str:
        return self.localised_title

    @property
    def localised_title(self) -> str:
        return in_readers_language(self.title, self.title_en)


class QuizQuestion(models.Model):
    """A question that a quiz may draw."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="quiz_questions")
    question = models.ForeignKey(Question, models.PROTECT, related_name="quiz_questions")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "question"], name="question_once_per_quiz")
        ]

    def __str__(self) -> str:
        return f"{self.quiz} · {self.question}"
