from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from assessments.actions.save_question import save_question
from assessments.enums import Kind
from assessments.forms.question import QuestionForm
from assessments.models import Question, QuestionVersion, Quiz
from assessments.queries import newest_versions, preview, questions, versions_of
from lms.people.policies import check_may
from lms.search.words import folded
from lms.ui.admin_actions import WITHOUT, CreateByAction, EditByAction, WritesByAction


class QuestionFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Kind.choices, method="filter_kind", empty_label=_("All")
    )
    topic = django_filters.AllValuesFilter(label=_("Topic"), empty_label=_("All"))
    quizzes = django_filters.ModelChoiceFilter(
        label=_("Quiz"), queryset=Quiz.objects.all(), empty_label=_("All")
    )
    is_retired = django_filters.BooleanFilter(label=_("Retired"))

    class Meta:
        model = Question
        fields = ["kind", "topic", "quizzes", "is_retired"]

    def filter_kind(self, found: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        return found.filter(pk__in=newest_versions().filter(kind=value).values("question"))


class QuestionIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Question]:
        return questions()

    def get_list_more_buttons(self, instance: Question) -> list[Button]:
        """A reviewer has nothing else to do with a question than to look at it."""
        url = reverse("questions:preview", args=[instance.current_version.pk])
        look = Button(_("As the learner sees it"), url=url, icon_name="view", priority=20)
        return [*super().get_list_more_buttons(instance), look]

    @cached_property
    def is_searchable(self) -> bool:
        return True

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """In the current wording only: an old one would find what nobody sees any more."""
        if not self.is_searching:
            return queryset
        stem = Q(stem__icontains=folded(self.search_query))
        stem |= Q(english__stem__icontains=self.search_query)
        current = newest_versions().filter(stem).values("question")
        return queryset.filter(code__icontains=self.search_query) | queryset.filter(pk__in=current)


class SaveQuestion(WritesByAction):
    def write(self: Any, values: dict[str, Any]) -> Question:
        is_new = self.form.instance.pk is None
        return save_question(
            actor=self.request.user,
            question=None if is_new else self.form.instance,
            code=values["code"],
            topic=values["topic"],
            is_retired=values["is_retired"],
            wording=self.form.wording(),
        )


class CreateQuestion(SaveQuestion, CreateByAction):
    pass


class EditQuestion(SaveQuestion, EditByAction):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        args = [self.object.pk]
        return [
            Button(
                _("Versions"), url=reverse("questions:versions", args=args), icon_name="history"
            ),
            Button(
                _("As the learner sees it"),
                url=reverse("questions:preview", args=[self.object.current_version.pk]),
                icon_name="view",
            ),
        ]


def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions of a question, each with its author and a way to look at it."""
    check_may(request.user, "assessments.view_question")  # type: ignore[arg-type]
    question = get_object_or_404(Question, pk=pk)
    context = {
        "question": question,
        "versions": versions_of(question),
        "header_title": _("Versions"),
        "header_icon": "history",
        "breadcrumbs_items": [
            {"url": reverse("questions:index"), "label": _("Questions")},
            {"url": reverse("questions:edit", args=[pk]), "label": question.code},
            {"url": "", "label": _("Versions")},
        ],
    }
    return render(request, "assessments/admin/versions.html", context)


def preview_version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version as on a paper; nothing can be sent from here."""
    check_may(request.user, "assessments.view_question")  # type: ignore[arg-type]
    version = get_object_or_404(QuestionVersion.objects.select_related("question"), pk=pk)
    context = {"item": preview(version), "version": version}
    return render(request, "assessments/admin/preview.html", context)


class QuestionViewSet(ModelViewSet):
    model = Question
    name = "questions"
    url_prefix = "questions"
    menu_label = _("Questions")
    icon = "help"
    index_view_class = QuestionIndex
    add_view_class = CreateQuestion
    edit_view_class = EditQuestion
    create_template_name = edit_template_name = "assessments/admin/question_form.html"
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = QuestionFilters
    list_display = [
        "code",
        Column("stem", label=_("Question"), accessor=lambda q: _short(q.current_version.stem)),
        Column("kind", label=_("Kind"), accessor=lambda q: q.current_version.get_kind_display()),
        Column("topic", label=_("Topic"), sort_key="topic"),
        Column("marks", label=_("Marks"), accessor="current_version.marks"),
        Column("version_count", label=_("Versions")),
        Column("used", label=_("Used in"), accessor=lambda q: ", ".join(map(str, q.quizzes.all()))),
        Column("retired", label="", accessor=lambda q: _("retired") if q.is_retired else ""),
    ]
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[QuestionForm]:
        return QuestionForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Questions are retired, never deleted."""
        kept = [p for p in super().get_urlpatterns() if p.name not in ("delete", "usage")]
        return [
            *kept,
            path("versions/<int:pk>/", versions, name="versions"),
            path("preview/<int:pk>/", preview_version, name="preview"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | WITHOUT


def _short(stem: str) -> str:
    return Truncator(stem).chars(48)
