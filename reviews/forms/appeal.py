"""Deciding on an appeal against a result."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.ui.once import OnceForm
from reviews.actions.decide_appeal import Decision
from reviews.forms.stage import text_field

LONGEST = 4000
UPHELD, DISMISSED = "upheld", "dismissed"


class AppealDecisionForm(OnceForm):
    """`items` are all of the trace, by their keys; `grades` those above the one that holds."""

    upheld = forms.ChoiceField(
        label=_("The appeal is"),
        choices=[
            (UPHELD, pgettext_lazy("appeal", "upheld: the result changes")),
            (DISMISSED, pgettext_lazy("appeal", "dismissed: the result stays")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Uphold or dismiss it.")},
    )
    struck = forms.MultipleChoiceField(
        label=_("Left out"), required=False, widget=forms.CheckboxSelectMultiple
    )
    grade = forms.ChoiceField(
        label=_("Another grade"),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    reasons = text_field(
        _("Reasons"),
        help_text=_("On each ground of the appeal. The person reads them."),
        most=LONGEST,
        rows=6,
        error_messages={"required": _("Give the reasons: the person reads them.")},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        items: Sequence[tuple[str, str]],
        grades: Sequence[tuple[str, str]],
        seen: int,
    ) -> None:
        super().__init__(data, seen=seen)
        self.fields["struck"].choices = items  # type: ignore[attr-defined]
        unchanged = ("", _("As the total gives it"))
        self.fields["grade"].choices = [unchanged, *grades]  # type: ignore[attr-defined]

    @property
    def ticked(self) -> set[str]:
        """As sent."""
        return set(self.data.getlist("struck")) if self.is_bound else set()  # type: ignore

    @property
    def decision(self) -> Decision:
        said = self.cleaned_data
        return Decision(
            said["upheld"] == UPHELD, said["reasons"], tuple(said["struck"]), said["grade"]
        )
