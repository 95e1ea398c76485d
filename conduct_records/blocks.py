"""The codebook in a lesson."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from conduct_records.rules.codebook import Line
from courses.blocks import LessonBlock

LINES = [
    (Line.YELLOW.value, _("Yellow line")),
    (Line.RED.value, _("Red line")),
    (Line.BAN.value, pgettext_lazy("conduct", "Ban")),
    (Line.FAULT.value, _("Concierge fault")),
]
A_CODE = RegexValidator(
    r"^[A-Za-z]+[0-9]+$", _("A rule’s code is letters and digits, such as Y02.")
)


class OwnRulesBlock(LessonBlock):
    """What binds the reader, from the version in force at the moment of reading: whole lists, or
    the rules that the lesson names. Nothing of it is kept with the lesson."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    lines = blocks.MultipleChoiceBlock(
        choices=LINES,
        label=_("Lists"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        search_index=False,
        help_text=_("The reader’s own lists of these lines."),
    )
    codes = blocks.ListBlock(
        blocks.CharBlock(max_length=10, validators=[A_CODE], search_index=False),
        label=_("Rules"),
        default=[],
        help_text=_("Codes of rules that this lesson teaches, such as Y02; in place of lists."),
    )

    class Meta:
        label = _("Rules of the codebook")
        description = _("The reader’s own lists, or some rules, as they are in force that day.")
        icon = "clipboard-list"
        template = "conduct_records/blocks/own_rules.html"
        group = _("Norms")
        label_format = "{title} {lines} {codes}"
        is_live = True

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["lines"] and not cleaned["codes"]:
            error = ValidationError(_("Choose a list, or name a rule."))
            raise blocks.StructBlockValidationError(block_errors={"lines": error})
        return cleaned
