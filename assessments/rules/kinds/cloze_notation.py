r"""How authors write a text with gaps.

    电话铃响{三声|3声}之内接起，先报{=公司名~自己的手机号~住户姓名}。

`{a|b}` is a gap to type in, with the answers that are right; `{=right~wrong~wrong}` one to choose
in. A backslash before one of `\{}|~=` takes away its meaning.
"""

import re
from collections.abc import Sequence
from typing import Any

from assessments.errors import BraceMissing, BraceTooMany, GapEmpty, GapWithoutRight, NoGap
from assessments.rules.kinds.base import Json

# An escaped sign, a sign with a meaning, or anything else.
_TOKEN = re.compile(r"\\[\\{}|~=]|[{}|~=]|[^\\{}|~=]+|\\")
# How much of the text an error quotes.
_QUOTED = 12


def parse(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Content and key of what was written. Raises `BraceMissing`, `BraceTooMany`, `GapEmpty`,
    `GapWithoutRight` with the line or the gap, or `NoGap`."""
    parts, gaps = _cut(text)
    if not gaps:
        raise NoGap
    choices: list[list[str]] = []
    accepted: list[list[str]] = []
    for number, tokens in enumerate(gaps, start=1):
        options, right = _gap(number, tokens)
        choices.append(options)
        accepted.append(right)
    return {"parts": parts, "choices": choices}, {"accepted": accepted}


def _cut(text: str) -> tuple[list[str], list[list[str]]]:
    """The texts around the gaps, and the tokens of every gap."""
    parts, gaps = [""], list[list[str]]()
    opened: int | None = None
    for match in _TOKEN.finditer(text):
        token, start = match[0], match.start()
        if token == "{":
            if opened is not None:
                raise BraceMissing(**_place(text, opened, text[opened : opened + _QUOTED]))
            opened = start
            gaps.append([])
        elif token == "}":
            if opened is None:
                raise BraceTooMany(**_place(text, start, text[max(0, start - _QUOTED) : start]))
            opened = None
            parts.append("")
        elif opened is not None:
            gaps[-1].append(token)
        else:
            parts[-1] += _plain(token)
    if opened is not None:
        raise BraceMissing(**_place(text, opened, text[opened : opened + _QUOTED]))
    return parts, gaps


def _place(text: str, at: int, quoted: str) -> dict[str, object]:
    return {"line": text.count("\n", 0, at) + 1, "text": " ".join(quoted.split())}


def _plain(token: str) -> str:
    return token[1:] if len(token) == 2 and token[0] == "\\" else token


def _gap(number: int, tokens: Sequence[str]) -> tuple[list[str], list[str]]:
    """The options of a gap, none where it is typed in, and what is right: texts for a gap to type
    in, indexes of options for one to choose in."""
    is_choice = "~" in tokens or next((token for token in tokens if token.strip()), "") == "="
    options, right = [""], list[str]()
    for token in tokens:
        if token == ("~" if is_choice else "|"):
            options.append("")
        elif is_choice and token == "=" and not options[-1].strip():
            options[-1] = ""
            right.append(str(len(options) - 1))
        else:
            options[-1] += _plain(token)
    options = [option.strip() for option in options]
    if not all(options):
        raise GapEmpty(gap=number)
    if not is_choice:
        return [], options
    if not 0 < len(right) < len(options):
        raise GapWithoutRight(gap=number)
    return options, right


def unparse(content: Json, key: Json) -> str:
    """What an author would write: `parse(unparse(content, key)) == (content, key)`, for a checked
    question whose texts have no spaces around them."""
    text = _escaped(content["parts"][0], r"\{}")
    gaps = zip(content["choices"], key["accepted"], content["parts"][1:], strict=True)
    for options, right, after in gaps:
        if options:
            marks = ["=" if str(index) in right else "" for index in range(len(options))]
            body = "~".join(
                mark + _escaped(option, r"\{}|~=")
                for mark, option in zip(marks, options, strict=True)
            )
        else:
            body = "|".join(_escaped(answer, r"\{}|~=") for answer in right)
        text += "{" + body + "}" + _escaped(after, r"\{}")
    return text


def _escaped(text: str, signs: str) -> str:
    return "".join("\\" + character if character in signs else character for character in text)
