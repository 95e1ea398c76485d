"""More time or more attempts for one person."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from assessments.models import Allowance
from assessments.policies.marking import ALLOW
from lms.people.models import Employee
from lms.people.models.employee import normalised_staff_number
from lms.people.queries import employees_reached, in_order, search_employees

LONGEST_SEARCH = 60
NAMED = 5  # how many people a refusal names


class AllowanceForm(WagtailAdminModelForm):
    """Somebody of the actor's (`for_user`) units, found by what is written in `who`."""

    who = forms.CharField(
        label=_("Person"),
        max_length=LONGEST_SEARCH,
        help_text=_("Staff number or name, among the people of your units."),
    )
    # How many allowances the person had when the change was shown: the same button pressed twice
    # gives one.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Allowance
        fields = ["extra_minutes", "extra_attempts", "reason"]
        help_texts = {
            "extra_minutes": _("Beyond the time limit; never beyond the closing."),
            "extra_attempts": _("Beyond the attempts that everybody has."),
            "reason": _("Kept with the allowance, for who looks after the examination."),
        }

    field_order = ["who", "extra_minutes", "extra_attempts", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("extra_minutes", "extra_attempts"):
            self.fields[name].required = False

    def clean_who(self) -> Employee:
        text = self.cleaned_data["who"]
        reached = employees_reached(self.for_user, ALLOW).exclude(pk=self.for_user.pk)
        exactly = reached.filter(staff_number=normalised_staff_number(text)).first()
        if exactly is not None:
            return exactly
        found = list(in_order(search_employees(reached.filter(is_active=True), text))[: NAMED + 1])
        if not found:
            raise forms.ValidationError(_t("Nobody else in your units has this number or name."))
        if len(found) > 1:
            raise forms.ValidationError(self._several(found))
        return found[0]

    def _several(self, found: list[Employee]) -> str:
        names = [f"{each.localised_name} {each.staff_number}" for each in found[:NAMED]]
        text = _t("Several people fit. Write the staff number of the one you mean: %(names)s")
        return text % {"names": " · ".join(names) + (" …" if len(found) > NAMED else "")}

    def clean_extra_minutes(self) -> int:
        return self.cleaned_data["extra_minutes"] or 0

    def clean_extra_attempts(self) -> int:
        return self.cleaned_data["extra_attempts"] or 0

    @property
    def passed_on(self) -> list[forms.BoundField]:
        """What the question whether to give it sends once more, beside the person."""
        return [self[name] for name in self.Meta.fields]
