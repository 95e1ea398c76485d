from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms.people.enums import Role
from lms.people.forms.choices import UnitChoiceField
from lms.people.models import Employee, RoleGrant, Unit
from lms.people.models.employee import normalised_staff_number
from lms.people.policies import roles_to_grant
from lms.people.queries import employees_reached, units_reached


class GrantForm(WagtailAdminModelForm):
    """A role for somebody of the actor's units. `actions.grant_role` writes."""

    staff_number = forms.CharField(label=_("Staff number"), max_length=20)
    role = forms.ChoiceField(label=_("Role"))
    unit = UnitChoiceField(
        label=_("On unit"),
        queryset=Unit.objects.none(),
        help_text=_("The role holds for this unit and everything below it."),
    )

    class Meta:
        model = RoleGrant
        fields = ["role", "unit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["staff_number", "role", "unit"])
        allowed = roles_to_grant(self.for_user)
        self.fields["role"].choices = [each for each in Role.choices if each[0] in allowed]
        self.fields["unit"].queryset = units_reached(self.for_user, "people.add_rolegrant")

    def clean_staff_number(self) -> Employee:
        number = normalised_staff_number(self.cleaned_data["staff_number"])
        reached = employees_reached(self.for_user, "people.view_employee")
        employee = reached.filter(staff_number=number).first()
        if employee is None:
            raise forms.ValidationError(_t("Nobody in your units has this staff number."))
        return employee

    def clean(self) -> dict[str, Any]:
        """`grant_role` is given the person under their name in the model."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "staff_number" in cleaned:
            cleaned["employee"] = cleaned.pop("staff_number")
        return cleaned
