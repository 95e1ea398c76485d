from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind
from assessments.errors import (
    ConversionRefused,
    OtherIsNoNumber,
    PercentOutOfRange,
    ToleranceNegative,
    TooManyParts,
    UnitsRefused,
    UnitUnknown,
)
from assessments.forms.earning import earned, earning
from assessments.forms.passages import EnglishLines, Passage, beside, halves, joined, lines, whole
from assessments.forms.question import Content, QuestionForm
from assessments.rules.kinds.number import number_in


class NumberForm(QuestionForm):
    kind = Kind.NUMBER
    purpose = _("A number to write, right within a tolerance, with a unit where you like.")
    own = ("value", "tolerance", "feedback", "others", "unit", "units")
    own_english = ("english_units",)
    places = {
        ToleranceNegative: "tolerance",
        UnitUnknown: "unit",
        UnitsRefused: "units",
        ConversionRefused: "units",
        TooManyParts: "units",
        PercentOutOfRange: "others",
        OtherIsNoNumber: "others",
    }

    value = forms.CharField(label=_("Right answer"), max_length=40)
    tolerance = forms.CharField(
        label=_("Tolerance"),
        max_length=40,
        initial="0",
        help_text=_("How far above or below still counts, in the unit of the right answer."),
    )
    feedback = Passage(
        label=_("Feedback to the right answer"),
        required=False,
        rows=2,
        help_text=_("Shown with the result, where the quiz shows reasons."),
    )
    others = Passage(
        label=_("Other answers that earn something"),
        required=False,
        help_text=_(
            "One a line, in the unit of the right answer: number ± tolerance | per cent | "
            "feedback, such as “25 ± 1 | 50% | Nearly.”."
        ),
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
        if data["feedback"]:
            key["feedback"] = data["feedback"]
        if others := [_other(line) for line in lines(data["others"])]:
            key["others"] = others
        if any(size is not None for __, size in written):
            first, *rest = [size for __, size in written]
            key["per_unit"] = [first or "1", *(size or "" for size in rest)]
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
            "feedback": key.get("feedback", ""),
            "others": joined(map(_written, key.get("others", ()))),
            "unit": names[unit] if unit else "",
            "units": joined(written),
        }

    @classmethod
    def show_english(cls, content: Content, key: Content, english: Content) -> dict[str, Any]:
        return {"english_units": joined(english.get("units", ()))}


def _other(line: str) -> dict[str, Any]:
    """Raises `OtherIsNoNumber` for a line that begins with none."""
    number, rest = earning(line)
    value, __, tolerance = (side.strip() for side in number.partition("±"))
    if number_in(value) is None:
        raise OtherIsNoNumber
    return {"value": value, "tolerance": tolerance or "0"} | rest


def _written(other: Content) -> str:
    tolerance = other.get("tolerance", "0")
    number = other["value"] if tolerance == "0" else f"{other['value']} ± {tolerance}"
    return earned(number, other.get("percent", 100), other.get("feedback", ""))


def _index(names: list[str], unit: str) -> int:
    """The unit's place; one that is not listed gets a place that there is not."""
    if not unit:
        return 0
    return names.index(unit) if unit in names else len(names) + 1
