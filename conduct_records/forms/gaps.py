from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conduct_records.queries.gaps import Wanted
from lms.people.enums import Standing
from lms.people.forms.choices import PostChoiceField, UnitChoiceField
from lms.people.models import Unit
from lms.people.queries import posts_in_order


class GapFilter(forms.Form):
    """Which people the list of missing signatures shows."""

    unit = UnitChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units")
    )
    post = PostChoiceField(
        posts_in_order(), label=_("Post"), required=False, empty_label=_("All posts")
    )
    standing = forms.ChoiceField(
        label=_("Counts as"), required=False, choices=[("", _("Everybody")), *Standing.choices]
    )
    name = forms.CharField(label=_("Name or staff number"), required=False, max_length=60)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    @property
    def wanted(self) -> Wanted:
        """What was asked for; what cannot be understood is left out."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in ("unit", "post")}
        texts = {name: self.cleaned_data.get(name) or "" for name in ("standing", "name")}
        return Wanted(**given, **texts)  # type: ignore[arg-type]
