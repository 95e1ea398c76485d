from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.people.forms.listing import ListFilter, words_field
from reviews.models import ReviewCycle
from reviews.queries.desk import Group, Wanted
from reviews.queries.words import STATES


class DeskFilter(ListFilter):
    """Which reviews a list shows. Of one cycle there is no choice between cycles."""

    groups = Group
    field_order = ("group", "text", "cycle", "state", "unit")

    text = words_field(_("Review, name or staff number"))
    cycle = forms.ModelChoiceField(
        ReviewCycle.objects.none(), label=_("Cycle"), required=False, empty_label=_("All cycles")
    )
    state = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", _("All stages")), *((str(state), name) for state, name in STATES.items())],
    )

    def __init__(
        self, *args: Any, cycles: QuerySet[ReviewCycle] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if cycles is None:
            del self.fields["cycle"]
        else:
            self.fields["cycle"].queryset = cycles  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        said = self.said
        texts = {name: said.get(name) or "" for name in ("state", "text")}
        return Wanted(said["group"], cycle=said.get("cycle"), unit=said.get("unit"), **texts)
