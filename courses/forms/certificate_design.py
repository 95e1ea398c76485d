from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.widgets import AdminImageChooser

from courses.enums import CertificateStyle
from courses.errors import DesignHasNoGlyph, DesignRefused
from courses.rules.certificate_design import (
    LONGEST_SEAL,
    LONGEST_TITLE,
    MOST_SIGNATURES,
    Design,
    Image,
    Signature,
)
from courses.rules.certificate_text import PLACEHOLDERS
from lms.files.embedding import data_address
from lms.files.models import Picture
from lms.pdf.glyphs import missing_characters

ALL_PLACEHOLDERS = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)


def _picture_field(**kwargs: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Picture.objects.all(), required=False, widget=AdminImageChooser(), **kwargs
    )


class CertificateDesignForm(forms.Form):
    """A course's certificate. `design()` is what was written, checked as it will be for saving."""

    style = forms.ChoiceField(
        label=_("Style"), choices=CertificateStyle.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("Title"), min_length=2, max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("Title in English"), max_length=60, required=False)
    text = forms.CharField(
        label=_("Text"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )
    text_en = forms.CharField(
        label=_("Text in English"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    valid_months = forms.IntegerField(
        label=_("Valid for (months)"),
        min_value=1,
        max_value=120,
        required=False,
        help_text=_("Leave empty if it never expires."),
    )
    seal = forms.CharField(
        label=_("Text of the seal"),
        max_length=LONGEST_SEAL,
        required=False,
        help_text=_("Up to six characters, read from the top right downwards."),
    )
    seal_picture = _picture_field(
        label=_("A picture as seal"), help_text=_("In place of the text.")
    )

    def __init__(self, *args: Any, current: Design, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": _shown(current)})
        for n in range(1, MOST_SIGNATURES + 1):
            self.fields[f"name_{n}"] = forms.CharField(
                label=_("Name"), max_length=20, required=False
            )
            self.fields[f"title_{n}"] = forms.CharField(
                label=_("Office"), max_length=20, required=False
            )
            self.fields[f"title_en_{n}"] = forms.CharField(
                label=_("Office in English"), max_length=40, required=False
            )
            self.fields[f"picture_{n}"] = _picture_field(label=_("Signature as a picture"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for n in range(1, MOST_SIGNATURES + 1):
            has_more = any(data.get(f"{part}_{n}") for part in ("title", "title_en", "picture"))
            if has_more and not data.get(f"name_{n}"):
                self.add_error(f"name_{n}", _("Who signs here?"))
        if not self.errors:
            self._check(self.design())
        return data

    def _check(self, design: Design) -> None:
        try:
            design.check()
            if characters := missing_characters(design.all_text):
                raise DesignHasNoGlyph(characters)
        except DesignRefused as refusal:
            self.add_error(refusal.field, str(refusal))

    def design(self) -> Design:
        data = self.cleaned_data
        signatures = tuple(
            Signature(
                name=data[f"name_{n}"],
                title=data[f"title_{n}"],
                title_en=data[f"title_en_{n}"],
                image=_image(data[f"picture_{n}"]),
            )
            for n in range(1, MOST_SIGNATURES + 1)
            if data[f"name_{n}"]
        )
        plain = ("style", "title", "title_en", "text", "text_en", "valid_months", "seal")
        return Design(
            **{name: data[name] for name in plain},
            seal_image=_image(data["seal_picture"]),
            signatures=signatures,
        )

    def main_rows(self) -> list[forms.BoundField]:
        return [self[name] for name in list(self.fields)[: -4 * MOST_SIGNATURES]]

    def signature_rows(self) -> list[list[forms.BoundField]]:
        parts = ("name", "title", "title_en", "picture")
        return [[self[f"{part}_{n}"] for part in parts] for n in range(1, MOST_SIGNATURES + 1)]


def _image(picture: Picture | None) -> Image | None:
    return Image(picture.pk, data_address(picture)) if picture else None


def _shown(design: Design) -> dict[str, Any]:
    plain = ("style", "title", "title_en", "text", "text_en", "valid_months", "seal")
    shown = {name: getattr(design, name) for name in plain}
    shown["seal_picture"] = _picture(design.seal_image)
    for n, one in enumerate(design.signatures, start=1):
        shown |= {f"name_{n}": one.name, f"title_{n}": one.title, f"title_en_{n}": one.title_en}
        shown[f"picture_{n}"] = _picture(one.image)
    return shown


def _picture(image: Image | None) -> Picture | None:
    """The picture in the library, where it still is."""
    return Picture.objects.filter(pk=image.picture_id).first() if image else None
