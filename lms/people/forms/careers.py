"""What happens to somebody between being hired and leaving. Actions write."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from lms.people.enums import EmploymentKind, LeaveKind
from lms.people.forms.choices import PostChoiceField, UnitChoiceField
from lms.people.models import Employee, Placement, Post, Unit
from lms.people.queries import posts_in_order, units_reached

LONGEST_NOTE = 200


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=AdminDateInput(), **more)


def _note(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_NOTE, required=required)


class CareerForm(forms.Form):
    """Knows who writes, and about whom."""

    def __init__(self, *args: Any, actor: Employee, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.employee = actor, employee
        if "unit" in self.fields:
            self.fields["unit"].queryset = self._units()  # type: ignore[attr-defined]
            self.fields["post"].queryset = posts_in_order()  # type: ignore[attr-defined]

    def _units(self) -> QuerySet[Unit]:
        """Where the actor may hire, and the unit where the person is."""
        reached = units_reached(self.actor, "people.add_employee")
        return reached | self._kept(self.employee.unit_id or 0)

    def _kept(self, unit_id: int) -> QuerySet[Unit]:
        return Unit.objects.filter(pk=unit_id)


class TransferForm(CareerForm):
    unit = UnitChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    post = PostChoiceField(label=_("Post"), queryset=Post.objects.none())
    on = _day(
        pgettext_lazy("period", "From"),
        help_text=_("A day to come is allowed: the transfer takes effect then."),
    )
    note = _note(_("Note"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("unit", self.employee.unit_id)
        self.initial.setdefault("post", self.employee.post_id)
        self.initial.setdefault("on", timezone.localdate())


class CorrectPlacementForm(CareerForm):
    unit = UnitChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    post = PostChoiceField(label=_("Post"), queryset=Post.objects.none())
    from_on = _day(pgettext_lazy("period", "From"))
    reason = _note(_("Reason"), required=True)

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        self.placement = placement
        super().__init__(*args, **kwargs)
        for field in ("unit", "post", "from_on"):
            self.initial.setdefault(field, getattr(placement, field))

    def _units(self) -> QuerySet[Unit]:
        return super()._units() | self._kept(self.placement.unit_id)


class WithdrawForm(CareerForm):
    reason = _note(_("Reason"), required=True)


class LeaveForm(CareerForm):
    kind = forms.ChoiceField(label=_("Kind of leave"), choices=LeaveKind.choices)
    from_on = _day(pgettext_lazy("period", "From"), initial=timezone.localdate)
    until_on = _day(
        pgettext_lazy("period", "Until"),
        required=False,
        help_text=_("The last day away; empty while it is not known."),
    )
    note = _note(_("Note"))


class ReturnForm(CareerForm):
    back_on = _day(_("Back from"), initial=timezone.localdate)


class EndForm(CareerForm):
    on = _day(
        _("Last day"),
        initial=timezone.localdate,
        help_text=_("Once it has come, the account is closed and all roles end."),
    )
    reason = _note(_("Reason"), required=True)


class RehireForm(CareerForm):
    unit = UnitChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    post = PostChoiceField(label=_("Post"), queryset=Post.objects.none())
    on = _day(_("Hired on"), initial=timezone.localdate)
    employment_kind = forms.ChoiceField(label=_("Employment kind"), choices=EmploymentKind.choices)
    employer = forms.CharField(
        label=_("Employer"),
        max_length=80,
        required=False,
        help_text=_("The agency or contractor, for dispatched and outsourced staff."),
    )
    own_sign_in = forms.BooleanField(
        label=_("A sign-in of their own"),
        required=False,
        initial=True,
        help_text=_("With a new temporary password, shown on the next page."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("unit", "post", "employment_kind", "employer"):
            self.initial.setdefault(field, getattr(self.employee, field))
