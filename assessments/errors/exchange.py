"""Files of questions that come or go: why a whole file is refused, and why a question of it is."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.errors.base import AssessmentError

if TYPE_CHECKING:
    from assessments.rules.exchange.report import Report


class ExchangeRefused(AssessmentError):
    """A whole file, or one question of it, cannot be taken over; `where` fills the message."""

    message: str | Promise = _("This file cannot be read.")
    field = "file"

    def __init__(self, **where: object) -> None:
        super().__init__(where)
        self.where = where

    def __str__(self) -> str:
        return str(self.message) % self.where if self.where else str(self.message)


class FileRefused(ExchangeRefused):
    """Nothing of the file can be read."""


class FileIsEmpty(FileRefused):
    message = _("The file is empty.")


class FileOverLimit(FileRefused):
    message = _("The file has more than %(limit)s MB, which is the limit. Split it.")


class UnpackedOverLimit(FileRefused):
    message = _("Unpacked, the file has more than %(limit)s MB, which is the limit. Split it.")


class TooManyQuestions(FileRefused):
    message = _("The file holds more than %(limit)s questions, which is the limit. Split it.")


class EncodingUnknown(FileRefused):
    message = _(
        "Line %(line)s cannot be read as UTF-8. Save the file in the encoding UTF-8 and send it "
        "again."
    )


class IsAnArchive(FileRefused):
    message = _("This is a zip archive. Unpack it and send the files in it one by one.")


class HoldsArchive(FileRefused):
    message = _("Inside the file is another archive (%(name)s). That is not opened.")


class DefinesEntities(FileRefused):
    message = _(
        "The file declares a document type or entities, through which a small file can become a "
        "huge one or read others. Leave the declaration out."
    )


class NotThisFormat(FileRefused):
    message = _("This is not a file of the format %(format)s: %(problem)s")


class NotWellFormed(FileRefused):
    message = _("Line %(line)s: the file is broken here (%(problem)s).")


class FormatNotRead(FileRefused):
    message = _("Files of the format %(format)s cannot be read.")


class FormatNotWritten(FileRefused):
    message = _("Questions cannot be written in the format %(format)s.")


class QuestionNotTaken(ExchangeRefused):
    """One question of a file."""

    message: str | Promise = _("This question cannot be taken over.")

    @classmethod
    def saying(cls, reason: str) -> "QuestionNotTaken":
        """With the reason in words."""
        refusal = cls()
        refusal.message = reason
        return refusal


class StrictImportRefused(ExchangeRefused):
    """A strict import takes all questions or none; `report` says what stood against it."""

    message = _("Nothing was imported: %(refused)s refused, and the import was to be strict.")

    def __init__(self, report: "Report") -> None:
        super().__init__(refused=len(report.refused))
        self.report = report


class ImportNotReady(ExchangeRefused):
    message = _("This file has not been read through, or has been imported already.")
