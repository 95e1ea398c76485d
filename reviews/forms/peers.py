"""Asking peers, and answering as one."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.models import Employee
from lms.ui.language import in_readers_language
from reviews.rules.scorecard import MOST, Question

WORDS = {
    1: pgettext_lazy("points", "not at all"),
    MOST: pgettext_lazy("points", "fully"),
}


class PeersField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Employee) -> str:
        return obj.localised_name


class AskForm(forms.Form):
    """Whoever is among `people`, shown or not, can be chosen."""

    peers = PeersField(
        Employee.objects.none(),
        label=_("Whom to ask"),
        error_messages={"required": _("Choose whom to ask.")},
    )

    def __init__(self, data: Any = None, *, people: QuerySet[Employee]) -> None:
        super().__init__(data)
        self.fields["peers"].queryset = people  # type: ignore[attr-defined]

    @property
    def chosen(self) -> set[str]:
        """What was ticked, as sent."""
        return set(self.data.getlist("peers")) if self.is_bound else set()  # type: ignore


class AnswerForm(forms.Form):
    """A row of points for each question of the scorecard."""

    comment = forms.CharField(
        label=_("What else you want to say"),
        help_text=_(
            "You need not. It is read word for word: leave out what only you can know, "
            "if you do not want to be recognised."
        ),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
    )

    def __init__(self, data: Any = None, *, questions: tuple[Question, ...]) -> None:
        super().__init__(data)
        self.codes = [question.code for question in questions]
        for question in questions:
            self.fields[f"q-{question.code}"] = forms.TypedChoiceField(
                label=in_readers_language(question.text, question.text_en),
                coerce=int,
                choices=[(points, str(points)) for points in range(1, MOST + 1)],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose 1 to 5.")},
            )

    @property
    def rated(self) -> Iterator[forms.BoundField]:
        return (self[f"q-{code}"] for code in self.codes)

    @property
    def points(self) -> dict[str, int]:
        return {code: self.cleaned_data[f"q-{code}"] for code in self.codes}
