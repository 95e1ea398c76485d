from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind, Truth
from assessments.forms.question import Content, QuestionForm


class TrueFalseForm(QuestionForm):
    kind = Kind.TRUE_FALSE
    purpose = _("A statement to judge, where you like with a reason in words.")
    own = ("truth", "asks_reason")

    truth = forms.ChoiceField(
        label=_("The statement is"),
        choices=Truth.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the statement is true or false.")},
    )
    asks_reason = forms.BooleanField(
        label=_("Asks for a reason"),
        required=False,
        help_text=_("A marker then judges the reason where the choice is right."),
    )

    def read(self) -> tuple[Content, Content]:
        data = self.cleaned_data
        return {"asks_reason": data["asks_reason"]}, {"right": data["truth"] == Truth.TRUE}

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        truth = Truth.TRUE if key["right"] else Truth.FALSE
        return {"truth": truth.value, "asks_reason": content.get("asks_reason", False)}
