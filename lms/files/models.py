from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtailmedia.models import AbstractMedia, MediaType

from lms.files.checks.captions import spoken
from lms.files.checks.pdf import pages_of


class Picture(AbstractImage):
    """A picture in the library. `source` names the file it was loaded from, if any, so that
    loading again finds it."""

    source = models.CharField(max_length=200, unique=True, null=True, editable=False)

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            ),
        ]


class Handout(AbstractDocument):
    """A document in the library, to be downloaded. `pages` is known of most PDFs."""

    pages = models.PositiveIntegerField(null=True, editable=False)
    source = models.CharField(max_length=200, unique=True, null=True, editable=False)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        """A file that the form refused has been spoken of already."""
        if self.file:
            super().clean()

    def _set_document_file_metadata(self) -> None:
        """Wagtail's forms call this for a new file."""
        super()._set_document_file_metadata()
        is_pdf = self.file_extension.lower() == "pdf"
        self.pages = pages_of(self.file) if is_pdf else None

    def measure(self) -> None:
        """Set size, hash and pages from the file, for those who store one without a form."""
        self._set_document_file_metadata()


class RecordingManager(models.Manager["Recording"]):
    def by_key(self, key: str) -> "Recording | None":
        """The recording of a key that `Recording.key` gave out."""
        try:
            return self.filter(pk=_signer().unsign(key)).first()
        except BadSignature:
            return None


def _signer() -> Signer:
    return Signer(salt="lms.files.recording")


class Recording(AbstractMedia):
    """A video or a sound in the library.

    Captions are WebVTT in two languages; readers of Traditional Chinese get the Simplified ones
    converted. A transcript is what a sound says or lets one hear, for those who cannot.
    """

    file = models.FileField(_("file"), upload_to="recordings")
    thumbnail = models.FileField(
        _("poster picture"),
        upload_to="posters",
        blank=True,
        help_text=_("Shown until the video is started, and on paper."),
    )
    captions_zh_hans = models.TextField(_("captions in Simplified Chinese"), blank=True)
    captions_en = models.TextField(_("captions in English"), blank=True)
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_("What can be heard, for those who cannot hear it."),
    )
    transcript_en = models.TextField(_("transcript in English"), blank=True)
    source = models.CharField(max_length=200, unique=True, null=True, editable=False)

    objects = RecordingManager()

    admin_form_fields = (
        *("title", "file", "collection", "thumbnail", "captions_zh_hans", "captions_en"),
        *("transcript", "transcript_en", "duration", "width", "height", "tags"),
    )

    class Meta(AbstractMedia.Meta):
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def clean(self) -> None:
        """A file that the form refused has been spoken of already."""
        if self.file:
            super().clean()

    @property
    def is_video(self) -> bool:
        return self.type == MediaType.VIDEO

    @property
    def key(self) -> str:
        """What its captions are asked for by: whoever was not shown the recording cannot count
        up to it."""
        return _signer().sign(str(self.pk))

    def captions_in(self, language: str) -> str:
        """WebVTT in the language itself; empty where there is none."""
        by_language = {"zh-hans": self.captions_zh_hans, "en": self.captions_en}
        return by_language.get(language, "")

    def transcript_in(self, language: str) -> list[str]:
        """Line by line, in the language or else in the other one."""
        ours, others = (self.transcript_en, self.transcript)
        captions, other_captions = (self.captions_en, self.captions_zh_hans)
        if language != "en":
            ours, others = others, ours
            captions, other_captions = other_captions, captions
        if self.is_video:
            return spoken(captions or other_captions) if captions or other_captions else []
        return [line for line in (ours or others).splitlines() if line.strip()]
