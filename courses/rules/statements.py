"""What a lesson asks its readers to confirm."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from courses.rules.audience import Audience

NAME_LENGTH = 40


@dataclass(frozen=True)
class Statement:
    """One statement of a lesson, in the words its reader sees: plain text with lines ended by a
    line feed, the heading above it."""

    block_id: UUID
    heading: str
    text: str
    audience: Audience = field(default_factory=Audience)

    @property
    def name(self) -> str:
        """How to speak of it: by its heading, or by how it begins."""
        return self.heading or shortened(self.text.split("\n", 1)[0])

    @property
    def wording(self) -> str:
        """What is hashed and kept."""
        return f"{self.heading}\n\n{self.text}" if self.heading else self.text


def shortened(text: str) -> str:
    return text if len(text) <= NAME_LENGTH else f"{text[: NAME_LENGTH - 1]}…"


def plain(text: str) -> str:
    """The text without spaces around it or at the ends of its lines, so that no hash depends on
    how a browser sends line ends."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def admitted(statements: Iterable[Statement], group: str, standing: str) -> list[Statement]:
    """The statements that concern somebody of this post group and standing."""
    return [each for each in statements if each.audience.admits(group, standing)]
