"""The report of an import in the reader's words, for the page and as a sheet."""

from typing import IO

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from assessments.models import QuestionImport
from assessments.rules.exchange.report import Came, Group, rows
from lms.sheets.writing import Column, Sheet, write_xlsx

GROUPS = {
    Group.IMPORTED: _("Imported"),
    Group.LOSSY: _("Imported with a loss"),
    Group.REFUSED: _("Refused"),
}
# A shape beside each word, so that it does not rest on colour.
SHAPES = {Group.IMPORTED: "●", Group.LOSSY: "◐", Group.REFUSED: "×"}
CAME = {
    Came.NEW: _("new"),
    Came.VERSION: _("next version"),
    Came.MOVED: _("stands elsewhere"),
    Came.UNCHANGED: _("was there already"),
}


def write_report(file: IO[bytes], work: QuestionImport) -> None:
    columns = [
        Column(_t("Outcome"), 18),
        Column(pgettext("in a file", "Place"), 22),
        Column(_t("Line"), 8),
        Column(pgettext("of a question", "Name"), 40),
        Column(_t("Code"), 24),
        Column(_t("What becomes of it"), 18),
        Column(_t("What is lost, or why not"), 80),
    ]
    found = (
        [
            str(GROUPS[Group(group)]),
            entry["place"],
            entry.get("line"),
            entry["name"],
            entry.get("code", ""),
            str(CAME[Came(entry["came"])]) if "came" in entry else "",
            "\n".join(sentences),
        ]
        for group, entry, sentences in rows(work.report)
    )
    write_xlsx(file, [Sheet(_t("Import"), columns, found)])
