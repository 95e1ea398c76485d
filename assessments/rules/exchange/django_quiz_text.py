"""The text of a dump as JSON, though somebody's hand or program left commas in it that JSON does
not know; and the lists of numbers that django-quiz-app keeps as text."""

import json
import re
from typing import Any

from assessments.errors.exchange import NotWellFormed
from assessments.rules.exchange.texts import decoded

# A text in quotation marks is stepped over as a whole: what stands in it stays. One that is not
# closed goes to the end, so that no sign is looked at for each quotation mark anew.
_STRING = r'"(?:[^"\\]|\\(?:.|\Z))*+(?:"|\Z)'
MOST_DIGITS = 18
_DOUBLED = re.compile(rf"{_STRING}|,(\s*),", re.DOTALL)
_TRAILING = re.compile(rf"{_STRING}|,(?=\s*[\]}}])", re.DOTALL)
_LEADING = re.compile(rf"{_STRING}|([\[{{]\s*),", re.DOTALL)


def parsed(content: bytes) -> Any:
    """What the JSON says; trailing, leading and doubled commas count for nothing. Raises
    `EncodingUnknown`, and `NotWellFormed` with the line."""
    text = decoded(content)
    try:
        try:
            return json.loads(text)
        except ValueError:
            return json.loads(without_commas(text))
    except RecursionError:
        raise NotWellFormed(line=1, problem="[[[[…") from None
    except json.JSONDecodeError as error:
        raise NotWellFormed(line=error.lineno, problem=_around(error)) from None
    except ValueError as error:  # a number of more digits than can be read
        raise NotWellFormed(line=1, problem=str(error)[:80]) from None


def _around(error: json.JSONDecodeError) -> str:
    return error.doc[max(0, error.pos - 20) : error.pos + 20].replace("\n", " ").strip() or "…"


def without_commas(text: str) -> str:
    """The text without commas that have nothing before or behind them; lines keep their numbers."""
    kept, before = text, ""
    while kept != before:
        before = kept
        kept = _DOUBLED.sub(lambda found: _kept(found, ",{}"), kept)
    kept = _LEADING.sub(lambda found: _kept(found, "{}"), kept)
    return _TRAILING.sub(lambda found: found[0] if found[0] != "," else "", kept)


def _kept(found: re.Match[str], form: str) -> str:
    return found[0] if found[1] is None else form.replace("{}", found[1])


def whole(value: object) -> int | None:
    """The number of a record, as a number or as text; None for what is none or has more digits
    than a database keeps."""
    text = str(value) if isinstance(value, str | int) else ""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def numbers(text: object) -> tuple[int, ...]:
    """The numbers of "3,1,,2,": commas may be doubled or trail. Raises ValueError for what is no
    list of numbers."""
    if text is None:
        return ()
    if isinstance(text, list):
        found = [whole(each) for each in text]
        if None in found:
            raise ValueError(text)
        return tuple(each for each in found if each is not None)
    if not isinstance(text, str | int):
        raise ValueError(text)
    return tuple(int(each) for each in str(text).strip("[] ").split(",") if each.strip())
