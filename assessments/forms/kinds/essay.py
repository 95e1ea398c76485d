from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind
from assessments.errors import LengthsRefused
from assessments.forms.passages import Passage, joined, with_points
from assessments.forms.question import Content, QuestionForm
from assessments.rules.kinds.base import MOST_TEXT


class EssayForm(QuestionForm):
    kind = Kind.ESSAY
    purpose = _("A longer text, which a marker judges by a rubric.")
    own = ("rubric", "least", "most", "model_answer")
    places = {LengthsRefused: "most"}

    rubric = Passage(
        label=_("Rubric"),
        rows=5,
        help_text=_("One criterion a line with the most points for it: criterion | points."),
    )
    least = forms.IntegerField(
        label=_("At least (characters)"),
        min_value=0,
        initial=0,
        help_text=_("The page only says so: what is written so far is always saved."),
    )
    most = forms.IntegerField(
        label=_("At most (characters)"), min_value=1, max_value=MOST_TEXT, initial=MOST_TEXT
    )
    model_answer = Passage(
        label=_("A good answer"),
        required=False,
        rows=4,
        help_text=_("Shown to the marker, and to learners where the key is shown."),
    )

    def read(self) -> tuple[Content, Content]:
        data = self.cleaned_data
        rubric = [{"text": text, "points": points} for text, points in with_points(data["rubric"])]
        content = {"least": data["least"], "most": data["most"]}
        return content, {"rubric": rubric, "model": data["model_answer"]}

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        return {
            "rubric": joined(f"{row['text']} | {row['points']}" for row in key["rubric"]),
            "least": content.get("least", 0),
            "most": content.get("most", MOST_TEXT),
            "model_answer": key.get("model", ""),
        }
