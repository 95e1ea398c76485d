"""The question bank: adding and editing, and the viewset that holds its pages together."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from assessments.actions.save_question import save_question
from assessments.admin import question_pages as pages
from assessments.admin import regrading
from assessments.admin.exporting import ExportChoice, QuestionsAsFile
from assessments.admin.question_list import QuestionFilters, QuestionIndex
from assessments.admin.question_state import standing_of
from assessments.admin.regrade_export import regrade_export
from assessments.forms.kinds import FORMS
from assessments.forms.question import QuestionForm
from assessments.models import Question
from lms.ui.admin_actions import WITHOUT, CreateByAction, EditByAction, WritesByAction


class SaveQuestion(WritesByAction):
    def write(self: Any, values: dict[str, Any]) -> Question:
        is_new = self.form.instance.pk is None
        return save_question(
            actor=self.request.user,
            question=None if is_new else self.form.instance,
            code=values["code"],
            wording=self.form.wording(),
            place=self.form.place(),
        )


class CreateQuestion(SaveQuestion, CreateByAction):
    """First the kind is chosen, then there is its form."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._kind in FORMS or not self.user_has_permission("add"):
            return super().dispatch(request, *args, **kwargs)
        context = {
            "kinds": [(kind, form.kind.label, form.purpose) for kind, form in FORMS.items()],
            "add_url": reverse("questions:add"),
            "header_title": _("Which kind of question?"),
            "page_title": _("Which kind of question?"),
            "header_icon": "help",
            "breadcrumbs_items": pages.crumbs((_("Which kind of question?"), "")),
        }
        return render(request, "assessments/admin/kind_choice.html", context)

    @property
    def _kind(self) -> str:
        kind: str = self.request.GET.get("kind", "")
        return kind

    def get_form_class(self) -> type[QuestionForm]:
        return FORMS[self._kind]

    def get_add_url(self) -> str:
        return f"{super().get_add_url()}?kind={self._kind}"

    def get_success_url(self) -> str:
        """There the author reads what comes next."""
        return reverse("questions:edit", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | pages.picture_of_form(context["form"])


class EditQuestion(SaveQuestion, EditByAction):
    def get_form_class(self) -> type[QuestionForm]:
        return FORMS[self.object.current_version.kind]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return pages.buttons(self.object, self.request.user)

    def get_success_url(self) -> str:
        return reverse("questions:edit", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["standing"] = standing_of(self.object, self.request.user)
        return context | pages.picture_of_form(context["form"])


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
    index_template_name = "assessments/admin/question_list.html"
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = QuestionFilters
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[QuestionForm]:
        """That of the kind; the views know which."""
        return QuestionForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Questions are retired, never deleted."""
        kept = [p for p in super().get_urlpatterns() if p.name not in ("delete", "usage")]
        every = self.construct_view(QuestionsAsFile, **self.get_index_view_kwargs())
        choice = self.construct_view(
            ExportChoice, **(self.get_index_view_kwargs() | ExportChoice.TEMPLATES)
        )
        return [
            *kept,
            path("export/", every, name="export_all"),
            path("exports/", choice, name="export_choice"),
            path("export/<int:pk>/", pages.export, name="export"),
            path("standing/<int:pk>/", pages.standing, name="standing"),
            path("versions/<int:pk>/", pages.versions, name="versions"),
            path("preview/<int:pk>/", pages.preview_version, name="preview"),
            path("picture/", pages.picture, name="picture"),
            path("regrade/<int:pk>/", regrading.regrade, name="regrade"),
            path("regrade/<int:pk>/export/", regrade_export, name="regrade_export"),
            path("regrades/<uuid:work>/", regrading.regrade_work, name="regrade_work"),
            path("affected/<int:pk>/", regrading.affected_results, name="affected"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | WITHOUT
