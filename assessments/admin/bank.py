"""Categories and skills, by which questions are kept apart and drawn."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from assessments.actions.save_category import save_category
from assessments.actions.save_skill import save_skill
from assessments.forms.bank import CategoryForm, SkillForm
from assessments.models import Category, Skill
from assessments.queries import Branch, branches, skills
from lms.ui.admin_actions import WITHOUT, CreateByAction, EditByAction


class CategoryIndex(generic.IndexView):
    """All categories on one page, as a tree."""

    def get_base_queryset(self) -> QuerySet[Category]:
        return Category.objects.all()

    @cached_property
    def branches(self) -> dict[int, Branch]:
        return {branch.category.pk: branch for branch in branches()}

    def get_queryset(self) -> Any:
        return [branch.category for branch in self.branches.values()]

    @cached_property
    def columns(self) -> list[Column]:
        name = self._get_title_column("name")
        name.accessor = lambda category: self.branches[category.pk].label
        name.sort_key = None
        return [
            name,
            Column("code", label=_("Code")),
            Column("own", label=_("Questions in it"), accessor=self._own),
            Column("within", label=_("With what is below it"), accessor=self._within),
        ]

    def _own(self, category: Category) -> int:
        return self.branches[category.pk].own

    def _within(self, category: Category) -> SafeString:
        url = f"{reverse('questions:index')}?category={category.pk}"
        return format_html('<a href="{}">{}</a>', url, self.branches[category.pk].within)


class CreateCategory(CreateByAction):
    def write(self, values: dict[str, Any]) -> Category:
        return save_category(actor=self.request.user, category=None, **values)


class EditCategory(EditByAction):
    def write(self, values: dict[str, Any]) -> Category:
        return save_category(actor=self.request.user, category=self.object, **values)


class _BankViewSet(ModelViewSet):
    """What papers and questions were kept by is not deleted."""

    add_to_reference_index = False
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [p for p in super().get_urlpatterns() if p.name not in ("delete", "usage")]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | WITHOUT


class CategoryViewSet(_BankViewSet):
    model = Category
    name = "question_categories"
    url_prefix = "questions/categories"
    menu_label = _("Categories")
    icon = "folder-open-inverse"
    index_view_class = CategoryIndex
    add_view_class = CreateCategory
    edit_view_class = EditCategory
    list_per_page = 0

    def get_form_class(self, for_update: bool = False) -> type[CategoryForm]:
        return CategoryForm


class SkillIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Skill]:
        return skills()


class CreateSkill(CreateByAction):
    def write(self, values: dict[str, Any]) -> Skill:
        return save_skill(actor=self.request.user, skill=None, **values)


class EditSkill(EditByAction):
    def write(self, values: dict[str, Any]) -> Skill:
        return save_skill(actor=self.request.user, skill=self.object, **values)


class SkillViewSet(_BankViewSet):
    model = Skill
    name = "question_skills"
    url_prefix = "questions/skills"
    menu_label = _("Skills")
    icon = "tag"
    index_view_class = SkillIndex
    add_view_class = CreateSkill
    edit_view_class = EditSkill
    list_display = [
        "name",
        Column("code", label=_("Code"), sort_key="code"),
        Column("question_count", label=_("Questions")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[SkillForm]:
        return SkillForm
