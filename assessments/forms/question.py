from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Kind, Truth
from assessments.errors import WordingRefused
from assessments.models import Question
from assessments.rules.wording import Wording, english_wording

ROWS = 6  # option rows offered at least; two empty ones always follow the filled ones


class QuestionForm(forms.ModelForm):
    """A question with its wording. `wording()` is what was written, checked by the kind's rules."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    stem = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 3}))
    truth = forms.ChoiceField(
        label=_("The statement is"), choices=Truth.choices, widget=forms.RadioSelect, required=False
    )
    explanation = forms.CharField(
        label=_("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown with the result, where the quiz shows reasons."),
    )
    marks = forms.IntegerField(label=_("Marks"), min_value=1, max_value=100, initial=1)
    english_stem = forms.CharField(
        label=_("Question"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    english_explanation = forms.CharField(
        label=_("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = Question
        fields = ["code", "topic", "is_retired"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = self.instance.current_version.wording if self.instance.pk else None
        texts = current.content.get("options", []) if current else []
        self.rows = max(ROWS, len(texts) + 2)
        for row in range(self.rows):
            self.fields[f"option_{row}"] = forms.CharField(
                label=_("Option %(number)d") % {"number": row + 1}, required=False
            )
            self.fields[f"english_{row}"] = forms.CharField(
                label=_("Option %(number)d in English") % {"number": row + 1}, required=False
            )
            self.fields[f"right_{row}"] = forms.BooleanField(
                label=_("Option %(number)d is right") % {"number": row + 1}, required=False
            )
        if current:
            self.fields["code"].disabled = True
            self._show(current)

    def _show(self, wording: Wording) -> None:
        shown = {name: getattr(wording, name) for name in ("kind", "stem", "explanation", "marks")}
        right = wording.key["right"]
        if wording.kind == Kind.TRUE_FALSE:
            shown["truth"] = Truth.TRUE if right else Truth.FALSE
        else:
            for row, text in enumerate(wording.content["options"]):
                shown |= {f"option_{row}": text, f"right_{row}": row in right}
        self.initial.update(shown)
        self._show_english(wording.english)

    def _show_english(self, english: Mapping[str, Any]) -> None:
        self.initial["english_stem"] = english.get("stem", "")
        self.initial["english_explanation"] = english.get("explanation", "")
        for row, text in enumerate(english.get("options", [])):
            self.initial[f"english_{row}"] = text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.wording().check()
            except WordingRefused as error:
                raise forms.ValidationError(str(error)) from error
        return data

    def wording(self) -> Wording:
        """Rows left empty are passed over; a tick or English beside one counts as an option
        without text."""
        data = self.cleaned_data
        content, key = self._choices()
        return Wording(
            kind=data["kind"],
            stem=data["stem"].strip(),
            content=content,
            key=key,
            explanation=data["explanation"].strip(),
            marks=data["marks"],
            english=english_wording(
                stem=data["english_stem"],
                explanation=data["english_explanation"],
                options=[data[f"english_{row}"] for row in self._filled_rows()],
            ),
        )

    def _filled_rows(self) -> list[int]:
        """Rows with an option; a tick or English alone makes one, which then lacks its text."""
        if self.cleaned_data["kind"] == Kind.TRUE_FALSE:
            return []
        names = ("option_{}", "right_{}", "english_{}")
        data = self.cleaned_data
        return [row for row in range(self.rows) if any(data[name.format(row)] for name in names)]

    def _choices(self) -> tuple[dict[str, Any], dict[str, Any]]:
        data = self.cleaned_data
        if data["kind"] == Kind.TRUE_FALSE:
            return {}, {"right": {"true": True, "false": False}.get(data["truth"])}
        filled = [(data[f"option_{row}"], data[f"right_{row}"]) for row in self._filled_rows()]
        right = [index for index, (__, is_right) in enumerate(filled) if is_right]
        return {"options": [text for text, __ in filled]}, {"right": right}

    @property
    def has_english(self) -> bool:
        """Whether the panel of the English wording has something to show."""
        return any(self[name].value() for name in self.fields if name.startswith("english_"))

    def option_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"option_{row}"], self[f"right_{row}"]) for row in range(self.rows)]

    def english_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each option beside its English."""
        return [(self[f"option_{row}"], self[f"english_{row}"]) for row in range(self.rows)]
