"""Questions as files for other programs: which formats there are, what each cannot say, and the
file."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button

from assessments.admin.question_list import QuestionIndex
from assessments.enums import ExchangeFormat
from assessments.models import Question
from assessments.queries.exchange import exchanged
from assessments.rules.exchange import formats
from assessments.rules.exchange.elsewhere import unseen_elsewhere
from assessments.rules.exchange.questions import ExchangedQuestion, Refused

FOR_WHOM = {
    ExchangeFormat.GIFT: _("A text that Moodle and many others read. No pictures."),
    ExchangeFormat.MOODLE_XML: _("For Moodle, with pictures."),
    ExchangeFormat.XLSX: _("One row a question, to look through or to work on in a spreadsheet."),
    ExchangeFormat.AIKEN: _("A plain text that people can type: choices only, without the rest."),
    ExchangeFormat.JSON: _("Everything, exactly; for another installation of this program."),
}
# So many losses are listed on the page; the file is the same.
SHOWN = 200


def as_file(questions: Iterable[Question], format: str, name: str) -> HttpResponse:
    """The newest wording of each in the format; JSON where there is no such format."""
    kind = ExchangeFormat(format) if format in formats.WRITTEN else ExchangeFormat.JSON
    written = formats.write(kind, list(exchanged(questions)))
    disposition = content_disposition_header(True, f"{name}.{formats.ENDINGS[kind]}")
    return HttpResponse(
        written.content,
        content_type=formats.TYPES[kind],
        headers={"Content-Disposition": disposition or "attachment"},
    )


def _losses(format: str, questions: list[ExchangedQuestion]) -> list[Refused]:
    """What does not come back, and what comes back here only."""
    return [*formats.write(format, questions).losses, *unseen_elsewhere(format, questions)]


class WholeList(QuestionIndex):
    """What the list shows, whole, for those who may change it."""

    any_permission_required = ["change"]

    def get_paginate_by(self, queryset: QuerySet[Question]) -> None:
        return None

    @property
    def format(self) -> str:
        found: str = self.request.GET.get("format", "")
        return found


class QuestionsAsFile(WholeList):
    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return as_file(context["object_list"], self.format, "questions")


class ExportChoice(WholeList):
    """The formats; of the one that is looked at, what it cannot say of these questions."""

    # Over those of the list.
    TEMPLATES: ClassVar = {"template_name": "assessments/admin/imports/export.html"}
    page_title = _("Export questions")
    header_icon = "download"

    @cached_property
    def header_buttons(self) -> list[Button]:
        return []

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return []

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        found = context["object_list"]
        context |= {
            "count": len(found),
            "formats": [self._row(each) for each in formats.WRITTEN],
            "back_url": f"{reverse('questions:index')}?{self._query()}",
            "header_title": _t("Export questions"),
        }
        if self.format in formats.WRITTEN and found:
            losses = _losses(self.format, list(exchanged(found)))
            context |= {
                "looked_at": ExchangeFormat(self.format).label,
                "losses": losses[:SHOWN],
                "more": len(losses) - SHOWN,
                "lossy": len({each.name or each.place for each in losses}),
            }
        return context

    def _row(self, format: str) -> dict[str, Any]:
        query = self._query(format)
        return {
            "label": ExchangeFormat(format).label,
            "for_whom": FOR_WHOM[ExchangeFormat(format)],
            "look": f"{reverse('questions:export_choice')}?{query}#losses",
            "download": f"{reverse('questions:export_all')}?{query}",
        }

    def _query(self, format: str = "") -> str:
        """The filters of the list, with the format."""
        query = self.request.GET.copy()
        query.pop("format", None)
        if format:
            query["format"] = format
        return query.urlencode()
