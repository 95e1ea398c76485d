from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.enums import Kind
from assessments.errors import EnglishDoesNotFit, MarksOutOfRange, StemMissing, WordingRefused
from assessments.rules import kinds


@dataclass(frozen=True)
class Wording:
    """All that one version of a question says. Two equal wordings need no second version."""

    kind: str
    stem: str
    content: dict[str, Any]
    key: dict[str, Any]
    explanation: str = ""
    marks: int = 1
    # How English readers see it: "stem", "explanation" and what the kind has in words; the parts
    # left out are shown in Chinese. See `english_wording`.
    english: dict[str, Any] = field(default_factory=dict)

    def check(self) -> None:
        """Raise a `WordingRefused` where this is not a question that can be answered and marked."""
        if self.kind not in Kind:
            raise WordingRefused
        if not self.stem.strip():
            raise StemMissing
        if not 1 <= self.marks <= 100:
            raise MarksOutOfRange
        rules = kinds.for_kind(self.kind)
        rules.check_content(self.content, self.key)
        if not set(self.english) <= {"stem", "explanation", "options"}:
            raise EnglishDoesNotFit
        rules.check_english(self.content, self.english)


def english_wording(
    *, stem: str = "", explanation: str = "", options: Sequence[str] = ()
) -> dict[str, Any]:
    """`Wording.english` of what was written; nothing where nothing was."""
    parts: dict[str, Any] = {"stem": stem.strip(), "explanation": explanation.strip()}
    texts = [option.strip() for option in options]
    if any(texts):
        parts["options"] = texts
    return {name: part for name, part in parts.items() if part}
