from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms.people.errors import PeopleError
from lms.people.forms.choices import PostChoiceField, UnitChoiceField
from lms.people.models import Employee, Post, Unit
from lms.people.queries import posts_in_order, units_reached
from lms.people.rules.employment import check_employer


class EmployeeForm(WagtailAdminModelForm):
    """What hiring and changing somebody have in common."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hired_on"].required = True

    def clean(self) -> dict[str, Any]:
        """Where the actions would refuse, at the field itself."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "employment_kind" in cleaned and "employer" in cleaned:
            try:
                check_employer(cleaned["employment_kind"], cleaned["employer"])
            except PeopleError as refusal:
                self.add_error("employer", str(refusal))
        return cleaned


class HireForm(EmployeeForm):
    """Somebody new, in a unit where the actor may hire. `actions.hire_employee` writes."""

    unit = UnitChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    post = PostChoiceField(label=_("Post"), queryset=Post.objects.none())
    own_sign_in = forms.BooleanField(
        label=_("A sign-in of their own"),
        required=False,
        initial=True,
        help_text=_(
            "Without one they read, answer and sign on a supervisor’s device. It can be given "
            "later."
        ),
    )

    class Meta:
        model = Employee
        fields = [
            "staff_number", "name", "latin_name", "email", "unit", "post", "hired_on",
            "employment_kind", "employer",
        ]  # fmt: skip
        help_texts: dict[str, Any] = {"latin_name": _("Left empty, the name is written in pinyin.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = self.units()
        self.fields["post"].queryset = posts_in_order()
        self.fields["hired_on"].initial = timezone.localdate

    def units(self) -> QuerySet[Unit]:
        return units_reached(self.for_user, "people.add_employee")


class ChangeEmployeeForm(EmployeeForm):
    """Details of somebody, and whether they may sign in. The staff number stays for good, unit
    and post change by a transfer."""

    class Meta:
        model = Employee
        fields = [
            "name", "latin_name", "email", "hired_on", "employment_kind", "employer", "is_active",
        ]  # fmt: skip
