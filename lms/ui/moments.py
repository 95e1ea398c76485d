"""A time as a phone's picker gives it."""

from datetime import datetime
from typing import Any

from django import forms

MOMENT = "%Y-%m-%dT%H:%M"
YEARS = range(1950, 2201)


class MomentField(forms.DateTimeField):
    widget = forms.DateTimeInput(format=MOMENT, attrs={"class": "input", "type": "datetime-local"})
    input_formats = [MOMENT, "%Y-%m-%dT%H:%M:%S"]

    def to_python(self, value: Any) -> datetime | None:
        """Of a year that people live in: days are added to it."""
        moment: datetime | None = super().to_python(value)
        if moment is not None and moment.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment
