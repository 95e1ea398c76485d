from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind
from assessments.errors import (
    ConversionRefused,
    ToleranceNegative,
    TooManyParts,
    UnitsRefused,
    UnitUnknown,
)
from assessments.forms.passages import EnglishLines, Passage, beside, halves, joined, lines, whole
from assessments.forms.question import Content, QuestionForm


class NumberForm(QuestionForm):
    kind = Kind.NUMBER
    purpose = _("A number to write, right within a tolerance, with a unit where you like.")
    own = ("value", "tolerance", "unit", "units")
    own_english = ("english_units",)
    places = {
        ToleranceNegative: "tolerance",
        UnitUnknown: "unit",
        UnitsRefused: "units",
        ConversionRefused: "units",
        TooManyParts: "units",
    }

    value = forms.CharField(label=_("Right answer"), max_length=40)
    tolerance = forms.CharField(
        label=_("Tolerance"),
        max_length=40,
        initial="0",
        help_text=_("How far above or below still counts, in the unit of the right answer."),
    )
    unit = forms.CharField(
        label=_("Unit of the right answer"),
        required=False,
        help_text=_("One of the units below. Empty: the first."),
    )
    units = Passage(
        label=_("Units"),
        required=False,
        help_text=_(
            "One a line; of several the learner chooses. “hour = 60” says that one is 60 of the "
            "first unit: an answer in another unit is then converted, else it is wrong."
        ),
    )
    english_units = EnglishLines(label=_("Units"))

    def read(self) -> tuple[Content, Content]:
        data = self.cleaned_data
        written = [halves(line) for line in lines(data["units"])]
        names = [name for name, __ in written]
        key: Content = {
            "value": data["value"],
            "tolerance": data["tolerance"],
            "unit": _index(names, data["unit"]),
        }
        if any(size is not None for __, size in written):
            first, *others = [size for __, size in written]
            key["per_unit"] = [first or "1", *(size or "" for size in others)]
        return {"units": names}, key

    def read_english(self, content: Content) -> Content:
        return {"units": beside(self.cleaned_data["english_units"], len(content.get("units", ())))}

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        names, sizes = content.get("units", ()), key.get("per_unit", ())
        unit = key.get("unit", 0)
        written = [
            whole(name, sizes[index] if sizes and index else None)
            for index, name in enumerate(names)
        ]
        return {
            "value": key["value"],
            "tolerance": key.get("tolerance", "0"),
            "unit": names[unit] if unit else "",
            "units": joined(written),
        }

    @classmethod
    def show_english(cls, content: Content, key: Content, english: Content) -> dict[str, Any]:
        return {"english_units": joined(english.get("units", ()))}


def _index(names: list[str], unit: str) -> int:
    """The unit's place; one that is not listed gets a place that there is not."""
    if not unit:
        return 0
    return names.index(unit) if unit in names else len(names) + 1
