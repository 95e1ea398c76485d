"""A file of questions to be read through."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import ExchangeFormat
from assessments.models import Category
from assessments.queries import category_choices
from assessments.rules.exchange.formats import MB
from assessments.rules.exchange.questions import MOST_BYTES, MOST_QUESTIONS


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Up to %(megabytes)d MB and %(questions)d questions, in UTF-8.")
        % {"megabytes": MOST_BYTES // MB, "questions": MOST_QUESTIONS},
        widget=forms.FileInput(attrs={"accept": ".txt,.gift,.xml,.xlsx,.json"}),
    )
    format = forms.ChoiceField(label=_("Format"), choices=ExchangeFormat.choices)
    category = forms.TypedChoiceField(
        label=_("Category"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Where questions go that name none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *category_choices()]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]

    def category_chosen(self) -> Category | None:
        pk = self.cleaned_data["category"]
        return Category.objects.filter(pk=pk).first() if pk else None
