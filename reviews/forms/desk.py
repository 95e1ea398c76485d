from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.people.forms.choices import UnitChoiceField
from lms.people.models import Unit
from reviews.models import ReviewCycle
from reviews.queries.desk import Group, Wanted
from reviews.queries.words import STATES

NARROWING = ("text", "cycle", "state", "unit")


class DeskFilter(forms.Form):
    """Which reviews a list shows. Of one cycle there is no choice between cycles."""

    group = forms.ChoiceField(
        required=False,
        choices=[(str(group), str(group)) for group in Group],
        widget=forms.HiddenInput,
    )
    text = forms.CharField(
        label=_("Review, name or staff number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    cycle = forms.ModelChoiceField(
        ReviewCycle.objects.none(), label=_("Cycle"), required=False, empty_label=_("All cycles")
    )
    state = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", _("All stages")), *((str(state), name) for state, name in STATES.items())],
    )
    unit = UnitChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units")
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        cycles: QuerySet[ReviewCycle] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if cycles is None:
            del self.fields["cycle"]
        else:
            self.fields["cycle"].queryset = cycles  # type: ignore[attr-defined]
        for field in self.visible_fields():
            field.field.widget.attrs["class"] = "input"

    @property
    def wanted(self) -> Wanted:
        """What was asked for; what cannot be understood is left out."""
        self.is_valid()
        said = self.cleaned_data
        group = said.get("group")
        return Wanted(
            Group(group) if group else None,
            cycle=said.get("cycle"),
            state=said.get("state") or "",
            unit=said.get("unit"),
            text=said.get("text") or "",
        )

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in NARROWING)
