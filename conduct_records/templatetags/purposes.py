from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def purpose_word(purpose: str) -> str:
    """In the reader's language; own words as they were typed."""
    return _(purpose) if purpose else ""
