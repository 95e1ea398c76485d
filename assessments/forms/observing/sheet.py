"""An inspection sheet with its sections and points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from assessments.forms.observing.rows import BaseRows, Rows, initial_rows
from assessments.models import InspectionSheet
from assessments.rules.observing.sheet import Sheet, sheet_of

WHAT = ("code", "line", "title", "title_en", "pass_percent", "is_retired")


class SheetForm(WagtailAdminModelForm):
    """`asks()` is what was written, once the form is valid."""

    pass_percent = forms.IntegerField(
        label=_("Pass mark (%)"),
        min_value=1,
        max_value=100,
        initial=80,
        help_text=_("Of the weights of the points that were seen."),
    )

    class Meta:
        model = InspectionSheet
        fields = ["code", "line", "title", "title_en", "is_retired"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = self._versions()
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.initial["pass_percent"] = versions[0].pass_percent
        self.rows: BaseRows = Rows(  # type: ignore[assignment, call-arg]
            self.data if self.is_bound else None,
            prefix="rows",
            initial=initial_rows(versions[0]) if versions else [],
            known={code for version in versions for code in version.points},
        )

    def _versions(self) -> list[Sheet]:
        """The newest first."""
        if not self.instance.pk:
            return []
        found = self.instance.versions.order_by("-number").values_list("content", flat=True)
        return [sheet_of(content) for content in found]

    def is_valid(self) -> bool:
        """Both are looked at, so that every error shows at once."""
        return all([super().is_valid(), self.rows.is_valid()])

    def asks(self) -> Sheet:
        return Sheet(self.rows.sections(), self.cleaned_data["pass_percent"])

    @property
    def what(self) -> list[forms.BoundField]:
        """The fields above the rows, for the template."""
        return [self[name] for name in WHAT]
