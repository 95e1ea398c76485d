"""What is to be done and how: pairs, measurable standards, postures, limits, steps."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from courses.blocks.base import DescribedPicture, LessonBlock

# Wider than so many times its height.
WIDE = 1.5


class ExampleBlock(blocks.StructBlock):
    picture = DescribedPicture(label=_("Picture"), required=False)
    text = blocks.CharBlock(label=_("What is seen"), max_length=200)


class DoAndDontBlock(LessonBlock):
    do = ExampleBlock(label=_("Do"))
    dont = ExampleBlock(label=_("Don’t"))

    class Meta:
        label = _("Do and don’t")
        description = _("Two pictures side by side: right and wrong.")
        icon = "check"
        template = "courses/blocks/do_and_dont.html"
        group = _("Norms")
        label_format = "{do}"


class StandardBlock(LessonBlock):
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
        description = _("One to three figures that can be checked, set large.")
        icon = "cog"
        template = "courses/blocks/standard.html"
        group = _("Norms")
        label_format = "{matter}"


class PostureCardBlock(LessonBlock):
    name = blocks.CharBlock(label=_("Posture"), max_length=20, help_text=_("e.g. Standing"))
    picture = DescribedPicture(label=_("Picture"))
    checkpoints = blocks.ListBlock(
        blocks.CharBlock(max_length=60),
        label=_("Checkpoints"),
        default=["", "", ""],
        min_num=3,
        max_num=6,
        help_text=_("What somebody can check on themselves, from head to foot."),
    )
    faults = blocks.ListBlock(
        blocks.CharBlock(max_length=60),
        label=_("Common faults"),
        default=[],
        max_num=4,
        required=False,
    )
    fault_picture = DescribedPicture(label=_("Picture of the faults"), required=False)

    class Meta:
        label = _("Posture card")
        description = _("A picture to imitate, with what to check and what goes wrong.")
        icon = "user"
        template = "courses/blocks/posture_card.html"
        group = _("Norms")
        label_format = "{name}"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Adds whether the picture is too wide to stand beside the text."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        picture = value["picture"]
        context["is_wide"] = bool(picture and picture.width > WIDE * picture.height)
        return context


class LimitBlock(blocks.StructBlock):
    matter = blocks.CharBlock(label=_("Matter"), max_length=60)
    limit = blocks.CharBlock(label=_("Limit"), max_length=20, help_text=_("e.g. 10 minutes"))
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=120)


class TimeLimitsBlock(LessonBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    rows = blocks.ListBlock(LimitBlock(), label=_("Rows"), min_num=1, max_num=12)

    class Meta:
        label = _("Time limits")
        description = _("Matters with their time limits, the limits set large.")
        icon = "time"
        template = "courses/blocks/time_limits.html"
        group = _("Norms")
        label_format = "{title}"


class StepBlock(blocks.StructBlock):
    time = blocks.CharBlock(
        label=pgettext_lazy("of a step", "Time"),
        required=False,
        max_length=12,
        help_text=_("e.g. 8:30, or empty"),
    )
    what = blocks.CharBlock(label=_("What is done"), max_length=80)
    text = blocks.TextBlock(label=_("Note"), required=False, max_length=300, rows=2)


class StepsBlock(LessonBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), default=[{}, {}], min_num=2, max_num=12)

    class Meta:
        label = _("Steps or time-line")
        description = _("What comes after what; with times it is drawn as a time-line.")
        icon = "list-ol"
        template = "courses/blocks/steps.html"
        group = _("Norms")
        label_format = "{title}"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["has_times"] = any(step["time"] for step in value["steps"])
        return context
