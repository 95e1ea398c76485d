"""What every kind of question can do.

The words are those of IMS QTI: an *interaction* is a question of one kind bound to its content and
key. A new kind is a module beside this one, a row in `rules.kinds`, a value in `enums.Kind`, a form
in `forms.kinds` and a template in `templates/assessments/kinds/`.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from assessments.errors import (
    AnswerTooLong,
    MalformedAnswer,
    TextNotStorable,
    TextTooLong,
    WordingRefused,
)
from lms.ui.erased import ERASED

# JSON as it is kept: in `QuestionVersion.content` and `.key`, and in `Response.answer`.
Json = Mapping[str, Any]
# The fields of a posted form that belong to one question: each name with all its values.
FormData = Mapping[str, Sequence[str]]

# The field in which kinds with a choice send it.
FIELD = "choice"

# How many characters a text may have, and an answer of one line.
MOST_TEXT = 4000
MOST_LINE = 500
# What msgspec raises: the second for half of a surrogate pair where it looks for a name.
NOT_OF_THE_SHAPE = (msgspec.ValidationError, UnicodeEncodeError)
# What no database keeps: NUL, and half of a surrogate pair.
_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What content, keys and answers are written as: read strictly, written without defaults."""


@dataclass(frozen=True)
class Line:
    """One part of an answer in words, for results and markers: an option, a gap, a pair, a step.

    `given` is what was answered and `right` what would have been; both stay empty for an option,
    which `is_chosen` and `is_right` describe. `is_right` is None where a marker has to judge. For
    anything else than an option it says whether what was given is right. `text` is empty where the
    line is the answer as a whole. `is_partly_right` is what earns a part of the marks without being
    right.
    """

    text: str
    given: str = ""
    right: str = ""
    is_option: bool = False
    is_chosen: bool = False
    is_right: bool | None = None
    feedback: str = ""
    is_partly_right: bool = False


@dataclass(frozen=True)
class Criterion:
    """What a marker judges: up to `points`, in one of `steps` (shares from 0 to 1, ascending), or
    in any hundredth of a point where there are none. Points are shares of what all criteria have
    together, whatever the question is worth. `text` is empty for the answer as a whole."""

    text: str
    points: Fraction
    steps: tuple[Fraction, ...] = ()


C = TypeVar("C", bound=Part)
K = TypeVar("K", bound=Part)
A = TypeVar("A", bound=Part)


class Interaction(ABC, Generic[C, K, A]):
    """A question of one kind. Answers and keys name things by their index in the content, never by
    the place at which a sitting showed them: `order` maps places to indexes, and is empty where
    nothing was moved."""

    Content: type[C]
    Key: type[K]
    Answer: type[A]
    # Names of the fields of the content that hold words: what a translation may say otherwise.
    texts: ClassVar[frozenset[str]] = frozenset()
    # Whether the content must be shown in another order than it was written in, as that is the key.
    must_move: ClassVar[bool] = False

    def __init__(self, content: Json, key: Json) -> None:
        """Raises `WordingRefused` for what has not the shape of this kind; see `check`."""
        try:
            self.content = msgspec.convert(content, self.Content)
            self.key = msgspec.convert(key, self.Key)
        except NOT_OF_THE_SHAPE as error:
            raise WordingRefused from error

    @classmethod
    def schema(cls) -> dict[str, Any]:
        """JSON Schema (2020-12) of content, key and answer, for whoever exchanges questions."""
        types = (cls.Content, cls.Key, cls.Answer)
        schemas, components = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
        names = ("content", "key", "answer")
        return {
            "type": "object",
            "properties": dict(zip(names, schemas, strict=True)),
            "$defs": components,
        }

    def export(self) -> dict[str, Any]:
        """Content and key as JSON: `type(self)(**exported)` is the same question again."""
        return {"content": as_json(self.content), "key": as_json(self.key)}

    def check(self) -> None:
        """Raise a `WordingRefused` where this cannot be answered and marked. The other methods may
        only be asked of a question that was checked. Kinds extend this one, which looks at what is
        asked of every text."""
        for text in all_texts(self.export()):
            if len(text) > MOST_TEXT:
                raise TextTooLong(most=MOST_TEXT)
            if not is_storable(text):
                raise TextNotStorable

    @property
    def movable(self) -> int:
        """How many things a sitting may show in another order; 0 where the order has a meaning."""
        return 0

    @abstractmethod
    def show(self, order: Sequence[int], answer: Json | None) -> Any:
        """What the kind's template shows, with what was answered so far; nothing of the key."""

    @abstractmethod
    def read(self, order: Sequence[int], data: FormData) -> dict[str, Any]:
        """The answer in a posted form. Raise `MalformedAnswer` where it is none."""

    @abstractmethod
    def is_blank(self, answer: Json) -> bool:
        """Whether the answer says nothing: every tick and word taken away again."""

    @abstractmethod
    def grade(self, answer: Json) -> Fraction | None:
        """The share of the marks that the answer earns, 0 to 1; None where a marker must judge."""

    @abstractmethod
    def describe(self, answer: Json | None) -> tuple[Line, ...]:
        """The answer in words beside what would have been right, part by part."""

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What a marker judges; none where the key decides alone."""
        return ()

    def may_follow(self, before: Json, answer: Json) -> bool:
        """Whether the answer may take the place of an earlier one."""
        return True

    def answer(self, answer: Json) -> A:
        """Raises `MalformedAnswer` for what is no answer to this question."""
        try:
            given = msgspec.convert(answer, self.Answer)
        except NOT_OF_THE_SHAPE as error:
            raise MalformedAnswer from error
        if not self.fits(given):
            raise MalformedAnswer
        return given

    @abstractmethod
    def fits(self, answer: A) -> bool:
        """Whether an answer of the right shape names only what the content has."""

    def without_words(self, answer: Json) -> dict[str, Any]:
        """A kept answer in which everything that was typed is erased. What was chosen stays, and so
        does whether something was said at all: statistics come to the same figures."""
        erased: dict[str, Any] = _erased(answer)
        return erased

    @staticmethod
    def written(answer: Part) -> dict[str, Any]:
        """The answer as it is kept."""
        kept: dict[str, Any] = as_json(answer)
        return kept


def as_json(part: Part) -> Any:
    """What JSON makes of it, so that it equals what was stored and read again."""

    def plain(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {name: plain(inner) for name, inner in value.items()}
        return list(map(plain, value)) if isinstance(value, list | tuple) else value

    return plain(msgspec.to_builtins(part))


def _erased(json: Any) -> Any:
    if isinstance(json, str):
        return ERASED if json.strip() else json
    if isinstance(json, Mapping):
        return {name: _erased(inner) for name, inner in json.items()}
    return list(map(_erased, json)) if isinstance(json, list | tuple) else json


def all_texts(json: Any) -> Iterator[str]:
    """Every text in a piece of JSON."""
    if isinstance(json, str):
        yield json
    elif isinstance(json, Mapping):
        for part in json.values():
            yield from all_texts(part)
    elif isinstance(json, list | tuple):
        for part in json:
            yield from all_texts(part)


def is_storable(text: str) -> bool:
    return not _NOT_STORABLE.search(text)


def is_written(text: str, most: int) -> bool:
    """Whether a kept answer may hold the text."""
    return len(text) <= most and is_storable(text)


def single(data: FormData, name: str, most: int = MOST_LINE) -> str:
    """The one value of a field, without spaces around it; "" where it is missing. Raises
    `MalformedAnswer` where there are several, or what no database keeps, and `AnswerTooLong`. A
    line break counts as one character, as browsers count it, though they send two."""
    values = data.get(name, ())
    if len(values) > 1 or not all(map(is_storable, values)):
        raise MalformedAnswer
    value = values[0].replace("\r\n", "\n").strip() if values else ""
    if len(value) > most:
        raise AnswerTooLong
    return value


def index_at(order: Sequence[int], count: int, place: str) -> int:
    """What a form sent, which counts places on the paper from 0, as an index of the content. A page
    must not show those: authors tend to write the right option first. Raises `MalformedAnswer`."""
    if not place.isascii() or not place.isdecimal() or len(place) > 4 or int(place) >= count:
        raise MalformedAnswer
    return order[int(place)] if order else int(place)


def in_order(order: Sequence[int], count: int) -> list[int]:
    """The indexes of the content in the order to show."""
    return list(order) if order else list(range(count))


def are_indexes(indexes: Sequence[int], count: int) -> bool:
    """Whether each is an index of the content, and none comes twice."""
    return len(set(indexes)) == len(indexes) and all(0 <= index < count for index in indexes)
