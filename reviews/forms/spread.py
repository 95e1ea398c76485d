from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from lms.people.models import PostGroup
from reviews.models import ReviewCycle

SELECT = {"class": "input"}


class SpreadFilter(forms.Form):
    """Of which cycle, the newest with results unless told; and of which posts."""

    cycle = forms.ModelChoiceField(
        ReviewCycle.objects.none(),
        label=_("Cycle"),
        required=False,
        empty_label=None,
        widget=forms.Select(attrs=SELECT),
    )
    group = forms.ModelChoiceField(
        PostGroup.objects.all(),
        label=_("Post group"),
        required=False,
        empty_label=_("All post groups"),
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, *args: Any, cycles: QuerySet[ReviewCycle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = cycles  # type: ignore[attr-defined]
        # What is still under way has too few results to show.
        ended_first = (F("ended_at").desc(nulls_last=True), "-opened_at", "-pk")
        self.newest = cycles.order_by(*ended_first).first()

    @property
    def cycle_chosen(self) -> ReviewCycle | None:
        """What cannot be understood is left out."""
        self.is_valid()
        return self.cleaned_data.get("cycle") or self.newest

    @property
    def group_chosen(self) -> PostGroup | None:
        self.is_valid()
        return self.cleaned_data.get("group")
