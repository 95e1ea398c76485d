from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from lms.people.forms.choices import UnitChoiceField
from lms.people.models import Employee, Unit
from lms.people.queries import units_reached
from lms.sheets.limits import LIMITS


class RosterForm(forms.Form):
    """A roster to be checked, and whether it is the complete one of a unit."""

    file = forms.FileField(
        label=_("Roster (xlsx or csv)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    is_complete = forms.BooleanField(
        label=_("The file is the complete roster of a unit"),
        required=False,
        help_text=_("Whoever belongs to that unit and is missing in the file is listed as ended."),
    )
    unit = UnitChoiceField(label=_("Unit"), queryset=Unit.objects.none(), required=False)

    def __init__(self, *args: Any, actor: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_reached(  # type: ignore[attr-defined]
            actor, "people.add_employee"
        )
        self.fields["file"].help_text = _t(
            "At most %(rows)d rows and %(megabytes)d MB. Nothing is written before you have seen "
            "what would happen."
        ) % {"rows": LIMITS.rows, "megabytes": LIMITS.megabytes}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_complete") and not cleaned.get("unit"):
            self.add_error("unit", _t("Of which unit is it the complete roster?"))
        return cleaned
