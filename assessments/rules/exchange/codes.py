"""Under which code an imported question is kept, and in which language it is written."""

import json
import re
import unicodedata
from hashlib import sha256
from typing import Any

from assessments.rules.exchange.questions import ExchangedQuestion
from assessments.rules.wording import Wording

LONGEST, LONGEST_CATEGORY = 30, 40
_FITS = re.compile(r"[-a-zA-Z0-9_]+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_DIGITS = 10


def fits(code: str, longest: int = LONGEST) -> bool:
    """Whether a code may be so: letters a to z, digits, hyphens and underscores."""
    return len(code) <= longest and _FITS.fullmatch(code) is not None


def derived(question: ExchangedQuestion, name: str = "") -> str:
    """A code made of the source's name or code for a question and of what it says: the same
    question has the same one each time, another one another."""
    return with_digest(question.code or name, digest(question), longest=LONGEST)


def with_digest(name: str, text: str, *, longest: int, word: str = "q") -> str:
    """The letters and digits of the name, as far as there is room, and of a digest of the text."""
    tail = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    head = slug(name)[: longest - _DIGITS - 1].strip("-_")
    has_word = any(map(str.isalpha, head))
    return f"{head if has_word else word}-{tail}"


def slug(name: str) -> str:
    """What of the name may stand in a code; "" where nothing may."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-")


def digest(question: ExchangedQuestion) -> str:
    """SHA-256 of what the question asks and how it is marked, its picture included. Where it
    stands in the bank does not matter."""
    wording = as_kept(question.wording)
    picture = sha256(question.picture.content).hexdigest() if question.picture else ""
    parts = [
        wording.kind, wording.stem, wording.content, wording.key, wording.explanation,
        wording.marks, wording.english, wording.picture_alt, picture,
    ]  # fmt: skip
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def as_kept(wording: Wording, picture_id: int | None = None) -> Wording:
    """The wording as the database hands it out again: tuples are lists there."""
    return Wording(
        kind=str(wording.kind),
        stem=wording.stem,
        content=_as_json(wording.content),
        key=_as_json(wording.key),
        explanation=wording.explanation,
        marks=wording.marks,
        english=_as_json(wording.english),
        picture_id=picture_id,
        picture_alt=wording.picture_alt,
        carried=_as_json(wording.carried),
    )


def _as_json(part: Any) -> Any:
    return json.loads(json.dumps(part))


def language_of(wording: Wording) -> str:
    """Chinese where a Chinese character stands in the question, its content or its key; else
    English. For formats that do not say."""
    text = json.dumps([wording.stem, wording.content, wording.key], ensure_ascii=False)
    return "zh-hans" if _HAN.search(text) else "en"
