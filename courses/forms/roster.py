from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.people.models import Employee, Unit


class RosterFilter(forms.Form):
    """Which of the actor's people the roster shows."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Everybody")),
            ("missing", _("Not enrolled")),
            ("under_way", _("Under way")),
            ("completed", _("Completed")),
        ],
    )
    name = forms.CharField(label=_("Name or staff number"), required=False, max_length=60)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"


class PeopleField(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        """A number beyond what the database holds names nobody; SQLite would break on it."""
        try:
            return super().clean(value)
        except OverflowError:
            message = self.error_messages["invalid_pk_value"]
            raise forms.ValidationError(message, code="invalid_pk_value") from None


class EnrolForm(forms.Form):
    """The people ticked on the roster."""

    people = PeopleField(
        Employee.objects.none(),
        error_messages={
            "required": _("Select at least one person."),
            "invalid_choice": _("Someone you selected is not in your units. Reload the page."),
            "invalid_pk_value": _("Someone you selected is not in your units. Reload the page."),
        },
    )

    def __init__(self, *args: Any, people: QuerySet[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
