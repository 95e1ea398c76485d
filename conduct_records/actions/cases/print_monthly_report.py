from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from conduct_records.models import TallyRun
from conduct_records.policies.figures import check_can_see_figures
from conduct_records.queries.cases.monthly_report import report_of
from conduct_records.queries.cases.notice_script import in_script
from conduct_records.queries.cases.notice_words import CHINESE, ENGLISH
from conduct_records.rules.cases.tallies import LEAST
from lms.pdf.render import render_pdf
from lms.people.models import Employee, Unit
from lms.ui.han import TRADITIONAL

STYLESHEET = "css/print/case-report.css"


def print_monthly_report(
    *, actor: Employee, unit: Unit, month: date, run: TallyRun, language: str
) -> bytes:
    """The figures of a unit's month as a PDF, as of `run`; names nobody, and leaves out small
    groups as the charts do. `language` is one of the site's.

    Raises `NotAllowed` for who does not see the unit's figures.
    """
    check_can_see_figures(actor, unit)
    tongue = ENGLISH if language == ENGLISH else CHINESE
    with translation.override(tongue):
        report = report_of(unit, month)
        context: dict[str, Any] = {
            "report": report,
            "run": run,
            "least": LEAST,
            "language": language,
            "tongue": "en" if tongue == ENGLISH else "zh",
            "company": {"zh": settings.COMPANY_NAME, "en": settings.COMPANY_NAME_EN},
        }
        html = render_to_string("conduct_records/charts/report_paper.html", context)
    text = in_script(html, is_traditional=language == TRADITIONAL)
    return render_pdf(text, stylesheet=STYLESHEET)
