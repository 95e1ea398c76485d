import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind
from assessments.errors import SynonymsRefused
from assessments.forms.earning import earned, earning
from assessments.forms.passages import Passage, joined, lines
from assessments.forms.question import Content, QuestionForm

_BETWEEN = re.compile(r"\s*[,，、|｜]\s*")


class ShortTextForm(QuestionForm):
    kind = Kind.SHORT_TEXT
    purpose = _("A few words to write, compared with the answers you accept.")
    own = ("accepted", "synonyms")
    places = {SynonymsRefused: "synonyms"}

    accepted = Passage(
        label=_("Accepted answers"),
        rows=4,
        help_text=_(
            "One a line, in Chinese and in English. “| 50%” after it gives half the marks, "
            "“| 50% | Nearly.” says something to who answers so. Width, case, punctuation and "
            "Traditional characters make no difference."
        ),
    )
    synonyms = Passage(
        label=_("Synonyms"),
        required=False,
        help_text=_("Words that count as the same: one group a line, with commas between."),
    )

    def read(self) -> tuple[Content, Content]:
        data = self.cleaned_data
        accepted = [_accepted(line) for line in lines(data["accepted"])]
        groups = [_BETWEEN.split(line) for line in lines(data["synonyms"])]
        return {}, {"accepted": accepted, "synonyms": groups}

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        return {
            "accepted": joined(map(_written, key["accepted"])),
            "synonyms": joined("、".join(group) for group in key.get("synonyms", ())),
        }


def _accepted(line: str) -> dict[str, Any]:
    text, rest = earning(line)
    return {"text": text} | rest


def _written(accepted: Content) -> str:
    return earned(accepted["text"], accepted.get("percent", 100), accepted.get("feedback", ""))
