"""The courseware as Wagtail pages: a shelf of courses, each of chapters, each of lessons.

Pages hold content only. Who may read is asked in `wagtail_hooks`; the reader's own progress is
fetched by the template tags of `courses`.
"""

from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import TextInput
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    Panel,
    PublishingPanel,
)
from wagtail.fields import RichTextField
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.search import index
from wagtail.url_routing import RouteResult

from assessments.models import Quiz
from courses.blocks import TEXT_FEATURES, LessonBody
from courses.enums import LessonOrder
from courses.models.page_rights import CoursewareRights
from courses.models.previews import AudiencePreviews
from courses.models.translation_notice import TranslationNotice
from courses.rules.translations import is_behind
from lms.ui.language import in_readers_language, reads_english


class CoursewarePage(Page):
    """What all courseware pages share. Enrolment decides who may read them (`wagtail_hooks`), so
    Wagtail's own page privacy is switched off and asks no question of the database."""

    private_page_options: list[str] = []
    # The explorer lists pages as the course has them, to be dragged into another order.
    admin_default_ordering = "ord"
    # Not Wagtail's title panel, which would write into the address: `CoursewarePageForm` makes it.
    content_panels: list[Panel] = [TranslationNotice(), FieldPanel("title", classname="title")]
    # What all languages share: written on the page in the site's own language, and read from there.
    shared_fields: tuple[str, ...] = ()
    promote_panels: list[Panel] = []
    settings_panels = [
        FieldPanel(
            "slug",
            heading=_("Address"),
            help_text=_("The last part of the page's address. Left empty, it follows the title."),
        ),
        PublishingPanel(),
        CommentPanel(),
    ]

    class Meta:
        abstract = True

    @property
    def is_translation(self) -> bool:
        """False for a page that is being written and stands nowhere yet."""
        own = settings.LANGUAGE_CODE
        return bool(self.locale_id and self.locale.language_code != own)

    @property
    def is_untranslated(self) -> bool:
        """Whether somebody who reads in English gets this page in Chinese."""
        return reads_english() and not self.is_translation

    @cached_property
    def base(self) -> Self:
        """The page in the site's own language: itself, or what it is the translation of. It says
        where the page stands in its course and what all languages share."""
        if not self.is_translation:
            return self
        own = type(self)._default_manager.filter(locale__language_code=settings.LANGUAGE_CODE)
        return own.filter(translation_key=self.translation_key).first() or self

    @property
    def is_behind(self) -> bool:
        """Whether this translation was last saved before its original was last published."""
        return self.is_translation and is_behind(
            saved_at=self.latest_revision_created_at,
            original_published_at=self.base.last_published_at,
        )

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        return PageViewRestriction.objects.none()

    def permissions_for_user(self, user: Any) -> CoursewareRights:
        return CoursewareRights(user, self)

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """A course is built in the site's own language; elsewhere its pages are translated."""
        is_own = parent.is_root() or parent.locale.language_code == settings.LANGUAGE_CODE
        return bool(is_own and super().can_create_at(parent))


class CourseIndexPage(CoursewarePage):
    """The shelf that holds the courses; the root of the site. One in each language."""

    parent_page_types: list[str] = []  # made by `actions.set_up_shelf` alone
    subpage_types = ["courses.CoursePage"]
    template = "courses/course_index_page.html"

    class Meta:
        verbose_name = _("course shelf")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The page at a path below the shelf, whichever language the path is in, as its reader
        reads it. One query whatever its depth."""
        if not path_components:
            return super().route(request, path_components)
        model = {1: CoursePage, 2: ChapterPage, 3: LessonPage}.get(len(path_components))
        page = model and _for_reader(model, "/".join(path_components))
        if page is None:
            raise Http404
        return page.route(request, [])


def _for_reader(model: type[CoursewarePage], path: str) -> CoursewarePage | None:
    """The live translation for who reads in English, else the page in the site's own language. A
    page that is not live there is not live at all."""
    addresses = {f"{root.root_path}{path}/" for root in Site.get_site_root_paths()}
    here = model._default_manager.filter(url_path__in=addresses).values("translation_key")
    pages = model._default_manager.filter(translation_key__in=here).select_related("locale")
    found = sorted(pages, key=_in_readers_order)
    key = next((page.translation_key for page in found if page.url_path in addresses), None)
    versions = [page for page in found if page.live and page.translation_key == key]
    base = next((page for page in versions if not page.is_translation), None)
    if base is not None:
        for page in versions:
            page.base = base  # spares the template asking for it
    return versions[0] if base else None


def _in_readers_order(page: CoursewarePage) -> bool:
    return page.is_translation is not reads_english()


class CoursePage(CoursewarePage):
    title_en = models.CharField(
        _("title in English"),
        max_length=255,
        blank=True,
        help_text=_("Printed on the certificate."),
    )
    code = models.SlugField(
        _("code"), max_length=12, help_text=_("Part of the certificate's serial number.")
    )
    summary = models.CharField(_("summary"), max_length=255, blank=True)
    introduction = RichTextField(
        _("introduction"), blank=True, features=TEXT_FEATURES, help_text=_("What it is for.")
    )
    cover = models.ForeignKey(
        "files.Picture",
        models.SET_NULL,
        verbose_name=_("cover"),
        related_name="+",
        null=True,
        blank=True,
    )
    order = models.CharField(
        _("lessons are taken"),
        max_length=10,
        choices=LessonOrder.choices,
        default=LessonOrder.IN_ORDER,
    )
    is_onboarding = models.BooleanField(
        _("onboarding"), default=False, help_text=_("Everybody is enrolled when hired.")
    )
    days_to_finish = models.PositiveSmallIntegerField(
        _("days to finish"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    examination = models.ForeignKey(
        Quiz, models.PROTECT, verbose_name=_("examination"), related_name="+", null=True, blank=True
    )
    remedial_lesson = models.ForeignKey(
        "courses.LessonPage",
        models.SET_NULL,
        verbose_name=_("lesson before a resit"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Read again after a failed attempt, before the next may begin."),
    )

    shared_fields = (
        "title_en",
        "code",
        "cover",
        "order",
        "is_onboarding",
        "days_to_finish",
        "examination",
        "remedial_lesson",
    )
    # A copy is not handed to every new hire before its author says so, and has lessons of its own.
    exclude_fields_in_copy = ["is_onboarding", "remedial_lesson"]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.ChapterPage"]
    template = "courses/course_page.html"
    content_panels = [
        *CoursewarePage.content_panels,
        FieldPanel("title_en"),
        FieldPanel("summary", help_text=_("One sentence, at the head of the course page.")),
        FieldPanel("introduction"),
        FieldPanel("cover"),
        MultiFieldPanel(
            [
                # Not Wagtail's slug widget, which writes small letters.
                FieldRowPanel([FieldPanel("code", widget=TextInput), FieldPanel("order")]),
                FieldRowPanel(
                    [
                        FieldPanel("is_onboarding"),
                        FieldPanel(
                            "days_to_finish",
                            help_text=_("Counted from enrolment. Empty: no date is set."),
                        ),
                    ]
                ),
            ],
            heading=_("How it is taken"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "examination",
                    help_text=_("Opens when all lessons are read. Empty: reading completes it."),
                ),
                FieldPanel("remedial_lesson"),
            ],
            heading=_("Examination"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        permissions = [("publish_unreviewed", "Can publish courseware without a review")]

    def clean(self) -> None:
        """The lesson before a resit is one of the course's own."""
        super().clean()
        lesson = self.remedial_lesson
        if lesson is not None and not (self.path and lesson.path.startswith(self.path)):
            raise ValidationError({"remedial_lesson": _("Choose a lesson of this course.")})

    @property
    def localised_title(self) -> str:
        return in_readers_language(self.title, "" if self.is_translation else self.title_en)


class ChapterPage(CoursewarePage):
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=_("e.g. 第二章"))
    summary = models.CharField(_("summary"), max_length=255, blank=True)

    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    content_panels = [
        *CoursewarePage.content_panels,
        FieldPanel("number"),
        FieldPanel("summary"),
    ]

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")


class LessonPage(AudiencePreviews, CoursewarePage):
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=_("e.g. 2.6"))
    summary = models.CharField(_("summary"), max_length=255, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes to read"), default=5, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    body = LessonBody(verbose_name=_("content"), blank=True)

    parent_page_types = ["courses.ChapterPage"]
    subpage_types: list[str] = []
    template = "courses/lesson_page.html"
    content_panels = [
        *CoursewarePage.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("minutes")]),
        FieldPanel("summary", help_text=_("The aim in one sentence; stands under the title.")),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        # The explorer's own search looks at what is completed while typing.
        index.AutocompleteField("summary"),
        index.AutocompleteField("body"),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def text_revision_id(self) -> int | None:
        """The published revision. An alias shows its original and has none of its own."""
        revision_id: int | None = (self.alias_of or self).live_revision_id
        return revision_id
