"""Pieces of the team's pages."""

from typing import Any

from django import template

from courses.forms.team import GROUP_NAMES
from courses.rules.standing import Group, Standing
from courses.views.standing_words import SHAPES, in_words

register = template.Library()


@register.inclusion_tag("courses/desk/standing.html")
def standing(where: Standing) -> dict[str, Any]:
    """Where somebody stands in a course, in a shape and in words."""
    return {
        "state": where.state,
        "shape": SHAPES.get(where.state, ""),
        "words": in_words(where),
    }


@register.filter
def at(table: dict[Any, Any], key: Any) -> Any:
    """What stands in the table under the key; None where nothing does."""
    return table.get(key)


@register.filter
def group_name(group: Group) -> str:
    return str(GROUP_NAMES[group])
