from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind
from assessments.errors import QuestionVersionIsFixed
from assessments.rules.wording import Wording
from lms.ledger.models import AppendOnly
from lms.ui.language import in_readers_language


class Question(models.Model):
    """A question under its lasting code; what it says is in its versions."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    is_retired = models.BooleanField(
        _("retired"), default=False, help_text=_("No new sitting draws a retired question.")
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def current_version(self) -> "QuestionVersion":
        """The newest version; `queries.questions()` prefetches it as `newest`."""
        newest = getattr(self, "newest", None)
        return newest[0] if newest else self.versions.order_by("-number")[0]


class QuestionVersion(AppendOnly):
    """The wording, content, key and marks of a question at one time. Written once, never changed:
    an edit makes the next version, and sittings keep the one they were drawn with.

    `content` and `key` have the shape that the kind's module in `rules.kinds` declares.
    """

    question = models.ForeignKey(
        Question, models.PROTECT, verbose_name=_("question"), related_name="versions"
    )
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    stem = models.TextField(_("question text"))
    content = models.JSONField(_("content"), default=dict)
    key = models.JSONField(_("key"), default=dict)
    explanation = models.TextField(_("explanation"), blank=True)
    english = models.JSONField(
        _("English wording"),
        default=dict,
        help_text=_("For who reads in English; the parts left out are shown in Chinese."),
    )
    marks = models.PositiveSmallIntegerField(
        _("marks"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("written by"), related_name="+"
    )

    fixed = QuestionVersionIsFixed

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_once"),
            models.CheckConstraint(condition=Q(marks__gte=1), name="question_is_worth_something"),
        ]

    def __str__(self) -> str:
        return f"{self.question.code} v{self.number}"

    @property
    def wording(self) -> Wording:
        return Wording(
            kind=str(self.kind),
            stem=self.stem,
            content=self.content,
            key=self.key,
            explanation=self.explanation,
            marks=self.marks,
            english=self.english,
        )

    @property
    def localised_stem(self) -> str:
        return in_readers_language(self.stem, self.english.get("stem", ""))

    @property
    def localised_explanation(self) -> str:
        return in_readers_language(self.explanation, self.english.get("explanation", ""))
