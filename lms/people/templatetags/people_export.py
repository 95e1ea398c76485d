from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from lms.people.registries import DataTable

register = template.Library()


@register.filter
def labelled(row: Mapping[str, Any], table: DataTable) -> list[tuple[str, str]]:
    """What a row says, in the reader's words, each beside what it is called."""
    return [(str(label), in_words(row.get(name))) for name, label in table.columns.items()]


def in_words(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        moment = localtime(value) if is_aware(value) else value
        return date_format(moment, "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {in_words(each)}" for name, each in value.items())
    if isinstance(value, (list, tuple)):
        return "\n".join(in_words(each) for each in value)
    return str(value)
