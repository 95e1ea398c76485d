"""Files that are handed in as evidence, several at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from conduct_records.actions.cases.keep_evidence import HandedIn, check_evidence_file
from lms.files.checks.kinds import ALL
from lms.files.taken import CAMERA, Capture, FilesInput, TakenFilesField, with_notes

ANYTHING = ",".join([CAMERA, *(f".{extension}" for extension in ALL)])
MOST_FILES = 12


class FilesField(TakenFilesField):
    """Files of any kind that evidence may be."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(check=check_evidence_file, most=MOST_FILES, **kwargs)
        self.widget.attrs = {"accept": ANYTHING} | self.widget.attrs


def handed_in(
    files: Sequence[UploadedFile], captures: Sequence[Capture], **said: str
) -> list[HandedIn]:
    """The files with what the device noted of each; a file beyond the notes has none."""
    return [
        HandedIn(file, file.name or "", each.hash.lower(), each.at, **said)
        for file, each in with_notes(files, captures)
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
