from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.people.forms.choices import UnitChoiceField
from lms.people.forms.listing import words_field
from lms.people.models import Employee, Unit
from lms.people.models.employee import normalised_staff_number
from lms.people.models.retention import LONGEST_MONTHS

NAMELESS = _("Kept for good, so name nobody in it.")


def _reason(help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


class KeptFilter(forms.Form):
    """Whose retention the list shows."""

    unit = UnitChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units")
    )
    name = words_field(_("Name or staff number"))
    due = forms.ChoiceField(
        label=_("Shown"),
        required=False,
        choices=[("", _("Everybody who left")), ("on", _("Only who may be erased"))],
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for name in ("unit", "name", "due"):
            self.fields[name].widget.attrs["class"] = "input"

    @property
    def said(self) -> dict[str, Any]:
        """What was asked for; what cannot be understood is left out."""
        self.is_valid()
        return self.cleaned_data

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())


class TermForm(forms.Form):
    months = forms.IntegerField(
        label=_("Months it is kept"),
        max_value=LONGEST_MONTHS,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )
    reason = _reason()

    def __init__(self, *args: Any, at_least: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = self.fields["months"]
        months.validators.append(MinValueValidator(at_least))
        months.widget.attrs["min"] = str(at_least)
        months.help_text = ngettext(
            "At least %(count)d month.", "At least %(count)d months.", at_least
        ) % {"count": at_least}


class ReasonForm(forms.Form):
    """For a hold, which is erased with the person."""

    reason = _reason()


class HoldForm(forms.Form):
    """A hold on the records of somebody within reach."""

    staff_number = forms.CharField(
        label=_("Staff number"), max_length=20, widget=forms.TextInput(attrs={"class": "input"})
    )
    reason = _reason()

    def __init__(self, *args: Any, reached: QuerySet[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reached = reached

    def clean_staff_number(self) -> Employee:
        number = normalised_staff_number(self.cleaned_data["staff_number"])
        employee = self.reached.filter(staff_number=number).first()
        if employee is None:
            raise forms.ValidationError(_t("Nobody in your units has this staff number."))
        return employee


class EraseRecordForm(forms.Form):
    reason = _reason(NAMELESS)


class ErasePersonForm(forms.Form):
    """Whoever erases types the staff number once more."""

    staff_number = forms.CharField(
        label=_("Type the staff number"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    reason = _reason(NAMELESS)

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employee = employee

    def clean_staff_number(self) -> str:
        number = normalised_staff_number(self.cleaned_data["staff_number"])
        if number != self.employee.staff_number:
            raise forms.ValidationError(_t("This is not the staff number of the person."))
        return number
