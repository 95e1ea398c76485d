from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from assessments.enums import Difficulty, Kind, QuestionState
from assessments.errors import QuestionStepIsFixed, QuestionVersionIsFixed
from assessments.models.bank import Category, Skill
from assessments.rules.wording import Wording
from lms.files.models import Picture
from lms.ledger.models import AppendOnly
from lms.ui.language import in_readers_language

# Questions are written in one of these; English may be added to Chinese beside it.
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]


class Question(models.Model):
    """A question under its lasting code; what it says is in its versions.

    Sittings draw `drawn`, the version that was reviewed last; a newer one waits for its review.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        verbose_name=_("category"),
        related_name="questions",
        null=True,
        blank=True,
    )
    skill = models.ForeignKey(
        Skill,
        models.PROTECT,
        verbose_name=_("skill"),
        related_name="questions",
        null=True,
        blank=True,
    )
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Difficulty.choices, default=Difficulty.MEDIUM
    )
    language = models.CharField(
        _("language"), max_length=10, choices=LANGUAGES, default=LANGUAGES[0][0]
    )
    tags = TaggableManager(verbose_name=_("tags"), blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=QuestionState.choices, default=QuestionState.DRAFT
    )
    drawn = models.ForeignKey(
        "QuestionVersion",
        models.PROTECT,
        verbose_name=_("version that is drawn"),
        related_name="+",
        null=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["code"]
        permissions = [("review_question", "Can find a question right")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=QuestionState.IN_USE) | Q(drawn__isnull=False),
                name="question_in_use_has_a_version_to_draw",
            )
        ]
        indexes = [
            models.Index(
                fields=["category", "difficulty"],
                condition=Q(state=QuestionState.IN_USE),
                name="question_in_use_by_category",
            )
        ]

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
    picture = models.ForeignKey(
        Picture,
        models.PROTECT,
        verbose_name=_("picture"),
        related_name="+",
        null=True,
        blank=True,
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=200,
        blank=True,
        help_text=_("For who cannot see it. Say nothing that gives the answer away."),
    )
    carried = models.JSONField(
        _("carried along"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("What an import brought that is not used here, such as hints. It is exported."),
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
            models.CheckConstraint(
                condition=Q(picture__isnull=True) | ~Q(picture_alt=""),
                name="picture_of_a_question_is_described",
            ),
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
            picture_id=self.picture_id,
            picture_alt=self.picture_alt,
            carried=self.carried,
        )

    @property
    def localised_stem(self) -> str:
        return in_readers_language(self.stem, self.english.get("stem", ""))

    @property
    def localised_explanation(self) -> str:
        return in_readers_language(self.explanation, self.english.get("explanation", ""))

    @property
    def localised_picture_alt(self) -> str:
        return in_readers_language(self.picture_alt, self.english.get("picture_alt", ""))


class QuestionStep(AppendOnly):
    """A move of a question from one state to the next, or the review of a newer version."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="steps")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    source = models.CharField(max_length=12, choices=QuestionState.choices)
    target = models.CharField(_("state"), max_length=12, choices=QuestionState.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    taken_at = models.DateTimeField(_("when"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+"
    )

    fixed = QuestionStepIsFixed

    class Meta:
        verbose_name = _("step of a question")
        verbose_name_plural = _("steps of questions")
        ordering = ["question", "-pk"]

    def __str__(self) -> str:
        return f"{self.question} · {self.get_target_display()}"
