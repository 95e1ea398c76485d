from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind
from assessments.errors import PairWithoutSides, PartnerSaidTwice
from assessments.forms.passages import (
    EnglishLines,
    Passage,
    at,
    beside,
    halves,
    joined,
    lines,
    numbered,
    whole,
)
from assessments.forms.question import Content, QuestionForm


class MatchingForm(QuestionForm):
    kind = Kind.MATCHING
    purpose = _("Lines to bring together with their partners.")
    own = ("pairs", "extra")
    own_english = ("english_pairs", "english_extra")

    pairs = Passage(
        label=_("Pairs"),
        rows=5,
        help_text=_(
            "One a line: left = right. The same right side may stand in several lines; papers show "
            "the right sides in another order."
        ),
    )
    extra = Passage(
        label=_("More right sides"),
        required=False,
        help_text=_("One a line; they belong to no left side and make guessing harder."),
    )
    english_pairs = EnglishLines(label=_("Pairs"), rows=5)
    english_extra = EnglishLines(label=_("More right sides"))

    def read(self) -> tuple[Content, Content]:
        left, partners = [], []
        for number, line in numbered(self.cleaned_data["pairs"]):
            one, other = halves(line)
            if not one or not other:
                raise PairWithoutSides(line=number)
            left.append(one)
            partners.append(other)
        right = [*dict.fromkeys(partners), *lines(self.cleaned_data["extra"])]
        pairs = [right.index(partner) for partner in partners]
        return {"left": left, "right": right}, {"pairs": pairs}

    def read_english(self, content: Content) -> Content:
        partners = self._wording.key["pairs"]
        left, right = [], [""] * len(content["right"])
        for number, line in enumerate(self._english_pairs(len(content["left"])), start=1):
            one, other = halves(line)
            if line and not (one and other):
                raise PairWithoutSides(line=number)
            left.append(one)
            place = partners[number - 1]
            if other and right[place] not in ("", other):
                raise PartnerSaidTwice(line=number)
            right[place] = other or right[place]
        extra = [place for place in range(len(right)) if place not in partners]
        said = beside(self.cleaned_data["english_extra"], len(extra))
        for place, text in zip(extra, said, strict=False):
            right[place] = text
        return {"left": left, "right": right}

    def _english_pairs(self, wanted: int) -> list[str]:
        return beside(self.cleaned_data["english_pairs"], wanted) or [""] * wanted

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        pairs = zip(content["left"], key["pairs"], strict=True)
        extra = [text for place, text in enumerate(content["right"]) if place not in key["pairs"]]
        return {
            "pairs": joined(whole(left, content["right"][place]) for left, place in pairs),
            "extra": joined(extra),
        }

    @classmethod
    def show_english(cls, content: Content, key: Content, english: Content) -> dict[str, Any]:
        left, right = english.get("left", ()), english.get("right", ())
        pairs = [(at(left, row), at(right, place)) for row, place in enumerate(key["pairs"])]
        extra = [
            at(right, place) for place in range(len(content["right"])) if place not in key["pairs"]
        ]
        said = [whole(one, other) if one or other else "" for one, other in pairs]
        return {
            "english_pairs": joined(said) if any(said) else "",
            "english_extra": joined(extra) if any(extra) else "",
        }
