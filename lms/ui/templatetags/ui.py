"""Small pieces of every page."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lms.ui import erased, han

register = template.Library()


@register.filter(is_safe=True)
def in_readers_script(text: Any) -> str:
    """Content in the characters the reader reads; for whole passages:
    `{% filter in_readers_script %}…{% endfilter %}`."""
    return han.in_readers_script(text if isinstance(text, str) else str(text))


@register.filter(is_safe=True)
def or_erased(text: Any) -> str:
    """A text that may have been erased: then it says so."""
    return erased.in_words(text if isinstance(text, str) else str(text))


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An ornament from the sprite; what it means must stand beside it in words."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>',
        classes,
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("ui/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """A bar with "3 of 7" beside it; `label` names for screen readers what is counted."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag("ui/empty.html")
def empty(icon_name: str, title: str, text: str = "") -> dict[str, Any]:
    """What a page shows where there is nothing yet, and what comes next."""
    return {"icon_name": icon_name, "title": title, "text": text}
