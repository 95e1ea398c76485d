"""Videos and sounds as the reader of a lesson gets them."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.images.models import AbstractImage

from lms.files.models import Recording
from lms.ui.han import TRADITIONAL

register = template.Library()

NAMES = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}


@dataclass(frozen=True)
class Track:
    address: str
    language: str
    name: str
    is_default: bool


@register.simple_tag
def tracks_of(recording: Recording) -> list[Track]:
    """The captions there are: in the reader's own script first, which players then show."""
    reader = get_language() or "zh-hans"
    chinese = TRADITIONAL if reader == TRADITIONAL else "zh-hans"
    written = {chinese: recording.captions_zh_hans, "en": recording.captions_en}
    order = sorted((one for one in written if written[one]), key=lambda one: one != reader)
    return [
        Track(reverse("courses:captions", args=[recording.key, one]), one, NAMES[one], not number)
        for number, one in enumerate(order)
    ]


@register.filter
def transcript(recording: Recording) -> list[str]:
    return recording.transcript_in(get_language() or "")


@register.filter
def as_clock(seconds: float) -> str:
    """Minutes and seconds, such as 1:05; nothing for an unknown duration."""
    whole = round(seconds or 0)
    return f"{whole // 60}:{whole % 60:02}" if whole else ""


@register.filter
def poster_address(recording: Recording) -> str:
    return recording.thumbnail.url if recording.thumbnail else ""


@register.filter
def shown(pictures: list[dict[str, AbstractImage | None]]) -> list[dict[str, AbstractImage | None]]:
    """Without those that were deleted from the library."""
    return [one for one in pictures if one["picture"]]
