"""For whom parts of lessons are, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from courses.rules.audience import Audience
from lms.people.enums import Standing
from lms.people.models import PostGroup


def post_group_names() -> dict[str, str]:
    return {group.code: str(group) for group in PostGroup.objects.all()}


def audience_words(audience: Audience, names: Mapping[str, str]) -> str:
    """The audience as its author would name it, post groups in their order; empty for everyone."""
    groups = [name for code, name in names.items() if code in audience.groups]
    groups += sorted(audience.groups - names.keys())
    standing = str(Standing(audience.standing).label) if audience.standing else ""
    return " · ".join(filter(None, [_(", ").join(groups), standing]))
