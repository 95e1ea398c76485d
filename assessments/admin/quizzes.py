from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from assessments.actions.save_quiz import save_quiz
from assessments.forms.quiz import QuizForm
from assessments.models import Quiz
from assessments.queries import pool_size, quizzes
from lms.ui.admin_actions import WITHOUT, CreateByAction, EditByAction, WritesByAction


def pool_report(size: int, draw: int) -> str:
    """Whether the questions suffice for what is drawn, in words."""
    if size >= draw:
        return _("%(size)d, enough") % {"size": size}
    text = ngettext("%(size)d, %(missing)d missing", "%(size)d, %(missing)d missing", draw - size)
    return text % {"size": size, "missing": draw - size}


class QuizIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Quiz]:
        return quizzes()


class SaveQuiz(WritesByAction):
    def write(self: Any, values: dict[str, Any]) -> Quiz:
        is_new = self.form.instance.pk is None
        quiz = save_quiz(
            actor=self.request.user,
            quiz=None if is_new else self.form.instance,
            code=values["code"],
            settings=self.form.settings(),
            questions=self.form.chosen(),
        )
        size = pool_size(quiz)
        if size < quiz.draw:
            text = _(
                "Nobody can start “%(quiz)s” yet: it draws %(draw)d questions and has %(size)d."
            )
            messages.warning(self.request, text % {"quiz": quiz, "draw": quiz.draw, "size": size})
        return quiz


class CreateQuiz(SaveQuiz, CreateByAction):
    pass


class EditQuiz(SaveQuiz, EditByAction):
    pass


class QuizViewSet(ModelViewSet):
    model = Quiz
    name = "quizzes"
    url_prefix = "quizzes"
    menu_label = gettext_lazy("Quizzes")
    icon = "list-ol"
    index_view_class = QuizIndex
    add_view_class = CreateQuiz
    edit_view_class = EditQuiz
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        "title",
        Column("code", label=gettext_lazy("Code"), sort_key="code"),
        Column("draw", label=gettext_lazy("Questions drawn")),
        Column(
            "pool",
            label=gettext_lazy("Questions to draw from"),
            accessor=lambda quiz: pool_report(quiz.pool_size, quiz.draw),
        ),
        Column("pass_percent", label=gettext_lazy("Pass mark (%)")),
        Column("attempts_allowed", label=gettext_lazy("Attempts")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[QuizForm]:
        return QuizForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """A quiz that has been sat is part of results: none is deleted."""
        return [p for p in super().get_urlpatterns() if p.name not in ("delete", "usage")]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | WITHOUT
