"""An answer that was refused, shown again with what was typed or chosen."""

from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

from assessments.enums import Kind
from assessments.errors import AssessmentError
from assessments.queries import PaperItem
from assessments.rules.kinds.base import FormData


@dataclass(frozen=True)
class RefusedItem(PaperItem):
    """A question whose form holds what was sent, beside why that was refused."""

    data: FormData
    error: AssessmentError

    @cached_property
    def shown(self) -> Any:
        """Of a scenario only its choices are sent, and those that stand are shown."""
        shown = super().shown
        return shown if self.version.kind == Kind.SCENARIO else as_typed(shown, self.data)


def refused(item: PaperItem, data: FormData, error: AssessmentError) -> RefusedItem:
    return RefusedItem(item.row, item.response, data, error)


def as_typed(shown: Any, data: FormData, name: str = "") -> Any:
    """What a kind's template shows, with every field as it was sent. All kinds use the same words:
    what `is_chosen` is one `value` of several of the field `name`, which its owner may say; beside
    a `name` alone `value` is what the field holds, unless it has `options`."""
    if isinstance(shown, tuple):
        return tuple(as_typed(part, data, name) for part in shown)
    if not is_dataclass(shown) or isinstance(shown, type):
        return shown
    name = getattr(shown, "name", name)
    inner = getattr(shown, "unit_name", name)
    parts = {part.name: as_typed(getattr(shown, part.name), data, inner) for part in fields(shown)}
    sent = data.get(name, ())
    if "is_chosen" in parts:
        parts["is_chosen"] = parts["value"] in sent
    elif "value" in parts and not parts.get("options"):
        parts["value"] = next(iter(sent), "")
    if "chosen" in parts:
        parts["chosen"] = next((one for one in parts["choices"] if one.is_chosen), None)
    return replace(shown, **parts)
