"""What the forms of a stage share that is taken at the desk."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator


def text_field(label: Any, *, most: int, rows: int, **kwargs: Any) -> forms.CharField:
    """Its limit is told, not enforced by the browser: that would cut off what is pasted."""
    widget = forms.Textarea(attrs={"class": "input", "rows": rows})
    return forms.CharField(
        label=label, validators=[MaxLengthValidator(most)], widget=widget, **kwargs
    )


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"})
    return forms.DateField(label=label, widget=widget, **kwargs)
