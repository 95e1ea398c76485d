"""The courseware as Wagtail pages: a shelf of courses, each of chapters, each of lessons.

Pages hold content only. Who may read is asked in `wagtail_hooks`; the reader's own progress is
fetched by the template tags of `courses`.
"""

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
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from assessments.models import Quiz
from courses.blocks import TEXT_FEATURES, LessonBody
from courses.enums import LessonOrder
from lms.ui.language import in_readers_language


class CoursewarePage(Page):
    """What all courseware pages share. Enrolment decides who may read them (`wagtail_hooks`), so
    Wagtail's own page privacy is switched off and asks no question of the database."""

    private_page_options: list[str] = []
    # The explorer lists pages as the course has them, to be dragged into another order.
    admin_default_ordering = "ord"
    # Not Wagtail's title panel, which would write into the address: `CoursewarePageForm` makes it.
    content_panels = [FieldPanel("title", classname="title")]
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

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        return PageViewRestriction.objects.none()


class CourseIndexPage(CoursewarePage):
    """The shelf that holds the courses; the root of the site."""

    max_count = 1
    subpage_types = ["courses.CoursePage"]
    template = "courses/course_index_page.html"

    class Meta:
        verbose_name = _("course shelf")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The page at a path below the shelf, found in one query whatever its depth."""
        if not path_components:
            return super().route(request, path_components)
        model = {1: CoursePage, 2: ChapterPage, 3: LessonPage}.get(len(path_components))
        if model is None:
            raise Http404
        url_path = f"{self.url_path}{'/'.join(path_components)}/"
        page = model.objects.live().filter(url_path=url_path).first()
        if page is None:
            raise Http404
        return page.route(request, [])


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
    certificate_valid_months = models.PositiveSmallIntegerField(
        _("certificate valid for (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Leave empty if it never expires."),
    )

    # A copy is not handed to every new hire before its author says so.
    exclude_fields_in_copy = ["is_onboarding"]
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
                FieldPanel("certificate_valid_months"),
            ],
            heading=_("Examination and certificate"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def localised_title(self) -> str:
        return in_readers_language(self.title, self.title_en)


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


class LessonPage(CoursewarePage):
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
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
