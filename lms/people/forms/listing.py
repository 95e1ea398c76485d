from enum import StrEnum
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.people.forms.choices import UnitChoiceField
from lms.people.models import Unit


class ListFilter(forms.Form):
    """Which rows of a desk's list are shown: those of one of its `groups`, of a unit, and what else
    the list is narrowed by."""

    groups: ClassVar[type[StrEnum]]

    group = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    unit = UnitChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units")
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(str(each), str(each)) for each in self.groups]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for field in self.visible_fields():
            field.field.widget.attrs["class"] = "input"

    @property
    def said(self) -> dict[str, Any]:
        """What was asked for, by the names of the fields; what cannot be understood is left out."""
        self.is_valid()
        said = dict(self.cleaned_data)
        said["group"] = self.groups(said["group"]) if said.get("group") else None
        return said

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(field.name) for field in self.visible_fields())


def words_field(label: Any) -> forms.CharField:
    """For a name, a number or whatever the list is searched by."""
    widget = forms.TextInput(attrs={"type": "search"})
    return forms.CharField(label=label, required=False, max_length=60, widget=widget)
