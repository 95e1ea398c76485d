"""What is practised: conversations, cases, cards, questions to oneself."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from courses.blocks.base import LessonBlock


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


class PhoneScriptBlock(LessonBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    variants = blocks.ListBlock(VariantBlock(), label=_("Variants"), min_num=1)

    class Meta:
        label = _("Phone script")
        description = _("A conversation, turn by turn; the parts that must be said are underlined.")
        icon = "openquote"
        template = "courses/blocks/phone_script.html"
        group = _("Practice")
        label_format = "{title}"


class CaseStudyBlock(LessonBlock):
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
        description = _("A story with a question; one way to see it stays hidden.")
        icon = "doc-full"
        template = "courses/blocks/case_study.html"
        group = _("Practice")
        label_format = "{title}"


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Option"), max_length=200)
    is_right = blocks.BooleanBlock(label=_("Right"), required=False)
    reply = blocks.CharBlock(
        label=_("Reply"), max_length=300, help_text=_("Shown at once when this is chosen.")
    )


class SelfCheckBlock(LessonBlock):
    """An ungraded question with one right option; nothing about it is stored."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    options = blocks.ListBlock(
        OptionBlock(), label=_("Options"), default=[{}, {}], min_num=2, max_num=6
    )

    class Meta:
        label = _("Self-check")
        description = _("A question that is answered at once and not graded.")
        icon = "help"
        template = "courses/blocks/self_check.html"
        group = _("Practice")
        label_format = "{question}"

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


class RolePlayBlock(LessonBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    setting = blocks.RichTextBlock(
        label=_("Setting"),
        features=["bold", "ol", "ul"],
        help_text=_("Where it is, who is there, what has happened before."),
    )
    lines = blocks.ListBlock(
        blocks.CharBlock(max_length=160),
        label=_("What the partner says"),
        min_num=1,
        max_num=6,
    )
    motive = blocks.CharBlock(
        label=_("What moves the partner"),
        required=False,
        max_length=200,
        help_text=_("Shown together with the marking points."),
    )
    marking = blocks.ListBlock(
        blocks.CharBlock(max_length=120),
        label=_("Marking points"),
        default=["", ""],
        min_num=2,
        max_num=8,
        help_text=_("What an observer looks for. Hidden until somebody opens it."),
    )

    class Meta:
        label = _("Role-play")
        description = _("A scene for two, with marking points behind a reveal.")
        icon = "group"
        template = "courses/blocks/role_play.html"
        group = _("Practice")
        label_format = "{title}"


class FlashCardBlock(blocks.StructBlock):
    front = blocks.CharBlock(label=pgettext_lazy("of a card", "Front"), max_length=100)
    back = blocks.TextBlock(label=pgettext_lazy("of a card", "Back"), max_length=300, rows=2)


class FlashCardsBlock(LessonBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    cards = blocks.ListBlock(
        FlashCardBlock(), label=_("Cards"), default=[{}, {}], min_num=2, max_num=12
    )

    class Meta:
        label = _("Flash cards")
        description = _("A question on the front of each card, the answer on its back.")
        icon = "copy"
        template = "courses/blocks/flash_cards.html"
        group = _("Practice")
        label_format = "{title}"
