"""What the pages of a sitting show of a question beside the words."""

from django import template
from django.utils.html import format_html
from wagtail.images.views.serve import generate_image_url

from assessments.models import QuestionVersion

register = template.Library()

# The box into which a picture is drawn, in CSS pixels, and at twice that is scaled.
BROAD, HIGH = 640, 480


@register.simple_tag
def question_picture(version: QuestionVersion) -> str:
    """The picture of a question in the size in which it will stand, so that nothing moves when it
    arrives; nothing where there is none. No query: a photo is scaled when it is first fetched."""
    picture = version.picture
    if picture is None:
        return ""
    scale = min(1, BROAD / picture.width, HIGH / picture.height)
    address = (
        picture.file.url
        if picture.is_svg()
        else generate_image_url(picture, f"max-{2 * BROAD}x{2 * HIGH}")
    )
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}">',
        address,
        version.localised_picture_alt,
        max(1, round(picture.width * scale)),
        max(1, round(picture.height * scale)),
    )
