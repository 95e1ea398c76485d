from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind
from assessments.forms.passages import EnglishLines, Passage, beside, joined, lines
from assessments.forms.question import Content, QuestionForm


class OrderingForm(QuestionForm):
    kind = Kind.ORDERING
    purpose = _("Steps to put in order, such as those of a call.")
    own = ("steps", "credit")
    own_english = ("english_steps",)

    steps = Passage(
        label=_("Steps"),
        rows=6,
        help_text=_("One a line, in the right order. Papers show them in another."),
    )
    credit = forms.ChoiceField(
        label=_("Partly right answers"),
        choices=[
            (
                "neighbours",
                _(
                    "By neighbours: the share of steps that follow one another as they should; "
                    "one step in a wrong place costs its own places only"
                ),
            ),
            ("exact", _("All or nothing: full marks for exactly the right order")),
        ],
        initial="neighbours",
        widget=forms.RadioSelect,
    )
    english_steps = EnglishLines(label=_("Steps"), rows=6)

    def read(self) -> tuple[Content, Content]:
        data = self.cleaned_data
        return {"steps": lines(data["steps"])}, {"credit": data["credit"]}

    def read_english(self, content: Content) -> Content:
        return {"steps": beside(self.cleaned_data["english_steps"], len(content["steps"]))}

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        return {"steps": joined(content["steps"]), "credit": key.get("credit", "exact")}

    @classmethod
    def show_english(cls, content: Content, key: Content, english: Content) -> dict[str, Any]:
        return {"english_steps": joined(english.get("steps", ()))}
