"""Files that a phone takes and hands in, several at once, with its notes of each."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lms.files.errors import FileRefused, TooLarge

# Without HEIC among them, an iPhone hands over JPEG.
CAMERA = "image/jpeg,image/png,image/webp"


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class TakenFilesField(forms.FileField):
    """Any number of files up to `most` that `check` (file, name) takes; it raises `FileRefused`.
    What is wrong with one of them is said with its name."""

    widget = FilesInput

    def __init__(self, *, check: Callable[[Any, str], Any], most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.check, self.most = check, most
        limit = settings.EVIDENCE_MAX_MB
        self.widget.attrs = {
            "data-max-mb": str(limit),
            "data-too-large": str(TooLarge(limit=limit)),
        } | self.widget.attrs

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not given:
            super().clean(None, initial)
        if len(given) > self.most:
            raise forms.ValidationError(
                _("At most %(count)s files at once.") % {"count": self.most}
            )
        files = [super(TakenFilesField, self).clean(each, initial) for each in given]
        for file in files:
            self._check(file)
        return files

    def _check(self, file: UploadedFile) -> None:
        name = file.name or ""
        try:
            self.check(file, name)
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


def with_notes(
    files: Sequence[UploadedFile], captures: Sequence[Capture]
) -> list[tuple[UploadedFile, Capture]]:
    """Each file with what the device noted of it; a file beyond the notes has none."""
    noted = [*captures[: len(files)], *[Capture()] * (len(files) - len(captures))]
    return list(zip(files, noted, strict=True))
