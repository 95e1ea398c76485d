"""Files that are handed in as evidence, several at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from conduct_records.actions.cases.keep_evidence import HandedIn, check_evidence_file
from lms.files.checks.kinds import ALL
from lms.files.errors import FileRefused, TooLarge

# Without HEIC among them, an iPhone hands over JPEG.
CAMERA = "image/jpeg,image/png,image/webp"
ANYTHING = ",".join([CAMERA, *(f".{extension}" for extension in ALL)])
MOST_FILES = 12


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files of any kind that evidence may be; `limit` is in megabytes for all
    together. What is wrong with one of them is said with its name."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        limit = settings.EVIDENCE_MAX_MB
        self.widget.attrs = {
            "accept": ANYTHING,
            "data-max-mb": str(limit),
            "data-too-large": str(TooLarge(limit=limit)),
        } | self.widget.attrs

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not given:
            super().clean(None, initial)
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(count)s files at once.") % {"count": MOST_FILES}
            )
        files = [super(FilesField, self).clean(each, initial) for each in given]
        for file in files:
            _check(file)
        return files


def _check(file: UploadedFile) -> None:
    name = file.name or ""
    try:
        check_evidence_file(file, name)
    except FileRefused as refusal:
        words = _("%(name)s: %(refusal)s") % {"name": name, "refusal": refusal}
        raise forms.ValidationError(words, code="refused") from None


class Capture(msgspec.Struct):
    """What a device noted of one file when it was taken."""

    hash: str = ""
    at: datetime | None = None


class CapturedField(forms.CharField):
    """The notes of the device, in the order of the files, as JSON; nothing without JavaScript."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> list[Capture]:
        text = super().clean(value)
        try:
            found = msgspec.json.decode(text, type=list[Capture]) if text else []
        except msgspec.DecodeError:
            raise forms.ValidationError(_("This form is damaged. Load it once more.")) from None
        return [each for each in found if each.at is None or each.at.tzinfo is not None]


def handed_in(
    files: Sequence[UploadedFile], captures: Sequence[Capture], **said: str
) -> list[HandedIn]:
    """The files with what the device noted of each; a file beyond the notes has none."""
    noted = [*captures[: len(files)], *[Capture()] * (len(files) - len(captures))]
    return [
        HandedIn(file, file.name or "", each.hash.lower(), each.at, **said)
        for file, each in zip(files, noted, strict=True)
    ]


class EvidenceForm(forms.Form):
    """Evidence that is added later, at the desk or by the person it is about."""

    photos = FilesField(label=_("Files"), widget=FilesInput(attrs={"class": "input"}))
    about = forms.CharField(
        label=_("What it shows"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    origin = forms.CharField(
        label=_("Where it comes from"),
        help_text=_("A camera’s number, who handed it over: the way it came here."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    @property
    def files_given(self) -> list[HandedIn]:
        said = self.cleaned_data
        return handed_in(said["photos"], (), about=said["about"], origin=said["origin"])
