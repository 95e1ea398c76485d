"""A question of `content/questions/` as the bank keeps it. Its notation, which `docs/content.md`
describes, is for people: options with their feedback beside them, pairs as pairs, gaps in braces, a
talk as it is spoken."""

from collections.abc import Callable, Mapping
from typing import Any

from assessments.enums import Kind
from assessments.rules.kinds import cloze, scenario
from assessments.rules.wording import Wording, english_wording

Row = dict[str, Any]
# Content, key, and what English says otherwise of the content.
Parts = tuple[Row, Row, Row]


def wording_of(row: Row, pictures: Mapping[str, int]) -> Wording:
    """`pictures` are the ids of the library's, by their file names. Raises `WordingRefused` where a
    notation cannot be read, KeyError where a part is missing."""
    english = row.get("en", {})
    content, key, in_english = PARTS[row["kind"]](row, english)
    picture = row.get("picture")
    return Wording(
        kind=row["kind"],
        stem=row["stem"].strip(),
        content=content,
        key=key,
        explanation=row.get("explanation", "").strip(),
        marks=row["marks"],
        english=english_wording(
            stem=english.get("stem", "").strip(),
            explanation=english.get("explanation", "").strip(),
            picture_alt=english.get("picture_alt", ""),
            **in_english,
        ),
        picture_id=pictures[picture["file"]] if picture else None,
        picture_alt=picture["alt"] if picture else "",
    )


def _options(row: Row, english: Row) -> Parts:
    options = row["options"]
    content, said = _with_feedback(options), _with_feedback(english.get("options", []))
    key: Row = {"right": [i for i, option in enumerate(options) if option.get("right")]}
    if "credit" in row:
        key["credit"] = row["credit"]
    return content, key, said


def _with_feedback(options: list[Any]) -> Row:
    """Options may be plain words or `{text, feedback}`."""
    rows = [option if isinstance(option, dict) else {"text": option} for option in options]
    content = {"options": [str(option["text"]) for option in rows]}
    if any("feedback" in option for option in rows):
        content["feedback"] = [option.get("feedback", "") for option in rows]
    return content


def _statement(row: Row, english: Row) -> Parts:
    return {"asks_reason": True} if row.get("reason") else {}, {"right": row["answer"]}, {}


def _short_text(row: Row, english: Row) -> Parts:
    accepted = [one if isinstance(one, dict) else {"text": one} for one in row["accepted"]]
    key: Row = {"accepted": accepted}
    if "synonyms" in row:
        key["synonyms"] = row["synonyms"]
    return {}, key, {}


def _number(row: Row, english: Row) -> Parts:
    """`answer: 10 分钟`; `units` say what one of each is in the first, or are only listed."""
    value, __, unit = str(row["answer"]).partition(" ")
    units = row.get("units", [unit] if unit else [])
    key: Row = {"value": value, "tolerance": str(row.get("tolerance", 0))}
    if unit:
        key["unit"] = list(units).index(unit)
    if isinstance(units, dict):
        key["per_unit"] = [str(size) for size in units.values()]
    said = {"units": english["units"]} if "units" in english else {}
    return {"units": list(units)}, key, said


def _matching(row: Row, english: Row) -> Parts:
    """Lines with the same partner share it; `extra` are partners of none."""
    pairs: Row = row["pairs"]
    right = list(dict.fromkeys(pairs.values()))
    key = {"pairs": [right.index(partner) for partner in pairs.values()]}
    content = {"left": list(pairs), "right": right + row.get("extra", [])}
    if "pairs" not in english:
        return content, key, {}
    partners = dict(zip(key["pairs"], english["pairs"].values(), strict=True))
    said = [partners[index] for index in range(len(right))] + english.get("extra", [])
    return content, key, {"left": list(english["pairs"]), "right": said}


def _ordering(row: Row, english: Row) -> Parts:
    said = {"steps": english["steps"]} if "steps" in english else {}
    return {"steps": row["steps"]}, {"credit": row.get("credit", "exact")}, said


def _cloze(row: Row, english: Row) -> Parts:
    """What is right in English to type stands in the one key, beside the Chinese."""
    content, key = cloze.parse(row["text"].strip())
    if "text" not in english:
        return content, key, {}
    said, right = cloze.parse(english["text"].strip())
    gaps = zip(content["choices"], key["accepted"], right["accepted"], strict=True)
    accepted = [
        ours if options else list(dict.fromkeys([*ours, *theirs])) for options, ours, theirs in gaps
    ]
    return content, {"accepted": accepted}, said


def _scenario(row: Row, english: Row) -> Parts:
    content, key = scenario.parse(row["talk"])
    if "talk" not in english:
        return content, key, {}
    said, __ = scenario.parse(english["talk"])
    for turn in said["turns"]:
        del turn["name"]  # the author's own, and the same in every language
    return content, key, said


def _essay(row: Row, english: Row) -> Parts:
    rubric = [{"text": text, "points": points} for text, points in row["rubric"].items()]
    lengths: Row = {name: row[name] for name in ("least", "most") if name in row}
    return lengths, {"rubric": rubric} | _model(row), {}


def _role_play(row: Row, english: Row) -> Parts:
    points = [{"text": text, "weight": weight} for text, weight in row["points"].items()]
    said = {"situation": english["situation"].strip()} if "situation" in english else {}
    return {"situation": row["situation"].strip()}, {"points": points} | _model(row), said


def _model(row: Row) -> Row:
    return {"model": row["model"].strip()} if "model" in row else {}


PARTS: dict[str, Callable[[Row, Row], Parts]] = {
    Kind.SINGLE_CHOICE: _options,
    Kind.MULTIPLE_CHOICE: _options,
    Kind.TRUE_FALSE: _statement,
    Kind.SHORT_TEXT: _short_text,
    Kind.NUMBER: _number,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.CLOZE: _cloze,
    Kind.SCENARIO: _scenario,
    Kind.ESSAY: _essay,
    Kind.ROLE_PLAY: _role_play,
}
