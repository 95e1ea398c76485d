from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import Difficulty, LatePolicy, Layout, Outcome, When
from assessments.models.bank import Category, Skill
from assessments.models.question import Question
from assessments.rules.quiz_settings import QuizSettings as Default
from lms.ui.language import in_readers_language


def _when(label: Any, default: str) -> models.CharField[str, str]:
    return models.CharField(label, max_length=10, choices=When.choices, default=default)


class Quiz(models.Model):
    """An examination or quiz: under what conditions it is sat. Its sections say what it asks."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        verbose_name=_("category"),
        related_name="quizzes",
        null=True,
        blank=True,
    )
    intro = models.TextField(_("what to know before"), blank=True)
    intro_en = models.TextField(_("what to know before, in English"), blank=True)
    is_draft = models.BooleanField(
        _("draft"), default=Default.is_draft, help_text=_("Nobody can start a draft.")
    )
    # When and how often.
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("time limit (minutes)"),
        default=Default.time_limit_minutes,
        validators=[MinValueValidator(1), MaxValueValidator(480)],
        null=True,
        blank=True,
        help_text=_("Empty: no limit but the closing."),
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        default=Default.attempts_allowed,
        validators=[MinValueValidator(1)],
        null=True,
        blank=True,
        help_text=_("1: a single attempt. Empty: any number."),
    )
    resit_delay_hours = models.PositiveSmallIntegerField(
        _("hours before a resit"),
        default=Default.resit_delay_hours,
        validators=[MaxValueValidator(24 * 366)],
    )
    # What counts.
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark (%)"),
        default=Default.pass_percent,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    outcome = models.CharField(
        _("which attempt counts"),
        max_length=10,
        choices=Outcome.choices,
        default=Default.outcome,
    )
    late_policy = models.CharField(
        _("late answers"), max_length=10, choices=LatePolicy.choices, default=Default.late_policy
    )
    grace_seconds = models.PositiveSmallIntegerField(
        _("grace (seconds)"), default=Default.grace_seconds, validators=[MaxValueValidator(3600)]
    )
    # How it is marked.
    marking_days = models.PositiveSmallIntegerField(
        _("days to mark in"),
        default=Default.marking_days,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("What has waited longer is shown as overdue."),
    )
    marking_distance = models.PositiveSmallIntegerField(
        _("two markers: distance to settle (%)"),
        default=Default.marking_distance,
        validators=[MaxValueValidator(100)],
        null=True,
        blank=True,
        help_text=_(
            "Two markers judge each answer without seeing each other. Where their marks lie further"
            " apart than so many per cent of the question’s marks, a trainer settles it. Empty: one"
            " marker."
        ),
    )
    # How it is sat.
    shuffle_questions = models.BooleanField(
        _("questions in another order each time"), default=Default.shuffle_questions
    )
    shuffle_options = models.BooleanField(
        _("options in another order each time"), default=Default.shuffle_options
    )
    layout = models.CharField(
        _("pages"), max_length=5, choices=Layout.choices, default=Default.layout
    )
    is_sequential = models.BooleanField(
        _("one after the other"),
        default=Default.is_sequential,
        help_text=_("Who goes on to the next question cannot come back."),
    )
    # What the learner sees afterwards.
    show_answers = _when(_("own answers"), Default.show_answers)
    show_marks = _when(_("what was right"), Default.show_marks)
    show_key = _when(_("key"), Default.show_key)
    show_explanation = _when(_("reasons and feedback"), Default.show_explanation)
    success_text = models.TextField(_("to who passes"), blank=True)
    success_text_en = models.TextField(_("to who passes, in English"), blank=True)
    fail_text = models.TextField(_("to who does not pass"), blank=True)
    fail_text_en = models.TextField(_("to who does not pass, in English"), blank=True)

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_percent__range=(1, 100)), name="pass_mark_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=(Q(attempts_allowed__isnull=True) | Q(attempts_allowed__gte=1))
                & (Q(time_limit_minutes__isnull=True) | Q(time_limit_minutes__gte=1)),
                name="quiz_can_be_sat",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="quiz_closes_after_it_opens",
                violation_error_message=_("The examination closes before it opens."),
            ),
            models.CheckConstraint(
                condition=~Q(late_policy=LatePolicy.GRACE) | Q(grace_seconds__gte=1),
                name="grace_lasts",
                violation_error_message=_("Say how many seconds of grace there are."),
            ),
            # A page with all questions is answered in any order and closed as a whole.
            models.CheckConstraint(
                condition=~Q(layout=Layout.ALL, is_sequential=True),
                name="sequential_quiz_shows_one_a_page",
                violation_error_message=_("One after the other needs one question a page."),
            ),
        ]

    def __str__(self) -> str:
        return self.localised_title

    @property
    def localised_title(self) -> str:
        return in_readers_language(self.title, self.title_en)

    @property
    def localised_intro(self) -> str:
        return in_readers_language(self.intro, self.intro_en)

    @property
    def localised_success_text(self) -> str:
        return in_readers_language(self.success_text, self.success_text_en)

    @property
    def localised_fail_text(self) -> str:
        return in_readers_language(self.fail_text, self.fail_text_en)

    @property
    def size(self) -> int:
        """How many questions a paper has; one query unless `sections` are prefetched."""
        return sum(section.count for section in self.sections.all())


class Section(models.Model):
    """A part of a quiz: `count` of the questions listed, or, where none are, of those of the bank
    that fit category (with all below it), skill and difficulty."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    count = models.PositiveSmallIntegerField(
        _("questions drawn"), validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    min_percent = models.PositiveSmallIntegerField(
        _("minimum (%)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Who reaches less here does not pass."),
    )
    questions = models.ManyToManyField(
        Question, verbose_name=_("questions"), through="SectionQuestion", related_name="sections"
    )
    category = models.ForeignKey(
        Category, models.PROTECT, verbose_name=_("category"), null=True, blank=True
    )
    skill = models.ForeignKey(Skill, models.PROTECT, verbose_name=_("skill"), null=True, blank=True)
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Difficulty.choices, null=True, blank=True
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["quiz", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="section_asks_something"),
            models.CheckConstraint(
                condition=Q(min_percent__isnull=True) | Q(min_percent__range=(1, 100)),
                name="section_minimum_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return self.localised_title or f"{self.quiz.code} {self.position + 1}"

    @property
    def localised_title(self) -> str:
        return in_readers_language(self.title, self.title_en)


class SectionQuestion(models.Model):
    """A question that a section may draw."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="listed")
    question = models.ForeignKey(Question, models.PROTECT, related_name="listings")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["section", "question"], name="question_once_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.section} · {self.question}"
