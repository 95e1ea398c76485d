from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms.people.forms.choices import PostChoiceField, UnitChoiceField
from lms.people.models import Employee, Post, Unit
from lms.people.queries import posts_in_order, units_reached


class HireForm(WagtailAdminModelForm):
    """Somebody new, in a unit where the actor may hire. `actions.hire_employee` writes."""

    unit = UnitChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    post = PostChoiceField(label=_("Post"), queryset=Post.objects.none())

    class Meta:
        model = Employee
        fields = ["staff_number", "name", "latin_name", "email", "unit", "post", "hired_on"]
        help_texts: dict[str, Any] = {"latin_name": _("Left empty, the name is written in pinyin.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = self.units()
        self.fields["post"].queryset = posts_in_order()
        self.fields["hired_on"].required = True
        if not self.instance.pk:
            self.fields["hired_on"].initial = timezone.localdate

    def units(self) -> QuerySet[Unit]:
        return units_reached(self.for_user, "people.add_employee")


class ChangeEmployeeForm(HireForm):
    """Details of somebody, and whether they may sign in. The staff number stays for good."""

    class Meta(HireForm.Meta):
        help_texts: dict[str, Any] = {}
        fields = ["name", "latin_name", "email", "unit", "post", "hired_on", "is_active"]

    def units(self) -> QuerySet[Unit]:
        """Where the actor may hire, and the unit where the person is."""
        present = Unit.objects.filter(pk=self.instance.unit_id)
        return (super().units() | present).distinct()
