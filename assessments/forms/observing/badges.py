"""Of which unit badges are printed."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.people.models import Unit


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Unit) -> str:
        return obj.localised_name


class BadgeFilter(forms.Form):
    def __init__(self, data: Any, *, units: QuerySet[Unit]) -> None:
        super().__init__(data)
        self.fields["unit"] = UnitField(
            label=_("Unit"),
            queryset=units,
            required=False,
            empty_label=_("All units"),
            widget=forms.Select(attrs={"class": "input"}),
        )

    @property
    def unit(self) -> Unit | None:
        return self.cleaned_data.get("unit") if self.is_valid() else None
