"""What single and multiple choice share: options by index.

content: {"options": ["…", "…"]} · key: {"right": [index, …]} · answer: {"chosen": [index, …]}
with indexes ascending. English: {"options": ["…", ""]}, as many, an empty one stays Chinese.
"""

from assessments.errors import (
    EnglishDoesNotFit,
    MalformedAnswer,
    OptionEmpty,
    OptionTwice,
    TooFewOptions,
    TooManyOptions,
    WordingRefused,
)
from assessments.rules.kinds.base import FIELD, Answer, Choice, Content, English, FormData, Key

# A paper names its options by the letters of the alphabet.
MOST_OPTIONS = 26


class Options:
    def check_options(self, content: Content, key: Key) -> tuple[int, list[int]]:
        """The number of options and the right indexes. Raises a `WordingRefused`."""
        options, right = content.get("options"), key.get("right")
        if set(content) != {"options"} or set(key) != {"right"}:
            raise WordingRefused
        if not isinstance(options, list) or not all(isinstance(o, str) for o in options):
            raise WordingRefused
        if len(options) < 2:
            raise TooFewOptions
        if len(options) > MOST_OPTIONS:
            raise TooManyOptions
        if not all(option.strip() for option in options):
            raise OptionEmpty
        if len({option.strip() for option in options}) < len(options):
            raise OptionTwice
        if not isinstance(right, list) or not all(type(index) is int for index in right):
            raise WordingRefused
        if len(set(right)) < len(right) or not set(right) <= set(range(len(options))):
            raise WordingRefused
        return len(options), right

    def check_english(self, content: Content, english: English) -> None:
        if "options" not in english:
            return
        options = english["options"]
        if not isinstance(options, list) or not all(isinstance(o, str) for o in options):
            raise EnglishDoesNotFit
        if len(options) != len(content["options"]):
            raise EnglishDoesNotFit
        shown = [option.strip() for option in self.in_english(content, english)["options"]]
        if len(set(shown)) < len(shown):
            raise OptionTwice

    def in_english(self, content: Content, english: English) -> Content:
        options = english.get("options") or [""] * len(content["options"])
        pairs = zip(options, content["options"], strict=True)
        return {"options": [text or original for text, original in pairs]}

    def shuffled(self, content: Content) -> int:
        return len(content["options"])

    def choices(self, content: Content) -> tuple[Choice, ...]:
        return tuple(Choice(str(i), text) for i, text in enumerate(content["options"]))

    def chosen(self, answer: Answer) -> frozenset[str]:
        return frozenset(str(index) for index in answer["chosen"])

    def right_answer(self, key: Key) -> Answer:
        return {"chosen": sorted(key["right"])}

    def read_indexes(self, content: Content, data: FormData) -> list[int]:
        """The options ticked in a form, ascending. An empty value stands for none: it tells a
        form with every tick taken away from one that lacks the field. Raises `MalformedAnswer`.
        """
        if FIELD not in data:
            raise MalformedAnswer
        allowed = {str(index) for index in range(len(content["options"]))}
        values = [value for value in data[FIELD] if value]
        if not set(values) <= allowed or len(set(values)) < len(values):
            raise MalformedAnswer
        return sorted(int(value) for value in values)
