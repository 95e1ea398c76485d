from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.people.forms.choices import UnitChoiceField
from lms.people.models import Unit
from reviews.queries.moves import Choice
from reviews.rules.calibration import LEAST_REASON

LONGEST = 1000


class BoardFilter(forms.Form):
    """Whose slips lie on the board."""

    unit = UnitChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        required=False,
        empty_label=_("All units"),
        widget=forms.Select(attrs={"class": "input"}),
    )
    group = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    @property
    def unit_chosen(self) -> Unit | None:
        """What cannot be understood is left out."""
        self.is_valid()
        return self.cleaned_data.get("unit")


class BoardForm(forms.Form):
    """What is done about one slip. `form_id` and `seen` keep it from being done twice, or to a
    review that is not what the page showed."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, steps: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_id": uuid4(), "seen": steps} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def has_seen(self, steps: int) -> None:
        """The page says that the review has moved on: what was typed can be sent once more."""
        data: Any = self.data
        self.data = data = data.copy()
        data["seen"] = str(steps)


class FreezeForm(BoardForm):
    """`shown` is the score on the page; only that one is frozen."""

    shown = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, shown: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"shown": shown}, **kwargs)

    def has_shown(self, shown: str) -> None:
        """The page says that the score is another one by now."""
        data: Any = self.data
        self.data = data = data.copy()
        data["shown"] = shown


class ReasonForm(BoardForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        help_text=_("It stands in the review, and the person can read it once it is frozen."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3, "minlength": LEAST_REASON}),
    )


class SendBackForm(ReasonForm):
    """The manager reads the reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The manager reads it above the former rating.")


class MoveForm(ReasonForm):
    """A closed grade may be sent too: the action says why it is closed."""

    grade = forms.ChoiceField(label=_("Move to"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.fields["grade"].choices = [(each.code, each.name) for each in choices]  # type: ignore[attr-defined]
