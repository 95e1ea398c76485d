"""HR names who rates, or takes a review back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.models import Employee
from reviews.models import Review

REASON = 500


def _reason(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=REASON,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )


class ManagerForm(forms.Form):
    """For one review or several; `raters` could rate all of these people."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    manager = forms.TypedChoiceField(label=_("Manager who rates"), coerce=int)
    reason = _reason(_("Why this manager"))

    def __init__(self, *args: Any, raters: Sequence[Employee], **kwargs: Any) -> None:
        kwargs["initial"] = {"form_id": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.raters = {each.pk: each for each in raters}
        choices = [("", _("Choose")), *((pk, _named(each)) for pk, each in self.raters.items())]
        self.fields["manager"].choices = choices  # type: ignore[attr-defined]
        self.fields["manager"].widget.attrs["class"] = "input"

    @property
    def chosen(self) -> Employee:
        return self.raters[self.cleaned_data["manager"]]

    def id_for(self, review: Review) -> UUID:
        """One form about several reviews is one step of each."""
        return uuid5(self.cleaned_data["form_id"], str(review.pk))


def _named(person: Employee) -> str:
    return " · ".join(
        str(part)
        for part in (person.localised_name, person.post, person.unit, person.staff_number)
        if part
    )


class WithdrawForm(forms.Form):
    form_id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = _reason(_("Why it is withdrawn"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_id": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
