"""Why a file is not taken, in words for the person who sent it."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FileRefused(Exception):
    """The message names what is wrong and, where there is one, the limit."""

    message: str | Promise = _("This file cannot be taken.")

    def __init__(self, **details: Any) -> None:
        super().__init__(details)
        self.details = details

    def __str__(self) -> str:
        return str(self.message) % self.details if self.details else str(self.message)


class TooLarge(FileRefused):
    message = _("This file is larger than %(limit)s MB, which is the limit. Make it smaller first.")


class UnknownKind(FileRefused):
    message = _("Files of this kind are not taken. Possible are: %(extensions)s.")


class NotWhatItSays(FileRefused):
    message = _("The name ends in .%(extension)s, but the content is something else.")


class HiddenKind(FileRefused):
    message = _("“.%(extension)s” inside the file name hides what the file is. Rename it first.")


class TooManyPixels(FileRefused):
    message = _(
        "This picture has more than %(limit)s million pixels, which is the limit. "
        "Scale it down first."
    )


class BrokenPicture(FileRefused):
    message = _("This picture cannot be read. It may be damaged.")


class DrawingTooLarge(FileRefused):
    message = _(
        "The width and height of a drawing (SVG) must be between 1 and %(limit)s pixels; "
        "these are not."
    )


class UnsafeDrawing(FileRefused):
    message = _(
        "This drawing (SVG) holds something that pictures here must not hold: %(what)s. "
        "Export it again as plain SVG."
    )


class Encrypted(FileRefused):
    message = _(
        "This document is protected with a password, so that nobody here could open it. "
        "Save it without a password first."
    )


class HasMacros(FileRefused):
    message = _("This document holds macros (small programs). Save it without macros first.")


class OldOfficeFile(FileRefused):
    message = _(
        "This is an old Office format under a new name. Open it and save it as .%(extension)s."
    )


class HoldsPrograms(FileRefused):
    message = _("This archive holds a program (%(name)s). Programs are not taken.")


class ArchiveTooLarge(FileRefused):
    message = _(
        "Unpacked, this file would have more than %(limit)s MB, which is the limit. "
        "Leave something out."
    )


class BadCaptions(FileRefused):
    """Captions that players would not show."""


class CaptionsTooLarge(BadCaptions):
    message = _("Captions may have %(limit)s KB at most.")


class CaptionsNotText(BadCaptions):
    message = _("The captions are not a text in UTF-8.")


class NoCaptionsHeader(BadCaptions):
    message = _("Line 1: captions must begin with the word WEBVTT.")


class BadCaptionTime(BadCaptions):
    message = _(
        "Line %(line)s: the times must look like 00:01.000 --> 00:04.500 "
        "(minutes:seconds.thousandths)."
    )


class BackwardCaption(BadCaptions):
    message = _("Line %(line)s: the caption ends before it begins.")


class EarlyCaption(BadCaptions):
    message = _("Line %(line)s: the caption begins before the one above it.")


class EmptyCaption(BadCaptions):
    message = _("Line %(line)s: there is no text below the times.")


class NoCaptions(BadCaptions):
    message = _("There is no caption in it yet.")
