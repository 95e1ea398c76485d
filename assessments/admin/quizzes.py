from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from assessments.actions.save_quiz import save_quiz
from assessments.admin.allowances import allowances
from assessments.admin.blueprints import (
    blueprint_page,
    blueprint_preview,
    example_paper,
    shortage_in_words,
)
from assessments.enums import Difficulty
from assessments.forms.quiz import QuizForm
from assessments.models import Category, Quiz
from assessments.policies.statistics import can_see_statistics
from assessments.queries import blueprint, quizzes, within
from assessments.queries.blueprints import blueprints
from assessments.queries.coverage import bank_table
from lms.people.models import Employee
from lms.people.policies import may
from lms.ui.admin_actions import WITHOUT, CreateByAction, EditByAction, WritesByAction


def readiness(quiz: Quiz) -> str:
    """Whether somebody can start it, as far as its author has a say; `plan` is its blueprint."""
    if quiz.is_draft:
        return _("Draft")
    shortage = quiz.plan.shortage  # type: ignore[attr-defined]
    return _("Enough questions") if shortage is None else shortage_in_words(shortage)


class QuizFilters(WagtailFilterSet):
    category = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Category"),
        queryset=Category.objects.all(),
        method="filter_category",
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Quiz
        fields = ["category", "is_draft"]

    def filter_category(
        self, found: QuerySet[Quiz], name: str, category: Category
    ) -> QuerySet[Quiz]:
        """With all below it."""
        return found.filter(category__in=within(category))


class QuizIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Quiz]:
        return quizzes()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        plans = blueprints(context["object_list"])
        for quiz in context["object_list"]:
            quiz.plan = plans[quiz.pk]
        return context

    def get_list_more_buttons(self, instance: Quiz) -> list[Button]:
        return [*super().get_list_more_buttons(instance), *buttons(self.request.user, instance)]


def buttons(actor: Employee, quiz: Quiz) -> list[Button]:
    """Where one goes from a quiz."""
    url = reverse("quizzes:blueprint", args=[quiz.pk])
    found = [Button(_("Blueprint"), url=url, icon_name="tasks", priority=20)]
    if can_see_statistics(actor):
        url = reverse("assessments:statistics-quiz", args=[quiz.code])
        found.append(Button(_("Statistics"), url=url, icon_name="table", priority=25))
    if may(actor, "assessments.view_allowance"):
        url = reverse("quizzes:allowances", args=[quiz.pk])
        found.append(Button(_("Allowances"), url=url, icon_name="user", priority=30))
    return found


class SaveQuiz(WritesByAction):
    def write(self: Any, values: dict[str, Any]) -> Quiz:
        is_new = self.form.instance.pk is None
        quiz = save_quiz(
            actor=self.request.user,
            quiz=None if is_new else self.form.instance,
            code=values["code"],
            settings=self.form.settings(),
            sections=self.form.sections.settings(),
        )
        if (shortage := blueprint(quiz).shortage) is not None:
            text = _("Nobody can start “%(quiz)s” yet: %(shortage)s")
            words = {"quiz": quiz, "shortage": shortage_in_words(shortage)}
            messages.warning(self.request, text % words)
        return quiz

    def get_success_url(self: Any) -> str:
        """What was saved, as the bank fills it."""
        return reverse("quizzes:blueprint", args=[self.object.pk])

    def get_context_data(self: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"bank_table": bank_table(), "levels": Difficulty.labels}


class CreateQuiz(SaveQuiz, CreateByAction):
    pass


class EditQuiz(SaveQuiz, EditByAction):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return buttons(self.request.user, self.object)


class QuizViewSet(ModelViewSet):
    model = Quiz
    name = "quizzes"
    url_prefix = "quizzes"
    menu_label = gettext_lazy("Quizzes")
    icon = "list-ol"
    index_view_class = QuizIndex
    add_view_class = CreateQuiz
    edit_view_class = EditQuiz
    create_template_name = edit_template_name = "assessments/admin/quiz_form.html"
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = QuizFilters
    search_fields = ["code", "title", "title_en"]
    list_display = [
        "title",
        Column("code", label=gettext_lazy("Code"), sort_key="code"),
        Column("category", label=gettext_lazy("Category"), sort_key="category__code"),
        Column("size", label=gettext_lazy("Questions asked")),
        Column("readiness", label=gettext_lazy("Questions of the bank"), accessor=readiness),
        Column("pass_percent", label=gettext_lazy("Pass mark (%)")),
        Column(
            "attempts_allowed",
            label=gettext_lazy("Attempts"),
            accessor=lambda quiz: quiz.attempts_allowed or _("any number"),
        ),
    ]
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[QuizForm]:
        return QuizForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """A quiz that has been sat is part of results: none is deleted."""
        kept = [p for p in super().get_urlpatterns() if p.name not in ("delete", "usage")]
        return [
            *kept,
            path("preview/", blueprint_preview, name="preview"),
            path("<int:pk>/blueprint/", blueprint_page, name="blueprint"),
            path("<int:pk>/paper/", example_paper, name="paper"),
            path("<int:pk>/allowances/", allowances, name="allowances"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | WITHOUT
