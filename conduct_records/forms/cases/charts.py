from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conduct_records.queries.cases.charts import first_month, months_between, this_month
from conduct_records.queries.words import LINES
from conduct_records.rules.codebook import Line
from lms.people.forms.choices import UnitChoiceField
from lms.people.models import Unit
from lms.people.rules.periods import add_months

USUAL = 12
MOST = 24


class ReportFilter(forms.Form):
    """Of which unit: the topmost one reaches, unless told."""

    unit = UnitChoiceField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=None)

    def __init__(self, data: Any, *, units: QuerySet[Unit]) -> None:
        """One query."""
        super().__init__(data)
        self.topmost = units.first()
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for field in self.visible_fields():
            field.field.widget.attrs["class"] = "input"

    @property
    def unit_chosen(self) -> Unit | None:
        """None for who reaches none."""
        self.is_valid()
        chosen: Unit | None = self.cleaned_data.get("unit")
        return chosen or self.topmost

    @property
    def is_narrowed(self) -> bool:
        return False


class ChartFilter(ReportFilter):
    """Of which unit, from which month to which, on which line. What is not said, or cannot be
    understood, is the topmost unit one reaches, the last twelve months, and all lines."""

    since = forms.ChoiceField(label=pgettext_lazy("month", "From"), required=False)
    until = forms.ChoiceField(label=pgettext_lazy("month", "To"), required=False)
    line = forms.ChoiceField(
        label=_("Line"),
        required=False,
        choices=[("", _("All lines")), *((str(line), name) for line, name in LINES.items())],
    )

    def __init__(self, data: Any, *, units: QuerySet[Unit]) -> None:
        """Two queries: the first unit one reaches, and since when there is anything."""
        super().__init__(data, units=units)
        until = this_month()
        first = min(first_month() or until, add_months(until, 1 - USUAL))
        self.known = months_between(first, until)
        months = [(_named(month), date_format(month, "YEAR_MONTH_FORMAT")) for month in self.known]
        for name in ("since", "until"):
            self.fields[name].choices = months[::-1]  # type: ignore[attr-defined]
        self.is_valid()
        chosen = {"since": _named(self.months[0]), "until": _named(self.months[-1])}
        # The form shows what the page shows, said or not.
        self.data = {**{key: self.data.get(key) for key in self.data}, **chosen}
        if self.unit_chosen is not None:
            self.data["unit"] = str(self.unit_chosen.pk)

    @property
    def months(self) -> list[date]:
        """In order, and no more than a page can hold: then the last of them."""
        said = {name: self.cleaned_data.get(name) for name in ("since", "until")}
        until = _month(said["until"]) or self.known[-1]
        since = _month(said["since"]) or max(self.known[0], add_months(until, 1 - USUAL))
        since, until = min(since, until), max(since, until)
        return months_between(max(since, add_months(until, 1 - MOST)), until)

    @property
    def line_chosen(self) -> Line | None:
        said = self.cleaned_data.get("line")
        return Line(said) if said else None


def _named(month: date) -> str:
    return f"{month:%Y-%m}"


def _month(text: str | None) -> date | None:
    """Of a choice."""
    return date.fromisoformat(f"{text}-01") if text else None
