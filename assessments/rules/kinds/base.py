"""What every kind of question can do. A new kind is a module beside this one, a row in
`rules.kinds`, a value in `enums.Kind` and a template in `templates/assessments/kinds/`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

# The JSON kept in `QuestionVersion.content`, `QuestionVersion.key` and `Response.answer`.
Content = Mapping[str, Any]
Key = Mapping[str, Any]
Answer = Mapping[str, Any]
# What `QuestionVersion.english` says: "stem", "explanation", and of the content whatever the kind
# writes in words. Every part may be missing.
English = Mapping[str, Any]
# A posted form: each name with all its values.
FormData = Mapping[str, Sequence[str]]

# The name under which a form sends what was chosen.
FIELD = "choice"


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen: `value` is what the form sends."""

    value: str
    text: str


class QuestionKind(Protocol):
    """One kind of question. Answers and keys name option *indexes* of the version, never the
    positions in which a sitting showed them."""

    def check_content(self, content: Content, key: Key) -> None:
        """Raise a `WordingRefused` where content and key do not make a question of this kind."""

    def check_english(self, content: Content, english: English) -> None:
        """Raise a `WordingRefused` where the English parts of the content do not fit it."""

    def in_english(self, content: Content, english: English) -> Content:
        """The content in English, in Chinese where a part has no English."""

    def shuffled(self, content: Content) -> int:
        """How many options a sitting may reorder; 0 where the order has a meaning."""

    def choices(self, content: Content) -> tuple[Choice, ...]:
        """What can be chosen, in the order of the version."""

    def chosen(self, answer: Answer) -> frozenset[str]:
        """Values of the choices that the answer ticks; empty for one that ticks none."""

    def right_answer(self, key: Key) -> Answer:
        """The answer that gets full marks."""

    def read_answer(self, content: Content, data: FormData) -> Answer:
        """The answer in a posted form. Raise `MalformedAnswer` where it is none."""

    def grade(self, content: Content, key: Key, answer: Answer) -> Fraction:
        """The share of the marks that the answer earns, 0 to 1."""
