from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind
from assessments.errors import EnglishDoesNotFit, GapMarkedOtherwise, GapOfAnotherNumber
from assessments.forms.passages import Passage
from assessments.forms.question import Content, QuestionForm
from assessments.rules.kinds.cloze import parse, unparse
from assessments.rules.translation import overlaid


class ClozeForm(QuestionForm):
    kind = Kind.CLOZE
    purpose = _("A text with gaps to type or to choose in.")
    own = ("text",)
    own_english = ("english_text",)
    template = "assessments/admin/kinds/cloze.html"
    example = _(
        "The phone rings {three|3} times at most; "
        "then say {=the name of the company~your own number~“Hello?”}."
    )

    text = Passage(label=_("Text with gaps"), rows=6, is_code=True)
    english_text = Passage(
        label=_("Text with gaps"),
        rows=6,
        is_code=True,
        required=False,
        help_text=_(
            "The same gaps in the same order. A gap to type in is its number in braces, {1}: its "
            "answers stand in the Chinese text. A gap to choose in has its options in English."
        ),
    )

    def read(self) -> tuple[Content, Content]:
        return parse(self.cleaned_data["text"])

    def read_english(self, content: Content) -> Content:
        """Raises `EnglishDoesNotFit`, `GapOfAnotherNumber`, `GapMarkedOtherwise` besides what
        `parse` raises."""
        if not self.cleaned_data["english_text"]:
            return {}
        said, marked = parse(self.cleaned_data["english_text"])
        if len(said["choices"]) != len(content["choices"]):
            raise EnglishDoesNotFit
        for number, options in enumerate(content["choices"], start=1):
            found, right = said["choices"][number - 1], marked["accepted"][number - 1]
            if not options and (found or right != [str(number)]):
                raise GapOfAnotherNumber(gap=number)
            is_alike = right == list(self._wording.key["accepted"][number - 1])
            if options and (len(found) != len(options) or not is_alike):
                raise GapMarkedOtherwise(gap=number)
        return said

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        return {"text": unparse(content, key)}

    @classmethod
    def show_english(cls, content: Content, key: Content, english: Content) -> dict[str, Any]:
        if not english:
            return {"english_text": ""}
        accepted = [
            right if options else [str(number)]
            for number, (options, right) in enumerate(
                zip(content["choices"], key["accepted"], strict=True), start=1
            )
        ]
        return {"english_text": unparse(overlaid(content, english), {"accepted": accepted})}
