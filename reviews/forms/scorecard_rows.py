"""Rows of a scorecard's form: bands, grades, questions. Empty ones are left out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Data = Mapping[str, Any] | None
# More than anybody needs, and an end to what a request can ask for.
MOST_ROWS = 20


def percent_field(label: Any = "", **given: Any) -> forms.DecimalField:
    """A figure with at most two places; whether it makes sense, the faults say."""
    widget = forms.TextInput(
        attrs={"class": "input", "inputmode": "decimal", "autocomplete": "off", "size": 6}
    )
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=5,
        decimal_places=2,
        widget=widget,
        error_messages={"invalid": _("Give a number, such as 90 or 59.99.")},
        **given,
    )


def text_field(label: Any, most: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=most,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


class Row(forms.Form):
    """`whole` are the fields that are given together or not at all."""

    whole: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ("code",)

    @property
    def is_blank(self) -> bool:
        """Nothing was typed in it."""
        return all(
            value in (None, "", False)
            for name, value in self.cleaned_data.items()
            if name not in self.hidden
        )

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.is_blank:
            for name in self.whole:
                if self.cleaned_data.get(name) is None:
                    self.add_error(name, _("Fill in the whole row, or empty it."))
        return self.cleaned_data

    @property
    def cells(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.hidden]


class BandRow(Row):
    whole = ("lower", "upper", "points")
    lower = percent_field(pgettext_lazy("band", "From"))
    upper = percent_field(_("To, below"))
    points = percent_field(pgettext_lazy("band", "Points"))


class GradeRow(Row):
    whole = ("lower", "upper")
    code = forms.SlugField(required=False, max_length=20, widget=forms.HiddenInput)
    name = text_field(pgettext_lazy("grade", "Name"), 20)
    name_en = text_field(_("Name in English"), 40)
    lower = percent_field(pgettext_lazy("band", "From"))
    upper = percent_field(_("To, below"))
    is_low = forms.BooleanField(label=_("Low: has to be followed up"), required=False)


class QuestionRow(Row):
    code = forms.SlugField(required=False, max_length=20, widget=forms.HiddenInput)
    text = text_field(pgettext_lazy("scorecard", "Question"), 120)
    text_en = text_field(pgettext_lazy("scorecard", "In English"), 200)


AnyRow = TypeVar("AnyRow", bound=Row)


class Rows(Generic[AnyRow]):
    """As many rows as were sent, or those there are and `spare` empty ones."""

    def __init__(
        self,
        kind: type[AnyRow],
        data: Data,
        prefix: str,
        initial: Sequence[dict[str, Any]] = (),
        spare: int = 1,
    ) -> None:
        self.prefix = prefix
        if data is None:
            count = len(initial) + spare
        else:
            count = max(_numbers(data, prefix), default=-1) + 1
        self.forms = [
            kind(
                data,
                prefix=f"{prefix}-{number}",
                initial=initial[number] if number < len(initial) else None,
                use_required_attribute=False,
            )
            for number in range(min(count, MOST_ROWS))
        ]

    def __iter__(self) -> Iterator[AnyRow]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    @property
    def filled(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if not form.is_blank]


def _numbers(data: Mapping[str, Any], prefix: str) -> Iterator[int]:
    for name in data:
        if name.startswith(f"{prefix}-"):
            number = name.removeprefix(f"{prefix}-").partition("-")[0]
            if number.isdecimal():
                yield int(number)


def with_codes(rows: Iterable[dict[str, Any]], letter: str) -> list[dict[str, Any]]:
    """New rows get a code that no other one of them has: it names them for ever."""
    found = [dict(row) for row in rows]
    taken = {row["code"] for row in found}
    number = 1
    for row in found:
        while not row["code"]:
            if (code := f"{letter}{number}") not in taken:
                row["code"] = code
                taken.add(code)
            number += 1
    return found
