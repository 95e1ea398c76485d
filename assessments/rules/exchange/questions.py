"""Questions on their way in or out, whatever the format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assessments.rules.wording import Wording

# A file that somebody sends may have so many bytes, unpacked so many, and hold so many questions.
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_QUESTIONS = 20_000


@dataclass(frozen=True)
class Picture:
    """A picture that came with a question. `name` is what the file called it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class ExchangedQuestion:
    """A question with all that travels with it. `wording.picture_id` stays None on the way:
    `picture` is the picture. `code` is empty where the source names none; `category` is the path of
    names from the root down; `skill` is a code."""

    wording: Wording
    code: str = ""
    category: tuple[str, ...] = ()
    skill: str = ""
    difficulty: int = 2
    language: str = "zh-hans"
    tags: tuple[str, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True)
class Read:
    """A question that was found in a source: at `place` ("line 12", "row 3", "question 5"), called
    `name` there. `losses` say, one sentence each, what of it could not be taken over."""

    place: str
    name: str
    question: ExchangedQuestion
    losses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """A question, or a part of a source, that could not be taken over, and why. `line` counts from
    1 where the source has lines."""

    place: str
    name: str
    reason: str
    line: int | None = None


@dataclass(frozen=True)
class Written:
    """What an export made: the file, and for each question that does not come back equal when it is
    read again, its code and what is lost."""

    content: bytes
    losses: Sequence[Refused] = ()


@dataclass(frozen=True)
class Source:
    """A file to read. `files` are those that a package brought along, by their names."""

    content: bytes
    name: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
