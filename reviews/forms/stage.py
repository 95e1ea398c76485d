"""What the forms of a stage share that is taken at the desk."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import MaxLengthValidator


class StageForm(forms.Form):
    """`form_id` and `seen` keep it from becoming two steps, or one on a review that is not what the
    page showed."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, seen: int, written: Any = None) -> None:
        super().__init__(data, initial={"form_id": uuid4(), "seen": seen} | (written or {}))

    def seeing(self, steps: int) -> None:
        """What was typed is kept, for the review as it is now."""
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed["seen"] = str(steps)

    @property
    def once(self) -> dict[str, Any]:
        """What every action takes beside its content."""
        return {name: self.cleaned_data[name] for name in ("seen", "form_id")}


def text_field(label: Any, *, most: int, rows: int, **kwargs: Any) -> forms.CharField:
    """Its limit is told, not enforced by the browser: that would cut off what is pasted."""
    widget = forms.Textarea(attrs={"class": "input", "rows": rows})
    return forms.CharField(
        label=label, validators=[MaxLengthValidator(most)], widget=widget, **kwargs
    )


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"})
    return forms.DateField(label=label, widget=widget, **kwargs)
