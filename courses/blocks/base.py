"""What the blocks of a lesson share."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from courses.blocks.audience import AudienceBlock
from courses.rules.audience import Audience

TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link"]


class LessonBlock(blocks.StructBlock):
    """A part of a lesson. It can be limited to some of the readers: `audience` stands in the
    block's settings, folded away. Give `Meta` a label, an icon, a group and a template; the
    template gets `value` and `block_id`."""

    audience = AudienceBlock()

    def get_form_layout(self) -> blocks.BlockGroup:
        """The block's own children, and the audience below them in the settings."""
        layout = super().get_form_layout()
        children = [name for name in layout.children if name != "audience"]
        settings = [name for name in layout.settings if name != "audience"]
        return blocks.BlockGroup(children=children, settings=[*settings, "audience"])


def audience_of(value: blocks.StructValue) -> Audience:
    """For whom this value of a `LessonBlock` is; everyone if nothing was said."""
    audience = value.get("audience")
    return audience.rule if audience else Audience()


class DescribedPicture(ImageBlock):
    """A picture of the library and what it shows in words; both may stay empty if not required."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"].label = _("From the library")
        self.child_blocks["alt_text"].field.help_text = _(
            "What can be seen, for those who cannot see the picture."
        )

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing: who looks for a word looks for what the lesson says."""
        return []
