"""What the reader confirms word for word."""

from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.base import LessonBlock, audience_of
from courses.rules.statements import Statement, plain


class AcknowledgeBlock(LessonBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=80)
    text = blocks.TextBlock(
        label=_("Statement"),
        max_length=2000,
        rows=5,
        help_text=_("Plain text. It is kept word for word with the name of who confirmed it."),
    )

    class Meta:
        label = _("Read and acknowledge")
        description = _("Words to be confirmed before the lesson can be finished.")
        icon = "tick-inverse"
        template = "courses/blocks/acknowledge.html"
        group = _("Practice")
        label_format = "{heading}"


def statement_of(block: blocks.StreamValue.StreamChild) -> Statement:
    """The statement of an acknowledgement block; one that was never saved gets a passing id."""
    return Statement(
        block_id=UUID(block.id) if block.id else uuid4(),
        heading=plain(block.value["heading"] or ""),
        text=plain(block.value["text"] or ""),
        audience=audience_of(block.value),
    )


def statements_in(body: blocks.StreamValue) -> list[Statement]:
    """The statements of a lesson, in its order; no other block is unpacked."""
    return [
        statement_of(body[position])
        for position, raw in enumerate(body.raw_data)
        if raw["type"] == "acknowledge"
    ]
