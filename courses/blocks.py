"""The blocks a lesson is made of."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage

TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link"]


class TextBlock(blocks.RichTextBlock):
    class Meta:
        label = _("Text")
        icon = "pilcrow"
        features = TEXT_FEATURES
        template = "courses/blocks/text.html"
        group = _("Reading")


class DescribedPicture(ImageBlock):
    """A picture of the library and what it shows in words; both may stay empty if not required."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"].label = _("From the library")
        self.child_blocks["alt_text"].field.help_text = _(
            "What can be seen, for those who cannot see the picture."
        )


class PictureBlock(blocks.StructBlock):
    picture = DescribedPicture(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "courses/blocks/picture.html"
        group = _("Reading")


class ExampleBlock(blocks.StructBlock):
    picture = DescribedPicture(label=_("Picture"), required=False)
    text = blocks.CharBlock(label=_("What is seen"), max_length=200)


class DoAndDontBlock(blocks.StructBlock):
    do = ExampleBlock(label=_("Do"))
    dont = ExampleBlock(label=_("Don’t"))

    class Meta:
        label = _("Do and don’t")
        icon = "check"
        template = "courses/blocks/do_and_dont.html"
        group = _("Norms")


class StandardBlock(blocks.StructBlock):
    matter = blocks.CharBlock(label=_("Matter"), max_length=40, help_text=_("e.g. Serving tea"))
    measures = blocks.ListBlock(
        blocks.CharBlock(max_length=20),
        label=_("Measures"),
        min_num=1,
        max_num=3,
        help_text=_("Short figures that can be checked, e.g. “70 °C”."),
    )
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=200)
    picture = DescribedPicture(label=_("Picture"), required=False)

    class Meta:
        label = _("Standard")
        icon = "cog"
        template = "courses/blocks/standard.html"
        group = _("Norms")


class TurnBlock(blocks.StructBlock):
    who = blocks.ChoiceBlock(
        label=_("Who speaks"), choices=[("us", _("Us")), ("them", _("The caller"))], default="us"
    )
    say = blocks.RichTextBlock(
        label=_("Says"), features=["bold"], help_text=_("Bold marks the parts that must be said.")
    )


class VariantBlock(blocks.StructBlock):
    line = blocks.CharBlock(
        label=_("Kind of line"), max_length=40, help_text=_("e.g. switchboard, extension")
    )
    turns = blocks.ListBlock(TurnBlock(), label=_("Turns"), min_num=1)


class PhoneScriptBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    variants = blocks.ListBlock(VariantBlock(), label=_("Variants"), min_num=1)

    class Meta:
        label = _("Phone script")
        icon = "openquote"
        template = "courses/blocks/phone_script.html"
        group = _("Practice")


class CaseStudyBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    story = blocks.RichTextBlock(label=_("What happened"), features=["bold", "ol", "ul"])
    question = blocks.CharBlock(label=_("Question to think about"), max_length=200)
    thought = blocks.RichTextBlock(
        label=_("One way to see it"),
        features=["bold", "ol", "ul"],
        required=False,
        help_text=_("Hidden until the reader opens it."),
    )

    class Meta:
        label = _("Case study")
        icon = "doc-full"
        template = "courses/blocks/case_study.html"
        group = _("Practice")


class KeyPointsBlock(blocks.StructBlock):
    points = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("Points"), min_num=1)

    class Meta:
        label = _("Key points")
        icon = "list-ul"
        template = "courses/blocks/key_points.html"
        group = _("Reading")


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Option"), max_length=200)
    is_right = blocks.BooleanBlock(label=_("Right"), required=False)
    reply = blocks.CharBlock(
        label=_("Reply"), max_length=300, help_text=_("Shown at once when this is chosen.")
    )


class SelfCheckBlock(blocks.StructBlock):
    """An ungraded question with one right option; nothing about it is stored."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    options = blocks.ListBlock(
        OptionBlock(), label=_("Options"), default=[{}, {}], min_num=2, max_num=6
    )

    class Meta:
        label = _("Self-check")
        icon = "help"
        template = "courses/blocks/self_check.html"
        group = _("Practice")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if sum(bool(option["is_right"]) for option in cleaned["options"]) != 1:
            raise blocks.StructBlockValidationError(
                block_errors={"options": ValidationError(_("Mark exactly one option as right."))}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Adds the option chosen in the address (`?check=<block>&option=<number>`)."""
        context = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        block_id = str(context.get("block_id", ""))
        context["chosen"] = None
        if request and block_id and request.GET.get("check") == block_id:
            number = request.GET.get("option", "")
            options = value["options"]
            if number.isdecimal() and len(number) < 3 and int(number) < len(options):
                context["chosen_number"] = int(number)
                context["chosen"] = options[int(number)]
        return context


class LessonBlocks(blocks.StreamBlock):
    text = TextBlock()
    picture = PictureBlock()
    do_and_dont = DoAndDontBlock()
    standard = StandardBlock()
    phone_script = PhoneScriptBlock()
    case_study = CaseStudyBlock()
    key_points = KeyPointsBlock()
    self_check = SelfCheckBlock()


class LessonBody(StreamField):
    """A stream of lesson blocks. The definitions stay out of migrations, so that changing a
    block's label or adding a block needs none."""

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(LessonBlocks(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, __, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


def first_picture(body: blocks.StreamValue) -> AbstractImage | None:
    """The picture that a lesson meets its reader with, if it has any."""
    for block in body:
        if block.block_type == "do_and_dont":
            found = block.value["do"]["picture"]
        elif block.block_type in ("picture", "standard"):
            found = block.value["picture"]
        else:
            continue
        if found is not None:
            return found
    return None
