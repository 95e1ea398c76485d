"""Where courseware meets Wagtail: who may read a page, and which pages may not vanish."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from courses.actions.open_lesson import open_lesson
from courses.admin.designs import CertificateDesignViewSet
from courses.admin.translations import translations
from courses.errors import LessonIsLocked
from courses.models import ChapterPage, CourseIndexPage, LessonPage
from courses.models.pages import CoursewarePage
from courses.policies import can_read
from courses.queries import has_progress, journey_of
from courses.rules.journey import LessonState
from lms.people.policies import may


@hooks.register("before_serve_page")
def check_reader(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Only the enrolled (and those who look after courseware) read; others see a 404. The
    reader's journey is left on the request for the page's template. Pages that are no courseware
    are none of our business."""
    if not isinstance(page, CoursewarePage):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if isinstance(page, CourseIndexPage):
        return redirect("courses:list")
    journey = journey_of(request.user, page.base.path)
    if journey is None or not can_read(request.user, journey):
        raise Http404
    request.journey = journey  # type: ignore[attr-defined]
    if isinstance(page, ChapterPage):
        return redirect(f"{journey.outline.url}#chapter-{page.translation_key}")
    if isinstance(page, LessonPage):
        if journey.state(page.translation_key) is LessonState.LOCKED:
            messages.warning(request, str(LessonIsLocked.message))
            return redirect(journey.outline.url)
        if journey.enrolment and not journey.is_last_opened(
            page.translation_key, page.text_revision_id
        ):
            open_lesson(actor=request.user, enrolment=journey.enrolment, lesson=page)
    return None


@hooks.register("before_edit_page")
def decide_only_what_is_under_review(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A colleague may have decided while this page stood open."""
    if "action-workflow-action" not in request.POST or page.current_workflow_task:
        return None
    messages.warning(request, _("The review is over already."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_delete_page")
def keep_what_was_read(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A course or lesson that somebody has taken stays: their record points to it."""
    if has_progress(Page.objects.descendant_of(page, inclusive=True)):
        messages.error(
            request,
            _("People have taken this course or lesson, so it stays. Unpublish it instead."),
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_bulk_action")
def keep_what_was_read_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Page], action_class_instance: Any
) -> HttpResponse | None:
    if action_type != "delete" or not objects or not isinstance(objects[0], Page):
        return None
    for page in objects:
        if refusal := keep_what_was_read(request, page):
            return refusal
    return None


@hooks.register("register_admin_urls")
def translations_url() -> list[URLPattern]:
    return [path("reports/translations/", translations, name="courseware_translations")]


class TranslationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "simple_translation.submit_translation")  # type: ignore[arg-type]


@hooks.register("register_reports_menu_item")
def translations_in_menu() -> MenuItem:
    return TranslationsMenuItem(
        _lazy("Translations"),
        reverse_lazy("courseware_translations"),
        icon_name="globe",
        order=600,
    )


@hooks.register("register_admin_viewset")
def register_certificate_designs() -> CertificateDesignViewSet:
    return CertificateDesignViewSet()


@hooks.register("construct_page_action_menu")
def approving_first(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """What a reviewer comes for is the button that shows; saving is in the menu behind it."""
    approving = [item for item in items if item.name == "approve" and not item.launch_modal]
    for item in approving:
        items.remove(item)
        items.insert(0, item)
