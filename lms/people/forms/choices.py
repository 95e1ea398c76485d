from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lms.people.models import Post, Unit


def in_tree(unit: Unit) -> str:
    """The name, set in by the depth in the tree."""
    return "\u2003" * unit.depth + unit.localised_name


class LongSelect(forms.Select):
    """A choice of a thousand, written in one go. Django draws a template for each of them, and
    that takes longer than everything else on a page."""

    SELECTED = mark_safe(" selected")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join("", '<option value="{}"{}>{}</option>', self._options(chosen))
        own = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(own), options)

    def _options(self, chosen: set[str]) -> Iterator[tuple[str, str, str]]:
        for key, label in self.choices:
            value = str(key)
            yield value, self.SELECTED if value in chosen else "", str(label)


class UnitChoiceField(forms.ModelChoiceField):
    widget = LongSelect

    def label_from_instance(self, obj: Unit) -> str:
        return in_tree(obj)


class PostChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.group} · {obj}"
