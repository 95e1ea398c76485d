"""The rows of an inspection sheet on its form: each is the heading of a section or a point."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.queries.observing.words import SCALES
from assessments.rules.observing.sheet import (
    LONGEST_CODE,
    MOST_POINTS,
    Point,
    Sheet,
    SheetSection,
)

SECTION, POINT = "section", "point"
EXTRA = 3  # empty rows at the end
# What an empty row has too: it says nothing of its own.
SILENT = {"position", "what", "weight", "scale"}
LONGEST_LINE, LONGEST_STANDARD = 300, 2000


class RowForm(forms.Form):
    position = forms.IntegerField(label=_("Place"), min_value=1, max_value=999, required=False)
    what = forms.ChoiceField(
        label=_("This row is"),
        choices=[(POINT, _("a point")), (SECTION, _("the heading of a section"))],
        widget=forms.RadioSelect,
        initial=POINT,
    )
    text = forms.CharField(label=_("Text"), max_length=LONGEST_LINE, required=False)
    text_en = forms.CharField(label=_("Text in English"), max_length=LONGEST_LINE, required=False)
    standard = forms.CharField(
        label=pgettext_lazy("observation", "Standard"),
        max_length=LONGEST_STANDARD,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What it looks like when it is met."),
    )
    standard_en = forms.CharField(
        label=_("Standard in English"),
        max_length=LONGEST_STANDARD,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    scale = forms.ChoiceField(
        label=pgettext_lazy("observation", "Scale"), choices=[*SCALES.items()], initial="three"
    )
    weight = forms.IntegerField(
        label=pgettext_lazy("observation", "Weight"),
        min_value=1,
        max_value=100,
        required=False,
        initial=1,
    )
    is_critical = forms.BooleanField(
        label=_("Critical: whoever misses it fails the whole"), required=False
    )
    needs_photo = forms.BooleanField(label=_("Ask for a photo"), required=False)
    code = forms.SlugField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        required=False,
        allow_unicode=True,
        help_text=_("Stays with the point through all versions. Empty: one is made."),
    )

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - SILENT)

    @property
    def is_section(self) -> bool:
        return bool(self.cleaned_data["what"] == SECTION)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        leaves = data.get("DELETE") or (self.empty_permitted and not self.has_changed())
        if not leaves and not data.get("text") and "text" not in self.errors:
            self.add_error("text", gettext("Write what the section or the point is called."))
        return data

    def point(self, code: str) -> Point:
        data = self.cleaned_data
        names = ("text", "text_en", "standard", "standard_en", "is_critical", "needs_photo")
        return Point(
            code=code,
            weight=data["weight"] or 1,
            scale=data["scale"],
            **{name: data[name] for name in names},
        )


class BaseRows(forms.BaseFormSet[RowForm]):
    """`known` are codes that earlier versions gave away: a new point gets none of them."""

    def __init__(self, *args: Any, known: Collection[str] = (), **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)

    def add_fields(self, form: RowForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave this row out")
        if index is not None:
            form.fields["position"].initial = index + 1

    def clean(self) -> None:
        if any(self.errors):
            return
        rows = self._kept()
        if rows and not rows[0].is_section:
            text = gettext("A sheet begins with the heading of a section: put one first.")
            raise forms.ValidationError(text)

    def _kept(self) -> list[RowForm]:
        """In the order of their places; of equal ones, and without one, as on the page."""
        kept = [
            form
            for index, form in enumerate(self.forms)
            if (index < self.initial_form_count() or form.has_changed())
            and not form.cleaned_data.get("DELETE")
        ]
        kept.sort(key=lambda form: form.cleaned_data.get("position") or MOST_POINTS * 1000)
        return kept

    def sections(self) -> tuple[SheetSection, ...]:
        rows = self._kept()
        given = [row.cleaned_data["code"] for row in rows if not row.is_section]
        free = free_codes({*self.known, *given})
        found: list[tuple[RowForm, list[Point]]] = []
        for row in rows:
            if row.is_section:
                found.append((row, []))
            else:
                found[-1][1].append(row.point(row.cleaned_data["code"] or next(free)))
        return tuple(
            SheetSection(
                title=row.cleaned_data["text"],
                title_en=row.cleaned_data["text_en"],
                points=tuple(points),
            )
            for row, points in found
        )


def free_codes(taken: Collection[str]) -> Iterator[str]:
    """p1, p2 and so on without those taken."""
    numbers = iter(range(1, MOST_POINTS * 100))
    return (code for number in numbers if (code := f"p{number}") not in taken)


def initial_rows(sheet: Sheet) -> list[dict[str, Any]]:
    """What the rows of a sheet show."""
    rows = [*_rows(sheet)]
    return [row | {"position": place} for place, row in enumerate(rows, start=1)]


def _rows(sheet: Sheet) -> Iterator[dict[str, Any]]:
    for section in sheet.sections:
        yield {"what": SECTION, "text": section.title, "text_en": section.title_en}
        yield from _points(section.points)


def _points(points: Iterable[Point]) -> Iterator[dict[str, Any]]:
    names = ("code", "text", "text_en", "standard", "standard_en", "weight", "scale")
    marks = ("is_critical", "needs_photo")
    for point in points:
        yield {"what": POINT, **{name: getattr(point, name) for name in (*names, *marks)}}


Rows = forms.formset_factory(
    RowForm,
    formset=BaseRows,
    extra=EXTRA,
    can_delete=True,
    can_delete_extra=True,
    max_num=MOST_POINTS * 2,
    validate_max=True,
)
