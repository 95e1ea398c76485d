"""Setting goals, noting how far they are reached, withdrawing them."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.forms.choices import UnitChoiceField
from lms.people.models import Unit
from reviews.actions.set_goal import Terms
from reviews.models import Goal
from reviews.rules.cycles import quarter_of
from reviews.rules.goals import FULL, LIGHTEST

WEIGHTS = [
    (1, pgettext_lazy("weight", "1, light")),
    (2, "2"),
    (3, pgettext_lazy("weight", "3, medium")),
    (4, "4"),
    (5, pgettext_lazy("weight", "5, heavy")),
]


def _text(label: Any, longest: int, help_text: Any = "", rows: int = 2) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "input", "rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=longest, widget=widget)


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class GoalForm(forms.Form):
    """The end of the quarter is offered as its day."""

    title = forms.CharField(
        label=_("Goal"),
        max_length=120,
        help_text=_("What is to be reached, in one sentence."),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    measured_by = _text(
        _("How it is measured"), 300, _("So that both of you can see how far it is reached.")
    )
    weight = forms.TypedChoiceField(
        label=_("Weight beside the other goals"),
        coerce=int,
        choices=WEIGHTS,
        initial=LIGHTEST,
        widget=forms.RadioSelect,
    )
    from_on = _day(_("From"))
    due_on = _day(
        _("To be reached by"), _("It counts in the review in whose period this day lies.")
    )

    def __init__(self, data: Any = None, *, today: date, goal: Goal | None = None) -> None:
        initial: dict[str, Any] = {"from_on": today, "due_on": quarter_of(today).until_on}
        if goal is not None:
            initial = {name: getattr(goal, name) for name in Terms.__dataclass_fields__}
        super().__init__(data, initial=initial)

    @property
    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in Terms.__dataclass_fields__})


class ChangeForm(GoalForm):
    because = _text(_("Why it is changed"), 300, _("The person reads it."))


class WithdrawForm(forms.Form):
    because = _text(_("Why it is withdrawn"), 300, _("The person reads it."))


class NoteForm(forms.Form):
    percent = forms.IntegerField(
        label=_("Reached, in percent"),
        min_value=0,
        max_value=FULL,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
    )
    note = _text(_("What it rests on"), 300, _("Figures, examples, who can confirm it."))
    on_day = _day(_("As of"))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on_day": today})
        self.fields["on_day"].widget.attrs["max"] = today.isoformat()


class TeamFilter(forms.Form):
    text = forms.CharField(
        label=_("Name or staff number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    unit = UnitChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        required=False,
        empty_label=pgettext_lazy("units", "All"),
        widget=forms.Select(attrs={"class": "input"}),
    )
    lack = forms.ChoiceField(
        label=_("Goals"),
        required=False,
        choices=[("", _("with and without")), ("1", _("without any that runs"))],
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, data: Any, *, units: Any) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())
