"""The content of a question in another language: the same shape with other words.

A translation may leave parts out; they stay as they are. What is no text (an index, the turn to
which a choice leads) cannot be said otherwise.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from assessments.errors import EnglishDoesNotFit


def fits(content: Any, other: Any, texts: Collection[str], name: str = "") -> bool:
    """Whether `other` says of `content` nothing but other words, in fields named in `texts`."""
    if isinstance(other, Mapping):
        return isinstance(content, Mapping) and all(
            part in content and fits(content[part], other[part], texts, part) for part in other
        )
    if isinstance(other, list | tuple):
        return (
            isinstance(content, list | tuple)
            and len(content) == len(other)
            and all(fits(*pair, texts, name) for pair in zip(content, other, strict=True))
        )
    if type(content) is not type(other):
        return False
    return bool(content == other) or (isinstance(other, str) and name in texts)


def check_fits(content: Any, other: Any, texts: Collection[str]) -> None:
    """Raise `EnglishDoesNotFit` where `fits` does not hold."""
    if not fits(content, other, texts):
        raise EnglishDoesNotFit


def overlaid(content: Any, other: Any) -> Any:
    """The content with the words of `other`, which `fits` it; empty words stay the content's."""
    if isinstance(content, Mapping):
        return {
            part: overlaid(value, other[part]) if part in other else value
            for part, value in content.items()
        }
    if isinstance(content, list | tuple):
        return [overlaid(*pair) for pair in zip(content, other, strict=True)]
    # Spaces around the words are kept: in a text with gaps they set off the gaps.
    return other if isinstance(other, str) and other.strip() else content


def reworded(
    content: Any, texts: Collection[str], say: Callable[[str], str], name: str = ""
) -> Any:
    """The content with `say` applied to all its words."""
    if isinstance(content, Mapping):
        return {part: reworded(value, texts, say, part) for part, value in content.items()}
    if isinstance(content, list | tuple):
        return [reworded(value, texts, say, name) for value in content]
    return say(content) if isinstance(content, str) and name in texts else content
