from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from lms.ledger.enums import Log
from lms.ledger.queries.register import Wanted
from lms.ledger.registries import types


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2200, 1, 1))],
    )


class RegisterFilter(forms.Form):
    """Which entries of which log the register shows."""

    log = forms.ChoiceField(label=_("Log"), required=False, choices=Log.choices)
    number = forms.IntegerField(label=_("Entry number"), required=False, min_value=0)
    type = forms.ChoiceField(label=_("Kind"), required=False)
    since = _day(_("From day"))
    until = _day(_("To day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        kinds = sorted((str(each.label), each.name) for each in types())
        fields["type"].choices = [("", _("All kinds")), *((name, label) for label, name in kinds)]
        for field in fields.values():
            field.widget.attrs["class"] = "input"

    @property
    def wanted(self) -> Wanted:
        """What was asked for; what cannot be understood is left out."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            log=Log(given.get("log") or Log.RECORDS),
            seq=given.get("number"),
            type=given.get("type") or "",
            since=given.get("since"),
            until=given.get("until"),
        )


class BundleForm(forms.Form):
    """Which fields of an entry a bundle discloses."""

    field = forms.MultipleChoiceField(
        label=_("Fields to disclose"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[str]:
        """The fields ticked that there are."""
        self.is_valid()
        found: list[str] = self.cleaned_data.get("field", [])
        return found
