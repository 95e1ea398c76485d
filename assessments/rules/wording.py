from dataclasses import dataclass
from typing import Any

from assessments.enums import Kind
from assessments.errors import MarksOutOfRange, StemMissing, WordingRefused
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

    def check(self) -> None:
        """Raise a `WordingRefused` where this is not a question that can be answered and marked."""
        if self.kind not in Kind:
            raise WordingRefused
        if not self.stem.strip():
            raise StemMissing
        if not 1 <= self.marks <= 100:
            raise MarksOutOfRange
        kinds.for_kind(self.kind).check_content(self.content, self.key)
