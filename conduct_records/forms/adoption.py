"""The record of adoption, its papers, and the last word."""

from typing import IO, Any

from django import forms
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from conduct_records.enums import DocumentKind
from conduct_records.models import CodebookDraft
from conduct_records.queries.adoption import questions_to_ask
from lms.files.checks.documents import check_document
from lms.files.checks.names import check_name
from lms.files.checks.pictures import check_picture
from lms.files.errors import FileRefused
from lms.files.limits import check_size

PAPERS = ["pdf", "docx"]
PHOTOS = ["jpg", "jpeg", "png"]
SHORT = 60


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class RecordForm(forms.ModelForm):
    discussed_on = _day(_("Discussed with the staff on"))
    union_on = _day(_("Consulted with the trade union on"))
    published_on = _day(_("Published on"))
    effective_on = _day(_("In force from"))
    check_codes = forms.MultipleChoiceField(
        label=_("Short check"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Questions that everybody answers before they sign. None ticked: no check is asked."
        ),
    )

    class Meta:
        model = CodebookDraft
        fields = [
            "discussed_on",
            "discussion",
            "union_on",
            "union_reply",
            "published_on",
            "effective_on",
            "check_codes",
        ]
        widgets = {
            "discussion": forms.Textarea(attrs={"rows": 4}),
            "union_reply": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (each.code, f"{each.code} · {Truncator(each.current_version.stem).chars(SHORT)}")
            for each in questions_to_ask()
        ]
        self.fields["check_codes"].choices = choices  # type: ignore[attr-defined]


def check_paper(file: IO[bytes], name: str, size: int) -> None:
    """A PDF, a document or a photo that can be opened. Raises `FileRefused`."""
    check_size(size, settings.REQUEST_MAX_MB)
    if check_name(name, PAPERS + PHOTOS) in PAPERS:
        check_document(file, name)
    else:
        check_picture(file, megapixels=settings.PICTURE_MAX_MEGAPIXELS)


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=DocumentKind.choices)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word document, JPEG or PNG."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.jpg,.jpeg,.png"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_paper(file, file.name, file.size)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from None
        file.seek(0)
        return file


class AdoptForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label=_("I have read the draft and its record. From now on nothing in it changes.")
    )
