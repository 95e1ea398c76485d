from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind
from assessments.errors import PointsNotUnderstood, RubricMissing, TextMissing, TooManyParts
from assessments.forms.passages import Passage, joined, with_points
from assessments.forms.question import Content, QuestionForm


class RolePlayForm(QuestionForm):
    kind = Kind.ROLE_PLAY
    purpose = _("A talk to lead in writing, which a marker holds against marking points.")
    own = ("situation", "points", "model_answer")
    own_english = ("english_situation",)
    places = {
        TextMissing: "situation",
        RubricMissing: "points",
        PointsNotUnderstood: "points",
        TooManyParts: "points",
    }

    situation = Passage(label=_("Situation"), rows=4)
    points = Passage(
        label=_("Marking points"),
        rows=6,
        help_text=_(
            "One a line; the marker says of each whether it is met, partly met or missed. “| 2” "
            "after it makes it count twice."
        ),
    )
    model_answer = Passage(
        label=_("A good answer"),
        required=False,
        rows=4,
        help_text=_("Shown to the marker, and to learners where the key is shown."),
    )
    english_situation = Passage(label=_("Situation"), required=False, rows=4)

    def read(self) -> tuple[Content, Content]:
        data = self.cleaned_data
        points = [
            {"text": text, "weight": weight} for text, weight in with_points(data["points"], 1)
        ]
        key = {"points": points, "model": data["model_answer"]}
        return {"situation": data["situation"]}, key

    def read_english(self, content: Content) -> Content:
        return {"situation": self.cleaned_data["english_situation"]}

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        return {
            "situation": content["situation"],
            "points": joined(map(_written, key["points"])),
            "model_answer": key.get("model", ""),
        }

    @classmethod
    def show_english(cls, content: Content, key: Content, english: Content) -> dict[str, Any]:
        return {"english_situation": english.get("situation", "")}


def _written(point: Content) -> str:
    weight = point.get("weight", 1)
    is_plain = weight == 1 and "|" not in point["text"] and "｜" not in point["text"]
    return point["text"] if is_plain else f"{point['text']} | {weight}"
