"""Why a file cannot be read as a sheet, in words for the person who sent it."""

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.sheets.limits import Limits


class SheetError(Exception):
    """What this package refuses."""

    message = _("This file cannot be read.")

    def __str__(self) -> str:
        return str(self.message)


class UnknownFormat(SheetError):
    message = _("Send an xlsx or a csv file.")


class OldOrProtected(SheetError):
    message = _(
        "The file is protected by a password or of the old xls format. Save it as xlsx "
        "without a password."
    )


class DamagedFile(SheetError):
    message = _("The file is damaged, or it is no spreadsheet. Save it again as xlsx or csv.")


class EmptySheet(SheetError):
    message = _("The sheet is empty.")


class WrongEncoding(SheetError):
    """The text is in none of the encodings that are read; `line` is where that shows."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line

    def __str__(self) -> str:
        return _t(
            "The encoding of the text is not known; line %(line)d cannot be read as UTF-8, UTF-16 "
            "or GB18030. Save the file as “CSV UTF-8” or as xlsx."
        ) % {"line": self.line}


class OverLimit(SheetError):
    """A limit is passed; the message names it."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.limits = limits


class FileTooLarge(OverLimit):
    def __str__(self) -> str:
        return _t("The file is larger than %(limit)d MB.") % {"limit": self.limits.megabytes}


class UnpacksTooLarge(OverLimit):
    def __str__(self) -> str:
        return _t("Unpacked, the file is larger than %(limit)d MB.") % {
            "limit": self.limits.unpacked_megabytes
        }


class TooManyRows(OverLimit):
    def __str__(self) -> str:
        return ngettext(
            "The sheet has more than %(limit)d row. Split it.",
            "The sheet has more than %(limit)d rows. Split it.",
            self.limits.rows,
        ) % {"limit": self.limits.rows}


class TooManyColumns(OverLimit):
    def __str__(self) -> str:
        return ngettext(
            "The sheet has more than %(limit)d column.",
            "The sheet has more than %(limit)d columns.",
            self.limits.columns,
        ) % {"limit": self.limits.columns}
