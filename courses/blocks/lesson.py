"""The stream of blocks that is a lesson."""

from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage

from courses.blocks.acknowledge import AcknowledgeBlock
from courses.blocks.base import audience_of
from courses.blocks.media import AudioBlock, DocumentBlock, GalleryBlock, VideoBlock
from courses.blocks.norms import (
    DoAndDontBlock,
    PostureCardBlock,
    StandardBlock,
    StepsBlock,
    TimeLimitsBlock,
)
from courses.blocks.practice import (
    CaseStudyBlock,
    FlashCardsBlock,
    PhoneScriptBlock,
    RolePlayBlock,
    SelfCheckBlock,
)
from courses.blocks.reading import ComparisonBlock, KeyPointsBlock, PictureBlock, TextBlock
from courses.registries import lesson_block_kinds


class LessonBlocks(blocks.StreamBlock):
    """Our own kinds, and behind them those that other packages added."""

    text = TextBlock()
    picture = PictureBlock()
    key_points = KeyPointsBlock()
    comparison = ComparisonBlock()
    do_and_dont = DoAndDontBlock()
    standard = StandardBlock()
    posture_card = PostureCardBlock()
    time_limits = TimeLimitsBlock()
    steps = StepsBlock()
    phone_script = PhoneScriptBlock()
    case_study = CaseStudyBlock()
    role_play = RolePlayBlock()
    flash_cards = FlashCardsBlock()
    self_check = SelfCheckBlock()
    video = VideoBlock()
    audio = AudioBlock()
    gallery = GalleryBlock()
    document = DocumentBlock()
    acknowledge = AcknowledgeBlock()

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        added = [(name, block()) for name, block in lesson_block_kinds()]
        super().__init__([*added, *(local_blocks or ())], **kwargs)


class LessonBody(StreamField):
    """A stream of lesson blocks. The definitions stay out of migrations, so that changing a
    block's label or adding a block needs none."""

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(LessonBlocks, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, __, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


def first_picture(body: blocks.StreamValue) -> AbstractImage | None:
    """The picture that a lesson meets every reader with, if it has any."""
    for block in body:
        if block.block_type == "do_and_dont":
            found = block.value["do"]["picture"]
        elif block.block_type in ("picture", "standard", "posture_card"):
            found = block.value["picture"]
        else:
            continue
        if found is not None and audience_of(block.value).is_everyone:
            return found
    return None
