from typing import Any

from django import forms

from assessments.models import Category, Skill
from assessments.queries import category_choices


def in_tree(field: Any) -> None:
    """Have a field for a category show them indented."""
    field.choices = [("", "—"), *category_choices()]


class CategoryForm(forms.ModelForm):
    class Meta:
        model = Category
        fields = ["code", "name", "name_en", "parent", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = bool(self.instance.pk)
        in_tree(self.fields["parent"])


class SkillForm(forms.ModelForm):
    class Meta:
        model = Skill
        fields = ["code", "name", "name_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = bool(self.instance.pk)
