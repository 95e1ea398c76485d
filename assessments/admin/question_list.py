"""The list of questions: search, filters, columns."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from assessments.enums import Kind, QuestionState
from assessments.models import Question, Quiz, Skill
from assessments.queries import (
    Usage,
    category_choices,
    newest_versions,
    parents,
    questions,
    usages,
    used_in,
)
from assessments.rules.tree import below
from lms.people.policies import may
from lms.search.words import folded

# A shape beside each state's word, so that it does not rest on colour.
SHAPES = {
    QuestionState.DRAFT: "○",
    QuestionState.REVIEWED: "◑",
    QuestionState.IN_USE: "●",
    QuestionState.QUARANTINED: "◇",
    QuestionState.RETIRED: "×",
}


def state_tag(question: Question) -> SafeString:
    return format_html(
        '<span class="q-state q-{}"><span aria-hidden="true">{}</span> {}</span>',
        question.state,
        SHAPES[QuestionState(question.state)],
        question.get_state_display(),
    )


def version_report(question: Question) -> str:
    """The newest version, and which one papers draw."""
    newest = question.current_version
    if question.drawn is None:
        return gettext("v%(newest)d, none drawn") % {"newest": newest.number}
    if question.drawn_id == newest.pk:
        return gettext("v%(newest)d") % {"newest": newest.number}
    numbers = {"newest": newest.number, "drawn": question.drawn.number}
    return gettext("v%(newest)d, v%(drawn)d drawn") % numbers


def _all(label: Any, **kwargs: Any) -> dict[str, Any]:
    return {"label": label, "empty_label": _("All"), **kwargs}


class QuestionFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(
        **_all(_("Kind")), choices=Kind.choices, method="filter_kind"
    )
    category = django_filters.ChoiceFilter(
        **_all(_("Category, with all below it")),
        choices=category_choices,
        method="filter_category",
    )
    tag = django_filters.ModelChoiceFilter(
        **_all(_("Tag")), queryset=lambda request: _tags(), method="filter_tag"
    )
    skill = django_filters.ModelChoiceFilter(**_all(_("Skill")), queryset=Skill.objects.all())
    quiz = django_filters.ModelChoiceFilter(
        **_all(_("Used in")), queryset=Quiz.objects.all(), method="filter_quiz"
    )

    class Meta:
        model = Question
        fields = ["state", "kind", "category", "tag", "skill", "difficulty", "language", "quiz"]

    def filter_kind(self, found: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        return found.filter(pk__in=newest_versions().filter(kind=value).values("question"))

    def filter_category(
        self, found: QuerySet[Question], name: str, value: str
    ) -> QuerySet[Question]:
        return found.filter(category__in=below(int(value), parents()))

    def filter_tag(self, found: QuerySet[Question], name: str, tag: Tag) -> QuerySet[Question]:
        return found.filter(pk__in=Question.objects.filter(tags=tag).values("pk"))

    def filter_quiz(self, found: QuerySet[Question], name: str, quiz: Quiz) -> QuerySet[Question]:
        """Listed by it, or fitting its rules."""
        return found.filter(pk__in=Question.objects.filter(used_in(quiz)).values("pk"))


def _tags() -> QuerySet[Tag]:
    tags: QuerySet[Tag] = Question.tags.all().order_by("name")
    return tags


class QuestionIndex(generic.IndexView):
    template_name = "assessments/admin/question_list.html"
    any_permission_required = ["add", "change", "view"]

    def get_base_queryset(self) -> QuerySet[Question]:
        return questions()

    def get_edit_url(self, instance: Question) -> str:
        """Who writes nothing sees where the question stands."""
        url = super().get_edit_url(instance)
        return url or reverse("questions:standing", args=[instance.pk])

    def get_list_more_buttons(self, instance: Question) -> list[Button]:
        current = instance.current_version.pk
        pages = [
            (_("Review and use"), reverse("questions:standing", args=[instance.pk]), "check"),
            (_("As the learner sees it"), reverse("questions:preview", args=[current]), "view"),
        ]
        more = [
            Button(label, url=url, icon_name=icon, priority=20 + place)
            for place, (label, url, icon) in enumerate(pages)
        ]
        own = super().get_list_more_buttons(instance)
        return [*(own if self.user_has_permission("change") else []), *more]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if may(self.request.user, "assessments.change_question"):
            query = self.request.GET.urlencode()
            url = f"{reverse('questions:export_choice')}?{query}"
            buttons.append(Button(_("Export"), url=url, icon_name="download"))
        return buttons

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
        return queryset.filter(Q(code__icontains=self.search_query) | Q(pk__in=current))

    @cached_property
    def columns(self) -> list[Column]:
        code = self._get_title_column("code")
        return [
            code,
            Column("stem", label=_("Question"), accessor=lambda q: _short(q.current_version)),
            Column(
                "kind", label=_("Kind"), accessor=lambda q: q.current_version.get_kind_display()
            ),
            Column("category", label=_("Category"), sort_key="category__name"),
            Column(
                "difficulty",
                label=_("Difficulty"),
                accessor="get_difficulty_display",
                sort_key="difficulty",
            ),
            Column("marks", label=_("Marks"), accessor="current_version.marks"),
            Column("state", label=_("State"), accessor=state_tag, sort_key="state"),
            Column("version", label=_("Version"), accessor=version_report),
            Column("used", label=_("Used in"), accessor=self._used_in),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        self.usages: dict[int, Usage] = usages(context["object_list"])
        return context

    def _used_in(self, question: Question) -> str:
        usage = self.usages[question.pk]
        fitting = [gettext("%(quiz)s (by rule)") % {"quiz": quiz} for quiz in usage.fitting]
        return ", ".join([*map(str, usage.listed), *fitting])


def _short(version: Any) -> str:
    return Truncator(version.stem).chars(48)
