from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind, Truth
from assessments.errors import FeedbackDoesNotFit
from assessments.forms.passages import Passage, at
from assessments.forms.question import Content, QuestionForm


class TrueFalseForm(QuestionForm):
    kind = Kind.TRUE_FALSE
    purpose = _("A statement to judge, where you like with a reason in words.")
    own = ("truth", "asks_reason", "feedback_true", "feedback_false")
    own_english = ("english_feedback_true", "english_feedback_false")

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

    feedback_true = Passage(
        label=_("Feedback to who says “true”"),
        required=False,
        rows=2,
        help_text=_("Shown with the result, where the quiz shows reasons."),
    )
    feedback_false = Passage(label=_("Feedback to who says “false”"), required=False, rows=2)
    english_feedback_true = Passage(label=_("Feedback to who says “true”"), required=False, rows=2)
    english_feedback_false = Passage(
        label=_("Feedback to who says “false”"), required=False, rows=2
    )

    def read(self) -> tuple[Content, Content]:
        data = self.cleaned_data
        content: Content = {"asks_reason": data["asks_reason"]}
        feedback = [data["feedback_true"], data["feedback_false"]]
        if any(feedback):
            content["feedback"] = feedback
        return content, {"right": data["truth"] == Truth.TRUE}

    def read_english(self, content: Content) -> Content:
        data = self.cleaned_data
        feedback = [data["english_feedback_true"], data["english_feedback_false"]]
        if not any(feedback):
            return {}
        if not content.get("feedback"):
            raise FeedbackDoesNotFit
        return {"feedback": feedback}

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        truth = Truth.TRUE if key["right"] else Truth.FALSE
        feedback = content.get("feedback", ())
        return {
            "truth": truth.value,
            "asks_reason": content.get("asks_reason", False),
            "feedback_true": at(feedback, 0),
            "feedback_false": at(feedback, 1),
        }

    @classmethod
    def show_english(cls, content: Content, key: Content, english: Content) -> dict[str, Any]:
        feedback = english.get("feedback", ())
        return {
            "english_feedback_true": at(feedback, 0),
            "english_feedback_false": at(feedback, 1),
        }
