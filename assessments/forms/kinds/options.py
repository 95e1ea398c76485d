"""Single and multiple choice: a row for each option."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind
from assessments.errors import FeedbackDoesNotFit
from assessments.forms.passages import Passage, at
from assessments.forms.question import Content, QuestionForm
from assessments.rules.kinds.options import MOST_OPTIONS

# Rows that stand open at least; two empty ones always follow the filled ones, the rest is folded.
ROWS = 6
_OWN = ("right", "option", "feedback", "percent")
_TEXTS = ("option", "feedback")
_ENGLISH = ("english_option", "english_feedback")


def _names(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{part}_{row}" for row in range(MOST_OPTIONS) for part in parts)


@dataclass(frozen=True)
class Row:
    number: int
    right: forms.BoundField
    option: forms.BoundField
    feedback: forms.BoundField
    percent: forms.BoundField
    english_option: forms.BoundField
    english_feedback: forms.BoundField

    @property
    def fields(self) -> tuple[forms.BoundField, ...]:
        return (
            self.right,
            self.option,
            self.feedback,
            self.percent,
            self.english_option,
            self.english_feedback,
        )

    @property
    def is_filled(self) -> bool:
        return any(field.value() for field in self.fields)


class OptionsForm(QuestionForm):
    template = "assessments/admin/kinds/options.html"
    english_template = "assessments/admin/kinds/options_english.html"
    own = _names(_OWN)
    own_english = _names(_ENGLISH)
    advice: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table_errors: dict[str, str] = {}
        for row in range(MOST_OPTIONS):
            for part, label in _LABELS.items():
                text = label % {"number": row + 1}
                field = forms.BooleanField if part == "right" else forms.CharField
                self.fields[f"{part}_{row}"] = field(label=text, required=False)
            for part in (*_TEXTS, *_ENGLISH):
                self._keep_lines(f"{part}_{row}")
            self.fields[f"percent_{row}"].widget.attrs |= {"inputmode": "decimal", "size": 6}

    def _keep_lines(self, name: str) -> None:
        """A text of several lines, as an import may bring it, gets a field that holds them."""
        if "\n" in str(self.initial.get(name, "")):
            label = self.fields[name].label
            self.fields[name] = Passage(label=label, required=False, rows=2)

    @classmethod
    def label_of(cls, name: str) -> Any:
        part, __, row = name.rpartition("_")
        if part in _LABELS:
            return _LABELS[part] % {"number": int(row) + 1}
        return super().label_of(name)

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with the table as a whole stands above it."""
        if field == self.own[0] or field == self.own_english[0]:
            self.table_errors[field] = str(error)
            field = None
        super().add_error(field, error)

    @property
    def options_error(self) -> str:
        return self.table_errors.get(self.own[0], "")

    @property
    def english_error(self) -> str:
        return self.table_errors.get(self.own_english[0], "")

    def read(self) -> tuple[Content, Content]:
        """Rows left empty are passed over; a tick, feedback or English alone counts as an option
        without text."""
        rows = self._filled()
        content: Content = {"options": self._column("option", rows)}
        feedback = self._column("feedback", rows)
        if any(feedback):
            content["feedback"] = feedback
        key: Content = {
            "right": [index for index, row in enumerate(rows) if self._cell("right", row)]
        }
        if any(percents := self._column("percent", rows)):
            key["percents"] = [
                _percent(text) or ("100" if place in key["right"] else "0")
                for place, text in enumerate(percents)
            ]
        return content, key

    def read_english(self, content: Content) -> Content:
        rows = self._filled()
        feedback = self._column("english_feedback", rows)
        if any(feedback) and not content.get("feedback"):
            raise FeedbackDoesNotFit
        parts = {"options": self._column("english_option", rows), "feedback": feedback}
        return {name: texts for name, texts in parts.items() if any(texts)}

    def _filled(self) -> list[int]:
        parts = (*_OWN, *_ENGLISH)
        return [row for row in range(MOST_OPTIONS) if any(self._cell(part, row) for part in parts)]

    def _cell(self, part: str, row: int) -> Any:
        return self.cleaned_data[f"{part}_{row}"]

    def _column(self, part: str, rows: list[int]) -> list[Any]:
        return [self._cell(part, row) for row in rows]

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        feedback = content.get("feedback", ())
        percents = key.get("percents", ())
        shown: dict[str, Any] = {}
        for row, text in enumerate(content["options"]):
            shown[f"right_{row}"] = row in key["right"]
            shown[f"option_{row}"] = text
            shown[f"feedback_{row}"] = at(feedback, row)
            shown[f"percent_{row}"] = at(percents, row)
        return shown

    @classmethod
    def show_english(cls, content: Content, key: Content, english: Content) -> dict[str, Any]:
        parts = {"english_option": "options", "english_feedback": "feedback"}
        return {
            f"{part}_{row}": text
            for part, name in parts.items()
            for row, text in enumerate(english.get(name, ()))
        }

    def _rows(self) -> Iterator[Row]:
        parts = (*_OWN, *_ENGLISH)
        for row in range(MOST_OPTIONS):
            yield Row(row + 1, **{part: self[f"{part}_{row}"] for part in parts})

    @property
    def rows(self) -> list[Row]:
        return list(self._rows())[: self._open]

    @property
    def more_rows(self) -> list[Row]:
        return list(self._rows())[self._open :]

    @property
    def _open(self) -> int:
        filled = [row.number for row in self._rows() if row.is_filled]
        return max(ROWS, max(filled, default=0) + 2)


_LABELS = {
    "right": _("Option %(number)d is right"),
    "option": _("Option %(number)d"),
    "feedback": _("Feedback to option %(number)d"),
    "percent": _("Per cent for option %(number)d"),
    "english_option": _("Option %(number)d in English"),
    "english_feedback": _("Feedback to option %(number)d in English"),
}


def _percent(text: str) -> str:
    """A percentage as it is kept; full-width digits and the sign itself do not matter."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    return plain.replace("%", "").strip().removeprefix("+")


class SingleChoiceForm(OptionsForm):
    kind = Kind.SINGLE_CHOICE
    purpose = _("Several options, exactly one of them right.")
    advice = _(
        "Tick the one that is right. An option that is partly right earns the per cent beside it."
    )


class MultipleChoiceForm(OptionsForm):
    kind = Kind.MULTIPLE_CHOICE
    purpose = _("Several options, at least two of them right.")
    advice = _("Tick all that are right, at least two, and leave one wrong.")
    own = (*OptionsForm.own, "credit")

    credit = forms.ChoiceField(
        label=_("Partly right answers"),
        initial="exact",
        choices=[
            ("exact", _("All or nothing: full marks for exactly the right set")),
            (
                "weights",
                _(
                    "By percentages: the sum of those beside what is ticked, never below none; the "
                    "right ones make 100 together"
                ),
            ),
            (
                "balance",
                _(
                    "Right less wrong: the share of the right options ticked "
                    "less the share of the wrong ones ticked, never below none"
                ),
            ),
            (
                "each",
                _(
                    "Each option a decision: the share decided rightly counts above one half, "
                    "which guessing reaches"
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )

    def read(self) -> tuple[Content, Content]:
        content, key = super().read()
        return content, key | {"credit": self.cleaned_data["credit"]}

    @classmethod
    def show(cls, content: Content, key: Content) -> dict[str, Any]:
        return super().show(content, key) | {"credit": key.get("credit", "exact")}
