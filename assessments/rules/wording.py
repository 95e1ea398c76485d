from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.enums import Kind
from assessments.errors import (
    MarksOutOfRange,
    PictureNotDescribed,
    StemMissing,
    WordingRefused,
)
from assessments.rules import kinds
from assessments.rules.kinds import AnyInteraction
from assessments.rules.translation import check_fits, overlaid

# What English may say otherwise beside the words of the content.
AROUND = frozenset({"stem", "explanation", "picture_alt"})


@dataclass(frozen=True)
class Wording:
    """All that one version of a question says. Two equal wordings need no second version."""

    kind: str
    stem: str
    content: dict[str, Any]
    key: dict[str, Any]
    explanation: str = ""
    marks: int = 1
    # How English readers see it: what is `AROUND` and the words of the content in its own shape;
    # the parts left out are shown in Chinese. See `english_wording`.
    english: dict[str, Any] = field(default_factory=dict)
    picture_id: int | None = None
    picture_alt: str = ""
    # What an import brought that is not used here, such as hints; see `rules.exchange`.
    carried: dict[str, Any] = field(default_factory=dict)

    def check(self) -> None:
        """Raise a `WordingRefused` where this is not a question that can be answered and marked."""
        if self.kind not in Kind:
            raise WordingRefused
        if not self.stem.strip():
            raise StemMissing
        if not 1 <= self.marks <= 100:
            raise MarksOutOfRange
        if self.picture_id is not None and not self.picture_alt.strip():
            raise PictureNotDescribed
        bound = self.interaction
        bound.check()
        self._check_english(bound)

    @property
    def interaction(self) -> AnyInteraction:
        """Raises `WordingRefused` where content or key have another shape."""
        return kinds.interaction(self.kind, self.content, self.key)

    def _check_english(self, bound: AnyInteraction) -> None:
        """The English question must hold as a question too: no two options may be the same."""
        around = dict.fromkeys(AROUND, "")
        check_fits({**self.content, **around}, self.english, bound.texts | AROUND)
        content = overlaid(self.content, content_in(self.english))
        kinds.interaction(self.kind, content, self.key).check()


def content_in(english: Mapping[str, Any]) -> dict[str, Any]:
    """What `Wording.english` says of the content."""
    return {name: part for name, part in english.items() if name not in AROUND}


def english_wording(
    *, stem: str = "", explanation: str = "", picture_alt: str = "", **content: Any
) -> dict[str, Any]:
    """`Wording.english` of what was written; nothing where nothing was."""
    parts: dict[str, Any] = {"stem": stem, "explanation": explanation, "picture_alt": picture_alt}
    return {name: part for name, part in (parts | content).items() if _says_something(part)}


def _says_something(part: Any) -> bool:
    if isinstance(part, Mapping):
        return any(map(_says_something, part.values()))
    if isinstance(part, Sequence) and not isinstance(part, str):
        return any(map(_says_something, part))
    return bool(part and str(part).strip())
