from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import InspectionSheet
from assessments.queries.observing.desk import Outcome, Wanted
from lms.people.forms.choices import UnitChoiceField
from lms.people.forms.listing import words_field
from lms.people.models import Unit

OUTCOMES = {
    Outcome.PASSED: pgettext_lazy("observation", "Passed"),
    Outcome.NOT_PASSED: pgettext_lazy("observation", "Not passed"),
    Outcome.CRITICAL: pgettext_lazy("observation", "Failed by a critical point"),
    Outcome.NOT_SIGNED: _("Not signed by the person"),
}


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class _Narrowing(forms.Form):
    """What cannot be understood is left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.visible_fields():
            field.field.widget.attrs["class"] = "input"

    @property
    def said(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.said)


class ObservationFilter(_Narrowing):
    """Which observations the desk's list shows."""

    text = words_field(_("Name or staff number"))
    sheet = forms.ModelChoiceField(
        InspectionSheet.objects.all(), label=_("Sheet"), required=False, empty_label=_("All sheets")
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("All")), *((str(each), name) for each, name in OUTCOMES.items())],
    )
    unit = UnitChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units")
    )
    first = day_field(_("From"))
    last = day_field(_("Until"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        said = self.said
        outcome = said.get("outcome")
        return Wanted(
            sheet=said.get("sheet"),
            text=said.get("text", ""),
            unit=said.get("unit"),
            outcome=Outcome(outcome) if outcome else None,
            first=said.get("first"),
            last=said.get("last"),
        )


class AgreementFilter(_Narrowing):
    """Of which days joint observations are counted."""

    first = day_field(_("From"))
    last = day_field(_("Until"))

    @property
    def wanted(self) -> Wanted:
        return Wanted(first=self.said.get("first"), last=self.said.get("last"))
