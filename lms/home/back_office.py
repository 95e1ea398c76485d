"""What the back office's first page shows, to each what their roles allow."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.images import permissions as picture_permissions
from wagtail.permissions import page_permission_policy

from assessments.enums import QuestionState
from assessments.models import Question, Quiz
from assessments.queries import short_of_questions
from courses.enums import TranslationState
from courses.models import CoursePage, LessonPage
from courses.queries import own_shelf
from courses.queries.outlines import COURSE
from courses.queries.translations import translation_counts
from lms.people.queries import employees_reached


@dataclass(frozen=True)
class CourseRow:
    """A course as its authors see it; `lacks_questions`: nobody can start its examination yet."""

    page: CoursePage
    lessons: int
    quiz: Quiz | None
    lacks_questions: bool
    translations: Counter[TranslationState]

    @property
    def translated(self) -> int:
        """Published pages with an English one that readers get."""
        kinds = (TranslationState.CURRENT, TranslationState.BEHIND)
        return sum(self.translations[kind] for kind in kinds)

    @property
    def published(self) -> int:
        """All published pages."""
        return self.translations.total()

    @property
    def behind(self) -> int:
        return self.translations[TranslationState.BEHIND]


def course_rows() -> list[CourseRow]:
    """All courses, drafts included, in the shelf's order. Eight queries."""
    own = CoursePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    courses = list(own.order_by("path"))
    lessons = Counter(path[:COURSE] for path in LessonPage.objects.values_list("path", flat=True))
    by_id = Quiz.objects.in_bulk({page.examination_id for page in courses if page.examination_id})
    short = {quiz.pk for quiz in short_of_questions(by_id.values())}
    english = translation_counts()
    return [
        CourseRow(
            page,
            lessons[page.path],
            by_id.get(page.examination_id) if page.examination_id else None,
            page.examination_id in short,
            english.get(page.path, Counter()),
        )
        for page in courses
    ]


class QuestionsSummary(SummaryItem):
    order = 300
    template_name = "home/admin/questions_summary.html"

    def is_shown(self) -> bool:
        return bool(self.request.user.has_perm("assessments.view_question"))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"count": Question.objects.exclude(state=QuestionState.RETIRED).count()}


class PeopleSummary(SummaryItem):
    order = 400
    template_name = "home/admin/people_summary.html"

    def is_shown(self) -> bool:
        return bool(self.request.user.has_perm("people.view_employee"))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        reached = employees_reached(self.request.user, "people.view_employee")
        return {"count": reached.filter(is_active=True).count()}


@dataclass(frozen=True)
class FirstStep:
    label: str
    url: str
    icon: str


class FirstStepsPanel(Component):
    """What people come here for most, each one click away."""

    name = "first-steps"
    order = 50
    template_name = "home/admin/first_steps.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user: Any = self.request.user
        steps = []
        shelf = own_shelf()
        if shelf and page_permission_policy.user_has_permission_for_instance(user, "add", shelf):
            url = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", shelf.pk])
            steps.append(FirstStep(_("New course"), url, "doc-empty"))
        if picture_permissions.permission_policy.user_has_permission(user, "add"):
            steps.append(
                FirstStep(_("Add pictures"), reverse("wagtailimages:add_multiple"), "image")
            )
        if user.has_perm("assessments.add_question"):
            steps.append(FirstStep(_("New question"), reverse("questions:add"), "help"))
        if user.has_perm("people.add_employee"):
            steps.append(FirstStep(_("Hire somebody"), reverse("wagtailusers_users:add"), "user"))
        if user.has_perm("people.add_rolegrant"):
            steps.append(FirstStep(_("Grant a role"), reverse("people_roles:add"), "group"))
        return {"steps": steps}


class CoursesPanel(Component):
    name = "courses"
    order = 100
    template_name = "home/admin/courses.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        looks_after = page_permission_policy.user_has_any_permission(
            self.request.user, ["change", "publish"]
        )
        return {
            "courses": course_rows() if looks_after else [],
            "may_edit_quizzes": self.request.user.has_perm("assessments.change_quiz"),
        }
