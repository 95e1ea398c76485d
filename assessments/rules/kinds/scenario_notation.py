r"""How authors write a talk that branches.

    # 开场 @住户
    我被流浪狗抓伤了，你们物业怎么说？
    - 您先坐，伤在哪里？我陪您处理。 -> 安抚 (2)
    - 狗不归我们管。 -> 激怒 (0)
      = 住户更生气了。
    # 安抚
    …
    # 结束
    END

`#` begins a turn with its name and, after `@`, who speaks; `-` is a choice with the turn it leads
to and its score, 0 where none is given; `=` the reply to the choice above; `END` alone makes the
turn an ending. The first turn is the beginning. Spaces around a line do not count. A backslash at
the start of a line takes away the meaning of what follows.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from assessments.errors import (
    LineNotUnderstood,
    LineOutsideTurn,
    TurnNameMissing,
    TurnNameTwice,
    TurnNameUnknown,
)
from assessments.rules.kinds.base import Json

END = "END"
# Signs of a Chinese keyboard count as well.
_CHOICE = re.compile(r"[-－]\s*(?P<say>\S.*?)\s*(?:->|→)\s*(?P<to>(?:(?!->|→).)+)")
_SCORE = re.compile(r"(?P<to>.*\S)\s*[(（]\s*(?P<score>[0-9]{1,3})\s*[)）]")
_MARKED = re.compile(r"[#＃=＝\-－\\]|END$")


@dataclass
class _Choice:
    line: int
    say: str
    to: str
    score: int
    reply: str = ""


@dataclass
class _Turn:
    name: str
    speaker: str
    text: list[str] = field(default_factory=list)
    choices: list[_Choice] = field(default_factory=list)
    is_end: bool = False


def parse(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Content and key of what was written, for `Scenario` to check. Raises `LineNotUnderstood`,
    `LineOutsideTurn`, `TurnNameMissing`, `TurnNameTwice` or `TurnNameUnknown`, with the line."""
    turns: list[_Turn] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line[:1] in {"#", "＃"}:
            turns.append(_begun(number, line[1:], turns))
        elif turns:
            _add(turns[-1], number, line)
        elif line:
            raise LineOutsideTurn(line=number)
    index = {turn.name: at for at, turn in enumerate(turns)}
    content = {"turns": [_content(turn, index) for turn in turns]}
    return content, {"scores": [[choice.score for choice in turn.choices] for turn in turns]}


def _begun(number: int, header: str, turns: Iterable[_Turn]) -> _Turn:
    name, __, speaker = (_one_line(part) for part in header.replace("＠", "@").partition("@"))
    if not name or "->" in name or "→" in name:
        raise TurnNameMissing(line=number)
    if any(turn.name == name for turn in turns):
        raise TurnNameTwice(line=number, turn=name)
    return _Turn(name, speaker)


def _add(turn: _Turn, number: int, line: str) -> None:
    """Add a line that is no header to the turn it belongs to."""
    refusal = LineNotUnderstood(line=number, text=line)
    if turn.is_end and line:
        raise refusal
    if line == END:
        turn.is_end = True
    elif line[:1] in {"-", "－"}:
        turn.choices.append(_choice(number, line))
    elif line[:1] in {"=", "＝"}:
        reply = _one_line(line[1:])
        if not turn.choices or turn.choices[-1].reply or not reply:
            raise refusal
        turn.choices[-1].reply = reply
    elif not turn.choices:
        turn.text.append(line.removeprefix("\\").lstrip())
    elif line:
        raise refusal


def _choice(number: int, line: str) -> _Choice:
    match = _CHOICE.fullmatch(line)
    if not match:
        raise LineNotUnderstood(line=number, text=line)
    scored = _SCORE.fullmatch(match["to"])
    to, score = (scored["to"], int(scored["score"])) if scored else (match["to"], 0)
    return _Choice(number, _one_line(match["say"]), _one_line(to), score)


def _content(turn: _Turn, index: dict[str, int]) -> dict[str, Any]:
    for choice in turn.choices:
        if choice.to not in index:
            raise TurnNameUnknown(line=choice.line, turn=choice.to)
    content: dict[str, Any] = {"text": "\n".join(turn.text).strip("\n"), "name": turn.name}
    if turn.speaker:
        content["speaker"] = turn.speaker
    if turn.choices:
        content["choices"] = [
            {"say": choice.say, "to": index[choice.to]}
            | ({"reply": choice.reply} if choice.reply else {})
            for choice in turn.choices
        ]
    if turn.is_end:
        content["is_end"] = True
    return content


def unparse(content: Json, key: Json) -> str:
    """What an author would write: `parse(unparse(content, key)) == (content, key)`, for a checked
    question with a name for every turn and no stray spaces. Turns without one get a name."""
    turns = content["turns"]
    names = _names([turn.get("name", "") for turn in turns])
    lines = []
    for turn, name, scores in zip(turns, names, key["scores"], strict=True):
        speaker = _one_line(turn.get("speaker", ""))
        lines.append(f"# {name} @{speaker}" if speaker else f"# {name}")
        lines += [_as_text(line) for line in turn["text"].splitlines()]
        for choice, score in zip(turn.get("choices", ()), scores, strict=True):
            lines.append(f"- {_one_line(choice['say'])} -> {names[choice['to']]} ({score})")
            if choice.get("reply"):
                lines.append(f"  = {_one_line(choice['reply'])}")
        if turn.get("is_end"):
            lines.append(END)
        lines.append("")
    return "\n".join(lines)


def _names(given: list[str]) -> list[str]:
    """A name for every turn that the notation can hold, no two the same."""
    names: list[str] = []
    for number, name in enumerate(given, start=1):
        plain = _one_line(re.sub(r"->|→|[@＠]", " ", name)) or str(number)
        while plain in names:
            plain += f" {number}"
        names.append(plain)
    return names


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _as_text(line: str) -> str:
    line = line.strip()
    return "\\" + line if _MARKED.match(line) else line
