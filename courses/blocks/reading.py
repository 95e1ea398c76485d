"""What is read: text, pictures, key points, comparisons."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.base import TEXT_FEATURES, DescribedPicture, LessonBlock


class TextBlock(LessonBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        label = _("Text")
        description = _("Paragraphs, headings and lists.")
        icon = "pilcrow"
        template = "courses/blocks/text.html"
        group = _("Reading")
        label_format = "{text}"


class PictureBlock(LessonBlock):
    picture = DescribedPicture(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        label = _("Picture")
        description = _("One picture with a caption.")
        icon = "image"
        template = "courses/blocks/picture.html"
        group = _("Reading")
        label_format = "{caption}"


class KeyPointsBlock(LessonBlock):
    points = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("Points"), min_num=1)

    class Meta:
        label = _("Key points")
        description = _("What to remember, at the end of a lesson.")
        icon = "list-ul"
        template = "courses/blocks/key_points.html"
        group = _("Reading")
        label_format = "{points}"


class ComparedRowBlock(blocks.StructBlock):
    head = blocks.CharBlock(label=_("Row"), max_length=40)
    cells = blocks.ListBlock(
        blocks.CharBlock(max_length=160),
        label=_("Cells"),
        default=["", ""],
        min_num=2,
        max_num=4,
        help_text=_("One for each column."),
    )


class ComparisonBlock(LessonBlock):
    """Rows against two to four columns, each row with as many cells as there are columns."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    columns = blocks.ListBlock(
        blocks.CharBlock(max_length=40),
        label=_("Columns"),
        default=["", ""],
        min_num=2,
        max_num=4,
    )
    rows = blocks.ListBlock(ComparedRowBlock(), label=_("Rows"), min_num=1, max_num=10)

    class Meta:
        label = _("Comparison")
        description = _("Two to four things side by side, row by row.")
        icon = "table"
        template = "courses/blocks/comparison.html"
        group = _("Reading")
        label_format = "{title}"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        columns = len(cleaned["columns"])
        for number, row in enumerate(cleaned["rows"], start=1):
            if len(row["cells"]) != columns:
                message = _("Row %(row)d has %(cells)d cells, but there are %(columns)d columns.")
                values = {"row": number, "cells": len(row["cells"]), "columns": columns}
                raise blocks.StructBlockValidationError(
                    block_errors={"rows": ValidationError(message % values)}
                )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Adds each cell together with the head of its column, for narrow screens."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["rows"] = [
            (row["head"], list(zip(value["columns"], row["cells"], strict=False)))
            for row in value["rows"]
        ]
        return context
