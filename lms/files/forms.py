"""The library's upload forms. Wagtail uses them wherever a file comes in: on its own pages, in
choosers and when many files are dropped at once."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm
from wagtailmedia.models import MediaType

from lms.files.checks.captions import checked_captions, read_captions
from lms.files.checks.documents import EXTENSIONS, check_document
from lms.files.checks.pictures import check_picture
from lms.files.checks.recordings import AUDIO, VIDEO, check_recording
from lms.files.errors import FileRefused, TooLarge
from lms.files.limits import check_size

CAPTIONS = ("captions_zh_hans", "captions_en")
VIDEO_ONLY = (*CAPTIONS, *(f"{name}_file" for name in CAPTIONS), "thumbnail", "width", "height")
AUDIO_ONLY = ("transcript", "transcript_en")
POSTER_MB = 5


def in_words(check: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What the check answers; a refusal becomes an error of the form."""
    try:
        return check(*args, **kwargs)
    except FileRefused as refusal:
        raise forms.ValidationError(str(refusal), code="refused") from None


def limit_in_browser(field: forms.Field, limit_mb: int) -> None:
    """For `static/js/admin/uploads.js`, which refuses before anything is sent."""
    field.widget.attrs |= {
        "data-max-mb": str(limit_mb),
        "data-too-large": str(TooLarge(limit=limit_mb)),
    }


class PictureField(WagtailImageField):
    """Looks at the header before Wagtail opens the picture."""

    def to_python(self, data: Any) -> Any:
        if isinstance(data, UploadedFile):
            in_words(check_size, data.size, settings.PICTURE_MAX_MB)
            in_words(check_picture, data, megapixels=settings.PICTURE_MAX_MEGAPIXELS)
        return super().to_python(data)


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=file.label, required=file.required, widget=file.widget
            )
            limit_in_browser(self.fields["file"], settings.PICTURE_MAX_MB)


class DocumentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            file.help_text = _("%(extensions)s, up to %(limit)s MB, without a password.") % {
                "extensions": ", ".join(EXTENSIONS),
                "limit": settings.DOCUMENT_MAX_MB,
            }
            file.widget.attrs["accept"] = ",".join(f".{name}" for name in EXTENSIONS)
            limit_in_browser(file, settings.DOCUMENT_MAX_MB)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            in_words(check_size, file.size, settings.DOCUMENT_MAX_MB)
            in_words(check_document, file, file.name or "")
        return file


class RecordingForm(BaseMediaForm):
    """Captions come as files, or are typed and mended in place; a file wins over the text."""

    captions_zh_hans_file = forms.FileField(
        label=_("Captions in Simplified Chinese, as a file"),
        help_text=_("WebVTT (.vtt). Everybody who has to keep the sound off reads them."),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
        required=False,
    )
    captions_en_file = forms.FileField(
        label=_("Captions in English, as a file"),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
        required=False,
    )

    field_order = (
        *("title", "file", "collection", "thumbnail", "captions_zh_hans_file"),
        *("captions_zh_hans", "captions_en_file", "captions_en", "transcript", "transcript_en"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unused = AUDIO_ONLY if self.instance.type == MediaType.VIDEO else VIDEO_ONLY
        # There is nothing to mend in what is only now uploaded.
        for name in (*unused, *(CAPTIONS if self.instance.pk is None else ())):
            self.fields.pop(name, None)
        file = self.fields["file"]
        kinds = self._kinds()
        file.help_text = _("%(extensions)s, up to %(limit)s MB.") % {
            "extensions": ", ".join(kinds),
            "limit": settings.MEDIA_MAX_MB,
        }
        file.widget.attrs["accept"] = ",".join(f".{name}" for name in kinds)
        limit_in_browser(file, settings.MEDIA_MAX_MB)
        if "thumbnail" in self.fields:
            limit_in_browser(self.fields["thumbnail"], POSTER_MB)

    def _kinds(self) -> list[str]:
        """Extensions; an address of Wagtail's leaves open whether it is video or audio."""
        by_type = {MediaType.VIDEO.value: [*VIDEO], MediaType.AUDIO.value: [*AUDIO]}
        return by_type.get(str(self.instance.type), [*VIDEO, *AUDIO])

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            name = file.name or ""
            if self.instance.type not in MediaType.values:
                is_video = name.rpartition(".")[2].lower() in VIDEO
                self.instance.type = MediaType.VIDEO if is_video else MediaType.AUDIO
            in_words(check_size, file.size, settings.MEDIA_MAX_MB)
            is_video = self.instance.type == MediaType.VIDEO
            in_words(check_recording, file, name, is_video=is_video)
        return file

    def clean_thumbnail(self) -> Any:
        file = self.cleaned_data["thumbnail"]
        if isinstance(file, UploadedFile):
            in_words(check_size, file.size, POSTER_MB)
            in_words(check_picture, file, megapixels=settings.PICTURE_MAX_MEGAPIXELS)
        return file

    def clean_captions_zh_hans(self) -> str:
        return self._typed("captions_zh_hans")

    def clean_captions_en(self) -> str:
        return self._typed("captions_en")

    def _typed(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        replaced = f"{name}_file" in self.files or self.add_prefix(f"{name}_file") in self.files
        return in_words(checked_captions, text) if text.strip() and not replaced else ""

    def clean_captions_zh_hans_file(self) -> str | None:
        return self._uploaded("captions_zh_hans_file")

    def clean_captions_en_file(self) -> str | None:
        return self._uploaded("captions_en_file")

    def _uploaded(self, name: str) -> str | None:
        file = self.cleaned_data[name]
        return in_words(read_captions, file.read()) if file else None

    def save(self, commit: bool = True) -> Any:
        for name in CAPTIONS:
            if text := self.cleaned_data.get(f"{name}_file"):
                setattr(self.instance, name, text)
        return super().save(commit)
