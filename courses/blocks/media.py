"""Video, audio, galleries and documents in a lesson."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from courses.blocks.base import DescribedPicture, LessonBlock

AS_IN_LIBRARY = _("Left empty: the title in the library.")


class VideoBlock(LessonBlock):
    recording = VideoChooserBlock(label=_("Video"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=80, help_text=AS_IN_LIBRARY
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        label = _("Video")
        icon = "wagtailmedia-video"
        template = "courses/blocks/video.html"
        group = _("Media and documents")
        label_format = "{title} {recording}"
        description = _("With captions and their text below; never starts by itself.")


class AudioBlock(LessonBlock):
    recording = AudioChooserBlock(label=_("Sound"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=80, help_text=AS_IN_LIBRARY
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        label = _("Sound")
        icon = "wagtailmedia-audio"
        template = "courses/blocks/audio.html"
        group = _("Media and documents")
        label_format = "{title} {recording}"
        description = _("What can be heard stands in words behind a reveal.")


class GalleryPictureBlock(blocks.StructBlock):
    picture = DescribedPicture(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=120)


class GalleryBlock(LessonBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    pictures = blocks.ListBlock(
        GalleryPictureBlock(), label=_("Pictures"), default=[{}, {}], min_num=2, max_num=8
    )

    class Meta:
        label = _("Picture gallery")
        icon = "image"
        template = "courses/blocks/gallery.html"
        group = _("Media and documents")
        label_format = "{title}"
        description = _("Two to eight pictures side by side; on the phone one wipes through them.")


class DocumentBlock(LessonBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=80, help_text=AS_IN_LIBRARY
    )
    note = blocks.CharBlock(
        label=_("Note"),
        required=False,
        max_length=200,
        help_text=_("What it is good for, e.g. “Print it and keep it by the phone.”"),
    )

    class Meta:
        label = _("Document")
        icon = "doc-full-inverse"
        template = "courses/blocks/document.html"
        group = _("Media and documents")
        label_format = "{title} {document}"
        description = _("A file to download.")
