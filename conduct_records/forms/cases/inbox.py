from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conduct_records.queries.cases.inbox import Group, Wanted
from conduct_records.queries.cases.words import STATES
from conduct_records.queries.words import LINES
from lms.people.forms.choices import UnitChoiceField
from lms.people.models import Unit


class InboxFilter(forms.Form):
    """Which cases the inbox shows."""

    group = forms.ChoiceField(
        required=False,
        choices=[(str(group), str(group)) for group in Group],
        widget=forms.HiddenInput,
    )
    text = forms.CharField(
        label=_("Case, name or staff number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *((str(state), name) for state, name in STATES.items())],
    )
    unit = UnitChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units")
    )
    line = forms.ChoiceField(
        label=_("Line"),
        required=False,
        choices=[("", _("All lines")), *((str(line), name) for line, name in LINES.items())],
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for field in self.visible_fields():
            field.field.widget.attrs["class"] = "input"

    @property
    def wanted(self) -> Wanted:
        """What was asked for; what cannot be understood is left out."""
        self.is_valid()
        group = self.cleaned_data.get("group")
        texts = {name: self.cleaned_data.get(name) or "" for name in ("state", "line", "text")}
        return Wanted(Group(group) if group else None, unit=self.cleaned_data.get("unit"), **texts)

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("text", "state", "unit", "line"))
