"""Two versions of a question side by side, part by part, in the words of its form."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from assessments.enums import Kind
from assessments.forms.kinds import FORMS
from assessments.models import QuestionVersion
from lms.files.models import Picture

# A Latin word or number, or a single character of anything else.
_WORD = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """Some text, `is_other` where the other version says something else there."""

    text: str
    is_other: bool


@dataclass(frozen=True)
class Difference:
    """A part of the question before and after; empty where it was not or is no longer there."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def differences(old: QuestionVersion, new: QuestionVersion) -> list[Difference]:
    """What differs between two versions, in the order of the form. One query where both have a
    picture."""
    return compared(said(old), said(new))


def compared(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """What differs between what two say, part by part by its label."""
    labels = dict.fromkeys([*after, *before])
    return [
        Difference(label, *_pieces(before.get(label, ""), after.get(label, "")))
        for label in labels
        if before.get(label, "") != after.get(label, "")
    ]


def said(version: QuestionVersion) -> dict[str, str]:
    """All that a version says, by the label of the form's field; what is empty is left out."""
    form = FORMS[version.kind]
    shown = form.shown(version.wording)
    parts = {_("Kind"): force_str(Kind(version.kind).label)}
    for name, value in shown.items():
        text = _in_words(form, name, value)
        if text:
            parts[_label(form, name)] = text
    return parts


def _label(form: Any, name: str) -> str:
    label = force_str(form.label_of(name))
    return _("English: %(label)s") % {"label": label} if name.startswith("english_") else label


def _in_words(form: Any, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else ""
    if name == "picture":
        return force_str(Picture.objects.get(pk=value)) if value else ""
    field = form.base_fields.get(name)
    choices = dict(getattr(field, "choices", ()))
    return force_str(choices.get(value, value if value is not None else ""))


def _pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    codes = matcher.get_opcodes()
    return (
        tuple(_joined((tag, old[start:end]) for tag, start, end, __, __ in codes)),
        tuple(_joined((tag, new[start:end]) for tag, __, __, start, end in codes)),
    )


def _joined(parts: Any) -> Iterator[Piece]:
    for tag, words in parts:
        if words:
            yield Piece("".join(words), is_other=tag != "equal")
