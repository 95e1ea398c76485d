"""A few words to write, compared with the accepted ones; see `rules.folding` for what makes no
difference.

content: {} · key: {"accepted": [{"text": "…", "percent": 100, "feedback": "…"}, …],
"synonyms": [["…", "…"], …]} · answer: {"text": "…"}. The accepted answer that earns most counts.
Answers in every language that readers may choose stand in the one key.
"""

from fractions import Fraction
from functools import cached_property

from assessments.errors import (
    AcceptedEmpty,
    AcceptedTwice,
    NoFullAnswer,
    PercentOutOfRange,
    SynonymsRefused,
    TextTooLong,
    TooManyParts,
)
from assessments.rules.folding import folded, with_synonyms
from assessments.rules.kinds.base import MOST_LINE, Json, Line, Part
from assessments.rules.kinds.written import InWords

MOST_ACCEPTED = 50


class Nothing(Part, frozen=True):
    """The stem asks all there is to ask."""


class Accepted(Part, frozen=True):
    text: str
    percent: int = 100
    feedback: str = ""


class AcceptedTexts(Part, frozen=True):
    accepted: tuple[Accepted, ...]
    synonyms: tuple[tuple[str, ...], ...] = ()


class ShortText(InWords[Nothing, AcceptedTexts]):
    Content = Nothing
    Key = AcceptedTexts

    @property
    def most(self) -> int:
        return MOST_LINE

    def check(self) -> None:
        super().check()
        accepted = self.key.accepted
        if len(accepted) > MOST_ACCEPTED or len(self.key.synonyms) > MOST_ACCEPTED:
            raise TooManyParts(most=MOST_ACCEPTED)
        if not all(folded(one.text) for one in accepted):
            raise AcceptedEmpty
        if any(len(one.text) > MOST_LINE for one in accepted):
            raise TextTooLong(most=MOST_LINE)
        words = [word for group in self._synonyms for word in group]
        if any(len(group) < 2 for group in self._synonyms) or not all(words):
            raise SynonymsRefused
        if len(set(words)) < len(words):
            raise SynonymsRefused
        if not all(1 <= one.percent <= 100 for one in accepted):
            raise PercentOutOfRange
        if len(self._by_text) < len(accepted):
            raise AcceptedTwice
        if not any(one.percent == 100 for one in accepted):
            raise NoFullAnswer

    @cached_property
    def _synonyms(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(map(folded, group)) for group in self.key.synonyms)

    @cached_property
    def _by_text(self) -> dict[str, Accepted]:
        return {self._plain(one.text): one for one in self.key.accepted}

    def _plain(self, text: str) -> str:
        return with_synonyms(folded(text), self._synonyms)

    def grade(self, answer: Json) -> Fraction:
        met = self._met(answer)
        return Fraction(met.percent, 100) if met else Fraction(0)

    def _met(self, answer: Json) -> Accepted | None:
        """The accepted text that the answer equals."""
        return self._by_text.get(self._plain(self.answer(answer).text))

    def describe(self, answer: Json | None) -> tuple[Line, ...]:
        right = " / ".join(one.text for one in self.key.accepted if one.percent == 100)
        met = self._met(answer) if answer else None
        is_right = met is not None and met.percent == 100
        return (
            Line(
                "",
                given=self.text(answer),
                right=right,
                is_right=is_right,
                feedback=met.feedback if met else "",
                is_partly_right=met is not None and not is_right,
            ),
        )
