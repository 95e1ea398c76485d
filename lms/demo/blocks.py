"""The blocks of a lesson file (`docs/content.md`) as `courses.blocks` wants them."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from lms.demo.files import markdown
from lms.files.models import Picture


@dataclass(frozen=True)
class Library:
    """What blocks point to, by file name."""

    pictures: Mapping[str, Picture]
    media: Mapping[str, Any] = field(default_factory=dict)
    documents: Mapping[str, Any] = field(default_factory=dict)

    def image(self, row: dict[str, Any]) -> Picture | None:
        if "file" not in row:
            return None
        picture = copy(self.pictures[row["file"]])
        picture.contextual_alt_text, picture.decorative = row["alt"], False
        return picture


Builder = Callable[[Any, Library], dict[str, Any]]


def lesson_body(rows: list[dict[str, Any]], library: Library) -> list[tuple[str, Any]]:
    """The stream of a lesson. Beside a block's kind its row may say for whom it is."""
    return [_block(dict(row), library) for row in rows]


def _block(row: dict[str, Any], library: Library) -> tuple[str, Any]:
    audience = row.pop("audience", {})
    ((kind, value),) = row.items()
    built = BUILDERS[kind](value, library)
    built["audience"] = {
        "groups": list(audience.get("groups", [])),
        "standing": audience.get("standing", ""),
    }
    return kind, built


def _do_and_dont(row: Any, library: Library) -> dict[str, Any]:
    return {
        side: {"picture": library.image(row[side]), "text": row[side]["text"]}
        for side in ("do", "dont")
    }


def _standard(row: Any, library: Library) -> dict[str, Any]:
    return {
        "matter": row["matter"],
        "measures": [str(measure) for measure in row["measures"]],
        "note": row.get("note", ""),
        "picture": library.image(row),
    }


def _phone_script(row: Any, library: Library) -> dict[str, Any]:
    variants = [
        {
            "line": variant["line"],
            "turns": [
                {"who": turn["who"], "say": markdown(turn["say"])} for turn in variant["turns"]
            ],
        }
        for variant in row["variants"]
    ]
    return {"title": row["title"], "variants": variants}


def _case_study(row: Any, library: Library) -> dict[str, Any]:
    return {
        "title": row["title"],
        "story": markdown(row["story"]),
        "question": row["question"],
        "thought": markdown(row.get("thought", "")),
    }


def _self_check(row: Any, library: Library) -> dict[str, Any]:
    options = [
        {
            "text": str(option["text"]),
            "is_right": bool(option.get("right")),
            "reply": option["reply"],
        }
        for option in row["options"]
    ]
    return {"question": row["question"], "options": options}


def _posture_card(row: Any, library: Library) -> dict[str, Any]:
    return {
        "name": row["name"],
        "picture": library.image(row),
        "checkpoints": row["checkpoints"],
        "faults": row.get("faults", []),
        "fault_picture": library.image(row.get("fault_picture", {})),
    }


def _role_play(row: Any, library: Library) -> dict[str, Any]:
    return {
        "title": row["title"],
        "setting": markdown(row["setting"]),
        "lines": row["lines"],
        "motive": row.get("motive", ""),
        "marking": row["marking"],
    }


def _time_limits(row: Any, library: Library) -> dict[str, Any]:
    rows = [
        {"matter": line["matter"], "limit": str(line["limit"]), "note": line.get("note", "")}
        for line in row["rows"]
    ]
    return {"title": row.get("title", ""), "rows": rows}


def _steps(row: Any, library: Library) -> dict[str, Any]:
    steps = [
        {
            "time": str(step.get("time", "")),
            "what": step["what"],
            "text": step.get("text", "").strip(),
        }
        for step in row["steps"]
    ]
    return {"title": row.get("title", ""), "steps": steps}


def _comparison(row: Any, library: Library) -> dict[str, Any]:
    rows = [
        {"head": line["head"], "cells": [str(cell) for cell in line["cells"]]}
        for line in row["rows"]
    ]
    return {"title": row.get("title", ""), "columns": row["columns"], "rows": rows}


def _flash_cards(row: Any, library: Library) -> dict[str, Any]:
    cards = [{"front": card["front"], "back": card["back"].strip()} for card in row["cards"]]
    return {"title": row["title"], "cards": cards}


def _acknowledge(row: Any, library: Library) -> dict[str, Any]:
    return {"heading": row.get("heading", ""), "text": row["text"].strip()}


# Those of video, audio, gallery and document are added by `lms.demo.media`.
BUILDERS: dict[str, Builder] = {
    "text": lambda row, library: {"text": markdown(row)},
    "picture": lambda row, library: {
        "picture": library.image(row),
        "caption": row.get("caption", ""),
    },
    "do_and_dont": _do_and_dont,
    "standard": _standard,
    "phone_script": _phone_script,
    "case_study": _case_study,
    "key_points": lambda row, library: {"points": row},
    "self_check": _self_check,
    "posture_card": _posture_card,
    "role_play": _role_play,
    "time_limits": _time_limits,
    "steps": _steps,
    "comparison": _comparison,
    "flash_cards": _flash_cards,
    "acknowledge": _acknowledge,
}
